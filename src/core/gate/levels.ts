import { readAlpha } from '../sequential/index.ts'
import { type ClaimSpec, type Levels, UsageError } from '../types/index.ts'

/**
 * The levels of a claim are its own option, else the config's; at the k-th attempt both shrink by the share of α that this
 * attempt may spend. Throws `UsageError` for a gating claim that is looser than the gate: the gate's guarantee would be
 * that of its loosest claim.
 */
export function claimLevels(spec: ClaimSpec, config: Levels, attempt: { readonly alpha: number } | null): Levels {
  const { alpha, alphaFail } = config
  const share = attempt === null ? 1 : attempt.alpha / alpha
  const given = spec.options['alpha']
  if (given === undefined) {
    const fail = alphaFail !== undefined && { alphaFail: alphaFail * share }
    return { alpha: attempt?.alpha ?? alpha, ...fail }
  }
  const own = readAlpha(given)
  if (!spec.advisory && (own.pass > alpha || own.fail > (alphaFail ?? alpha))) {
    throw new UsageError(
      `${spec.kind}({ alpha: ${JSON.stringify(given)} }): a gating claim may be stricter than the gate, whose α is ` +
        `${alpha} for pass and ${alphaFail ?? alpha} for fail, never looser; change robustness({ alpha }), or make it advisory`,
    )
  }
  return { alpha: own.pass * share, ...(own.fail !== own.pass && { alphaFail: own.fail * share }) }
}

/**
 * Returns the share of `alpha` that the k-th attempt at one baseline may spend: 6α/(π²k²). Summed over all k this is α,
 * because Σ 1/k² is π²/6 (Euler), so however many attempts there are, the chance that any of them ships a release that
 * breaks a claim stays at most α. Throws `RangeError` unless k is a whole number from 1.
 */
export function attemptAlpha(alpha: number, k: number): number {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`attempt ${k}: attempts count from 1`)
  return (6 * alpha) / (Math.PI * Math.PI * k * k)
}
