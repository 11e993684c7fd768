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

/** exp(−z²/2) / √(2π). */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
}

/** z + 1/(z + 2/(z + 3/(…))), from the inside out; 200 levels are more than doubles can tell from z = 3 on. */
function tailFraction(z: number): number {
  let value = z
  for (let k = 200; k >= 1; k--) value = z + k / value
  return value
}
