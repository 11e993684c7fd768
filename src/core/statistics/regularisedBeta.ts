import { UsageError } from '../types/index.ts'
import { binomialMass } from './binomialMass.ts'

/**
 * The regularised incomplete beta function I_x(a, b): P(X ≤ x) of a beta variable. By its continued fraction
 * (NIST Digital Library of Mathematical Functions, 8.17.22), exact to about 13 digits. Throws `UsageError` unless x is in
 * [0, 1] and a, b > 0.
 */
export function regularisedBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1) || !(a > 0 && b > 0 && Number.isFinite(a + b))) {
    throw new UsageError(`regularisedBeta: needs x in [0, 1] and a, b > 0, got x ${x}, a ${a}, b ${b}`)
  }
  if (x === 0 || x === 1) return x
  return x <= (a + 1) / (a + b + 2) ? lowerPart(x, 1 - x, a, b) : 1 - lowerPart(1 - x, x, b, a)
}

const TINY = 1e-300

/** I_x(a, b) where its continued fraction converges fast; y = 1 − x. Modified Lentz method. */
function lowerPart(x: number, y: number, a: number, b: number): number {
  const front = (b / (a + b)) * binomialMass(a, a + b, x, y)
  let [c, d, fraction] = [Infinity, 1, 1]
  for (let j = 1; j < 1_000_000; j++) {
    const m = j / 2
    const top = j % 2 === 0 ? m * (b - m) * x : -(a + m - 0.5) * (a + b + m - 0.5) * x
    const term = top / ((a + j - 1) * (a + j))
    d = 1 / nonZero(1 + term * d)
    c = nonZero(1 + term / c)
    fraction *= c * d
    if (Math.abs(c * d - 1) < 1e-16) return Math.min(1, front * fraction)
  }
  throw new RangeError(`regularisedBeta: no convergence at x ${x}, a ${a}, b ${b}`)
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}
