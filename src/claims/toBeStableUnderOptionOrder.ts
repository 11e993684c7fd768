import { UsageError, type ClaimKind } from '../core/types/index.ts'
import { stableUnder, type StableOptions } from './_internal/stableUnder.ts'

const NAME = 'toBeStableUnderOptionOrder'

/**
 * Claims that the release chooses the same option in whatever order the options stand: shuffled, or shifted in a circle.
 * The claim is for tasks with options.
 */
export const toBeStableUnderOptionOrder: ClaimKind<StableOptions> = stableUnder({
  name: NAME,
  summary: 'the same option is chosen when the options stand in another order',
  choose(_, { hasOptions, taskName }) {
    if (hasOptions === false) throw new UsageError(`${NAME}(): the examples of task "${taskName}" have no options`)
    return ['option-order', 'option-shift']
  },
})
