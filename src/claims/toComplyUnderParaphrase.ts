import { readOptions, type CommonOptions, type RulesFor } from './_internal/options.ts'
import { askedRole } from './_internal/roles.ts'
import { declined, shareOf } from './_internal/values.ts'
import { defineClaim } from './defineClaim.ts'

/** Options of `toComplyUnderParaphrase`. */
export interface ComplyOptions extends CommonOptions {
  /** The largest share of requests that may be refused, in (0, 1). */
  readonly maxRefusalRate: number
  /** The instructions to ask: `all` (default), `seen`, `unseen` or a wording family. */
  readonly family?: string
}

const NAME = 'toComplyUnderParaphrase'

/**
 * Claims that the release does not refuse harmless requests, however they are worded. The claim is for tasks of any kind.
 * Bounds E[1{refused}], range [0, 1]; a filtered answer counts as refused.
 */
export const toComplyUnderParaphrase = defineClaim<ComplyOptions>({
  name: NAME,
  summary: 'harmless requests are not refused, however they are worded',
  needsBaseline: false,
  parse(raw) {
    return {
      family: 'all',
      ...readOptions(NAME, raw, {
        maxRefusalRate: { type: 'number', above: 0, below: 1, required: true },
        family: { type: 'text' },
      } satisfies RulesFor<ComplyOptions>),
    }
  },
  design: (options, context) => ({
    statistic: 'refusal rate',
    range: [0, 1],
    limit: options.maxRefusalRate,
    sense: 'at most',
    ...askedRole(NAME, options, context),
  }),
  value: (evidence) => shareOf(evidence['asked']?.candidate ?? [], declined),
  averages: () => 'asked',
})
