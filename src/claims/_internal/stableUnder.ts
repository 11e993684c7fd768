import { chooseDraw } from '../../core/sampling/draw.ts'
import type { ClaimContext, ClaimDesign, ClaimKind } from '../../core/types/index.ts'
import { defineClaim } from '../defineClaim.ts'
import {
  type CommonOptions,
  FLIP_LIMITS,
  flipLimit,
  type FlipLimits,
  oneLimit,
  readOptions,
  type RulesFor,
} from './options.ts'
import { choosePerturbations } from './perturbations.ts'
import { perturbedRole, underThese } from './roles.ts'
import { flipValue } from './values.ts'

/** Options of claims that an answer stays under perturbations. */
export interface StableOptions extends CommonOptions, FlipLimits {
  /** The most edits that a perturbation makes, a whole number from 1. Default: each perturbation's own. */
  readonly strength?: number
  /**
   * With `true` the claim also gates on perturbations that usually, not always, leave the right answer as it is.
   * Default: false.
   */
  readonly allowUsually?: boolean
}

/** Options of a claim under perturbations that the suite names. */
export interface StableUnderOptions extends StableOptions {
  /**
   * The names of perturbations. They are the matcher's first argument, which also takes perturbations of your own and
   * families.
   */
  readonly perturbations: readonly string[]
}

interface Kind extends Pick<ClaimKind, 'name' | 'summary' | 'first'> {
  /**
   * Gives the perturbations that the suite named, if the matcher takes some; else those that the matcher stands for.
   */
  readonly choose: (given: unknown, context: ClaimContext) => unknown
}

/**
 * Makes a kind of claim: the canonical instruction is asked as it is and under perturbations, and E[1{the answers
 * differ}], or its excess over how much answers vary by themselves, is at most the limit. The mean is over examples
 * that at least one of the perturbations applies to, and for each over those that do.
 */
export function stableUnder({ choose, ...named }: Kind): ClaimKind<StableUnderOptions> {
  const { name } = named
  return defineClaim<StableUnderOptions>({
    ...named,
    needsBaseline: false,
    parse(raw, context) {
      const { perturbations: given, ...rest } = Object(raw) as Record<string, unknown>
      const options = readOptions(name, typeof raw === 'object' && !Array.isArray(raw) && raw ? rest : raw, {
        ...FLIP_LIMITS,
        strength: { type: 'count', min: 1 },
        allowUsually: { type: 'flag' },
      } satisfies RulesFor<StableOptions>)
      oneLimit(name, options, ['maxFlipRate', 'maxExcessFlipRate'], false)
      const { allowUsually = false, advisory = false } = options
      const wanted = { matcher: name, answer: 'keeps', allowUsually: allowUsually || advisory } as const
      return { ...options, perturbations: choosePerturbations(choose(given, context), wanted, context) }
    },
    design(options, context) {
      const { trials, ...limit } = flipLimit(options)
      const draw = options.variants ?? chooseDraw(options.perturbations.length, trials).m
      return {
        ...limit,
        roles: [
          { name: 'canonical', pool: [context.canonical], draw: 1, trials, side: 'candidate' },
          perturbedRole(name, options, context, { draw, trials, answer: 'keeps' }),
        ],
        population: underThese(options),
        ...(options.variants === undefined && { draws: 'enough' }),
      } satisfies ClaimDesign
    },
    value(evidence, sameAnswer, options) {
      const canonical = evidence['canonical']?.candidate ?? []
      const others = evidence['perturbed']?.candidate ?? []
      return flipValue(name, { canonical, others }, sameAnswer, options.maxExcessFlipRate !== undefined)
    },
  })
}
