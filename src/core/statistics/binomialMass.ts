/**
 * Γ(n+1) / (Γ(x+1) Γ(n−x+1)) · p^x · q^(n−x) for real 0 < x < n and p + q = 1: the binomial mass, continued to real
 * arguments. By deviances, so that nothing large cancels. (Loader 2000, "Fast and accurate computation of binomial
 * probabilities".)
 */
export function binomialMass(x: number, n: number, p: number, q: number): number {
  return Math.exp(exponentOf(x, n, p, q)) * Math.sqrt(n / (2 * Math.PI * x * (n - x)))
}

/** The natural logarithm of the binomial mass, which does not underflow. For whole numbers 0 ≤ x ≤ n and 0 < p, q. */
export function logBinomialMass(x: number, n: number, p: number, q: number): number {
  if (x === 0) return n * Math.log(q)
  if (x === n) return n * Math.log(p)
  return exponentOf(x, n, p, q) + 0.5 * Math.log(n / (2 * Math.PI * x * (n - x)))
}

function exponentOf(x: number, n: number, p: number, q: number): number {
  return stirlingError(n) - stirlingError(x) - stirlingError(n - x) - deviance(x, n * p) - deviance(n - x, n * q)
}

/** From here the series below is exact to the last digit. */
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
