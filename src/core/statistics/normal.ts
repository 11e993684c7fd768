import { UsageError } from '../types/index.ts'

/**
 * P(Z ≤ z) of a standard normal variable, with full relative precision in the lower tail: Marsaglia's series near 0
 * ("Evaluating the normal distribution", Journal of Statistical Software 11(4), 2004), Laplace's continued fraction beyond.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return z
  if (z > 0) return 1 - normalCdf(-z)
  if (z < -3) return normalDensity(z) / tailFraction(-z)
  let [sum, term] = [z, z]
  for (let k = 3; Math.abs(term) > 1e-18; k += 2) {
    term *= (z * z) / k
    sum += term
  }
  return 0.5 + sum * normalDensity(z)
}

/** z + 1/(z + 2/(z + 3/(…))), from the inside out; 200 levels are more than doubles can distinguish from z = 3 on. */
function tailFraction(z: number): number {
  let value = z
  for (let k = 200; k >= 1; k--) value = z + k / value
  return value
}

/** exp(−z²/2) / √(2π). */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
}

/**
 * Returns the z with P(Z ≤ z) = `share` of a standard normal variable; ±∞ at 1 and 0. Wichura's rational functions, exact
 * to about 16 digits ("The percentage points of the normal distribution", Applied Statistics 37, 1988, algorithm AS 241).
 * Throws `UsageError` unless `share` is in [0, 1].
 */
export function normalQuantile(share: number): number {
  if (!(share >= 0 && share <= 1)) throw new UsageError(`normalQuantile: needs a share in [0, 1], got ${share}`)
  if (share === 0) return -Infinity
  if (share === 1) return Infinity
  const off = share - 0.5
  if (Math.abs(off) <= 0.425) {
    const r = 0.180625 - off * off
    return (off * polynomial(MIDDLE.over, r)) / polynomial(MIDDLE.under, r)
  }
  const r = Math.sqrt(-Math.log(off < 0 ? share : 1 - share))
  const [{ over, under }, at] = r <= 5 ? [TAIL, r - 1.6] : [FAR_TAIL, r - 5]
  const z = polynomial(over, at) / polynomial(under, at)
  return off < 0 ? -z : z
}

/** Evaluates a polynomial; the coefficient of the highest power comes first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0
  for (let k = 0; k < coefficients.length; k++) value = value * x + coefficients[k]!
  return value
}

// The coefficients of AS 241, PPND16, in the order of its listing turned round, as far as doubles hold them.
const MIDDLE = {
  over: [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  under: [
    5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1,
  ],
}

const TAIL = {
  over: [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  under: [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
}

const FAR_TAIL = {
  over: [
    2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  under: [
    2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850216,
    0.1369298809227358, 0.599832206555888, 1,
  ],
}
