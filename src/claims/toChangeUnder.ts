import type { ClaimDesign, Interval, Observation } from '../core/types/index.ts'
import { type CommonOptions, oneLimit, readOptions, type RulesFor } from './_internal/options.ts'
import { choosePerturbations } from './_internal/perturbations.ts'
import { perturbedRole, underThese } from './_internal/roles.ts'
import { meanInterval, meanScore } from './_internal/values.ts'
import { defineClaim } from './defineClaim.ts'

/** Options of `toChangeUnder`. */
export interface ChangeUnderOptions extends CommonOptions {
  /** The names of perturbations. They are the matcher's first argument, which also takes perturbations of your own. */
  readonly perturbations: readonly string[]
  /** The least share of answers that differ from those under the canonical prompt, in (0, 1). */
  readonly minChangeRate?: number
  /** The least mean score against the answer that is right after the change, in (0, 1). */
  readonly minAccuracy?: number
  /** The most edits that a perturbation makes, a whole number from 1. Default: each perturbation's own. */
  readonly strength?: number
}

const NAME = 'toChangeUnder'

/**
 * The release takes notice of a change that makes another answer right (a negation, entities that trade places).
 *
 * `minChangeRate` bounds E[1{both prompts are answered and the answers differ}]: a non-answer does not count as a
 * change. A release that answers at random changes its answers too, so this limit says nothing of whether the new
 * answer is right. `minAccuracy` bounds E[score against the perturbed gold answer]; where only "any other than before"
 * is known to be right, every such answer scores 1. A claim sets one of the two limits; the range is [0, 1].
 */
export const toChangeUnder = defineClaim<ChangeUnderOptions>({
  name: NAME,
  summary: 'the answer changes where the perturbations make another one right',
  needsBaseline: false,
  first: 'perturbations',
  parse(raw, context) {
    const { perturbations: given, ...rest } = Object(raw) as Record<string, unknown>
    const share = { type: 'number', above: 0, below: 1 } as const
    const options = readOptions(NAME, typeof raw === 'object' && !Array.isArray(raw) && raw ? rest : raw, {
      minChangeRate: share,
      minAccuracy: share,
      strength: { type: 'count', min: 1 },
    } satisfies RulesFor<Omit<ChangeUnderOptions, 'perturbations'>>)
    oneLimit(NAME, options, ['minChangeRate', 'minAccuracy'], false)
    const wanted = { matcher: NAME, answer: 'changes', allowUsually: true } as const
    return { ...options, perturbations: choosePerturbations(given ?? [], wanted, context) }
  },
  design(options, context) {
    const perturbed = perturbedRole(NAME, options, context, {
      draw: options.variants ?? 1,
      trials: 1,
      answer: 'changes',
    })
    const compares = options.minChangeRate !== undefined
    return {
      statistic: compares ? 'change rate' : 'accuracy after the change',
      range: [0, 1],
      limit: options.minChangeRate ?? options.minAccuracy ?? 0,
      sense: 'at least',
      roles: compares
        ? [{ name: 'canonical', pool: [context.canonical], draw: 1, trials: 1, side: 'candidate' }, perturbed]
        : [perturbed],
      population: underThese(options),
    } satisfies ClaimDesign
  },
  value(evidence, sameAnswer, options) {
    const perturbed = evidence['perturbed']?.candidate ?? []
    if (options.minChangeRate === undefined) return meanScore(perturbed)
    const [before] = evidence['canonical']?.candidate ?? []
    if (!before) throw new RangeError(`${NAME}: no canonical cell`)
    return meanInterval(perturbed.map((after) => changed(before, after, sameAnswer)))
  },
})

/** Gives 1 for two answers that differ, else 0; an `error` could be either. */
function changed(a: Observation, b: Observation, sameAnswer: (a: string, b: string) => boolean): Interval {
  const silent = [a, b].some(({ answer, outcome }) => answer === null && outcome !== 'error')
  if (silent) return { least: 0, most: 0 }
  if (a.answer === null || b.answer === null) return { least: 0, most: 1 }
  return sameAnswer(a.answer, b.answer) ? { least: 0, most: 0 } : { least: 1, most: 1 }
}
