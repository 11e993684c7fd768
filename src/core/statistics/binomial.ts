import { UsageError } from '../types/index.ts'

/**
 * P(X ≤ successes) of a binomial variable X with `trials` and `rate`, exact to about 12 digits.
 * @example binomialCdf(2, 10, 0.5) // 0.0547
 */
export function binomialCdf(successes: number, trials: number, rate: number): number {
  if (successes < 0) return 0
  if (successes >= trials || rate <= 0) return 1
  if (rate >= 1) return 0
  return regularisedBeta(1 - rate, trials - successes, successes + 1)
}

/**
 * ln P(X ≥ least) of a binomial variable X with `trials` and `rate`, also where the chance itself underflows: the mass
 * next to the mean's side of `least` times a series of ratios.
 */
export function logUpperTail(least: number, trials: number, rate: number): number {
  if (least <= 0) return 0
  if (least > trials || rate <= 0) return -Infinity
  if (rate >= 1) return 0
  const odds = rate / (1 - rate)
  if (least > trials * rate) {
    let [term, sum] = [1, 1]
    for (let j = least; j < trials && term > sum * 1e-17; j++) sum += term *= ((trials - j) / (j + 1)) * odds
    return Math.min(0, logBinomialMass(least, trials, rate, 1 - rate) + Math.log(sum))
  }
  let [term, sum] = [1, 1]
  for (let j = least - 1; j > 0 && term > sum * 1e-17; j--) sum += term *= j / ((trials - j + 1) * odds)
  return Math.log1p(-Math.min(1, Math.exp(logBinomialMass(least - 1, trials, rate, 1 - rate)) * sum))
}

/**
 * Returns the regularised incomplete beta function I_x(a, b): P(X ≤ x) of a beta variable. By its continued fraction (NIST
 * Digital Library of Mathematical Functions, 8.17.22), exact to about 13 digits. Throws `UsageError` unless x is in [0, 1]
 * and a, b > 0.
 */
export function regularisedBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1) || !(a > 0 && b > 0 && Number.isFinite(a + b))) {
    throw new UsageError(`regularisedBeta: needs x in [0, 1] and a, b > 0, got x ${x}, a ${a}, b ${b}`)
  }
  if (x === 0 || x === 1) return x
  return x <= (a + 1) / (a + b + 2) ? lowerPart(x, 1 - x, a, b) : 1 - lowerPart(1 - x, x, b, a)
}

/** Stands for a zero that would be divided by. */
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

/**
 * Γ(n+1) / (Γ(x+1) Γ(n−x+1)) · p^x · q^(n−x) for real 0 < x < n and p + q = 1: the binomial mass, continued to real
 * arguments. By deviances, so that nothing large cancels. (Loader 2000, "Fast and accurate computation of binomial
 * probabilities".)
 */
function binomialMass(x: number, n: number, p: number, q: number): number {
  return Math.exp(exponentOf(x, n, p, q)) * Math.sqrt(n / (2 * Math.PI * x * (n - x)))
}

/**
 * Returns the natural logarithm of the binomial mass, which does not underflow. For whole numbers 0 ≤ x ≤ n and 0 < p, q.
 */
function logBinomialMass(x: number, n: number, p: number, q: number): number {
  if (x === 0) return n * Math.log(q)
  if (x === n) return n * Math.log(p)
  return exponentOf(x, n, p, q) + 0.5 * Math.log(n / (2 * Math.PI * x * (n - x)))
}

function exponentOf(x: number, n: number, p: number, q: number): number {
  return stirlingError(n) - stirlingError(x) - stirlingError(n - x) - deviance(x, n * p) - deviance(n - x, n * q)
}

/** The value from which the series below is exact to the last digit. */
const LARGE = 16

/** ln Γ(z+1) − ((z + ½) ln z − z + ½ ln 2π) for z > 0. */
function stirlingError(z: number): number {
  if (z >= LARGE) {
    const s = 1 / (z * z)
    return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - (s * 691) / 360360))))) / z
  }
  let difference = 0
  let shifted = z
  for (; shifted < LARGE; shifted++) difference += (shifted + 0.5) * Math.log1p(1 / shifted) - 1
  return difference + stirlingError(shifted)
}

/** x ln(x/m) + m − x, without cancellation where x is near m. */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x
  const v = (x - m) / (x + m)
  let total = (x - m) * v
  let term = 2 * x * v
  for (let j = 1; ; j++) {
    term *= v * v
    const next = total + term / (2 * j + 1)
    if (next === total) return total
    total = next
  }
}
