import { defineClaim, UsageError } from 'vitest-robustness'

/** The options of a matcher from outside the package. */
export interface BriefOptions {
  /** The most characters of an answer. */
  readonly characters: number
}

export const toAnswerBriefly = defineClaim<BriefOptions>({
  name: 'toAnswerBriefly',
  summary: 'few answers are longer than so many characters',
  needsBaseline: false,
  parse(raw) {
    const { characters } = Object(raw) as Partial<BriefOptions>
    if (characters === undefined || !(characters >= 1)) throw new UsageError('toAnswerBriefly: characters is missing')
    return { characters }
  },
  design: (_, { canonical }) => ({
    statistic: 'share of long answers',
    range: [0, 1],
    limit: 0.1,
    sense: 'at most',
    roles: [{ name: 'asked', pool: [canonical], draw: 1, trials: 1, side: 'candidate' }],
    population: 'on the canonical instruction',
  }),
  value({ asked }, _, { characters }) {
    const long = (asked?.candidate[0]?.raw ?? '').length > characters ? 1 : 0
    return { least: long, most: long }
  },
})
