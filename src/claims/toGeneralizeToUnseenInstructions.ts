import { readOptions, type CommonOptions, type RulesFor } from './_internal/options.ts'
import { familyWords, poolOf } from './_internal/roles.ts'
import { meanScore, subtractInterval } from './_internal/values.ts'
import { defineClaim } from './defineClaim.ts'

/** Options of `toGeneralizeToUnseenInstructions`. */
export interface GeneralizeToUnseenInstructionsOptions extends CommonOptions {
  /** The most that the mean score may fall from seen to unseen instructions, in (0, 1): 0.05 is 5 points. */
  readonly maxDrop: number
}

const NAME = 'toGeneralizeToUnseenInstructions'

/**
 * Claims that the release scores nearly as well on instructions that its line was not tuned on. Bounds E[score under a seen
 * instruction − score under an unseen one], range [−1, 1].
 */
export const toGeneralizeToUnseenInstructions = defineClaim<GeneralizeToUnseenInstructionsOptions>({
  name: NAME,
  summary: 'the score falls little from seen to unseen instructions',
  needsBaseline: false,
  parse: (raw) =>
    readOptions(NAME, raw, {
      maxDrop: { type: 'number', above: 0, below: 1, required: true },
    } satisfies RulesFor<GeneralizeToUnseenInstructionsOptions>),
  design(options, context) {
    const allow = options.allowUnreviewed ?? false
    const seen = poolOf(NAME, 'seen', context, allow)
    const unseen = poolOf(NAME, 'unseen', context, allow)
    // No cell is shared between the variants of an example, so one of each is the cheapest draw.
    const draw = options.variants ?? 1
    return {
      statistic: 'drop',
      range: [-1, 1],
      limit: options.maxDrop,
      sense: 'at most',
      roles: [
        { name: 'seen', pool: seen, draw: Math.min(draw, seen.length), trials: 1, side: 'candidate' },
        { name: 'unseen', pool: unseen, draw: Math.min(draw, unseen.length), trials: 1, side: 'candidate' },
      ],
      population: `from these ${seen.length} seen to these ${unseen.length} ${familyWords('unseen', context)}instructions`,
      ...(options.variants === undefined && { draws: 'enough' }),
    }
  },
  value: (evidence) =>
    subtractInterval(meanScore(evidence['seen']?.candidate ?? []), meanScore(evidence['unseen']?.candidate ?? [])),
})
