import { UsageError } from '../core/types/index.ts'
import { type CommonOptions, onlyFor, readOptions, type RulesFor } from './_internal/options.ts'
import { askedRole } from './_internal/roles.ts'
import { meanScore, shareOf } from './_internal/values.ts'
import { defineClaim } from './defineClaim.ts'

/** Options of `toMatchSchemaUnderParaphrase`. */
export interface MatchSchemaOptions extends CommonOptions {
  /** The least share of answers that follow the schema, right or wrong, in (0, 1). */
  readonly valid?: number
  /** The least share of answers that follow the schema and are right, in (0, 1). */
  readonly correct?: number
  /** The instructions to ask: `all` (default), `seen`, `unseen` or a wording family. */
  readonly family?: string
}

const NAME = 'toMatchSchemaUnderParaphrase'

/**
 * Claims that answers follow the task's JSON Schema however the request is worded. `valid` bounds E[1{the answer follows
 * the schema}], `correct` bounds E[score]; each is a claim of its own, because valid answers may be wrong. The range is [0,
 * 1].
 */
export const toMatchSchemaUnderParaphrase = defineClaim<MatchSchemaOptions>({
  name: NAME,
  summary: 'answers follow the JSON Schema however the request is worded',
  needsBaseline: false,
  parse(raw, context) {
    onlyFor(NAME, ['structured-output', 'tool-calls'], context)
    const share = { type: 'number', above: 0, below: 1 } as const
    const options = readOptions(NAME, raw, {
      valid: share,
      correct: share,
      family: { type: 'text' },
    } satisfies RulesFor<MatchSchemaOptions>)
    if ((options.valid === undefined) === (options.correct === undefined))
      throw new UsageError(`${NAME}() takes one limit: valid, or correct; validity and correctness are two claims`)
    return { family: 'all', ...options }
  },
  design: (options, context) => ({
    statistic: options.valid === undefined ? 'share of correct answers' : 'share of valid answers',
    range: [0, 1],
    limit: options.valid ?? options.correct ?? 0,
    sense: 'at least',
    ...askedRole(NAME, options, context),
  }),
  value(evidence, _sameAnswer, options) {
    const cells = evidence['asked']?.candidate ?? []
    return options.valid === undefined ? meanScore(cells) : shareOf(cells, ({ outcome }) => outcome === 'answered')
  },
  averages: () => 'asked',
})
