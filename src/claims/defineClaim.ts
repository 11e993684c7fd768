import type { ClaimKind } from '../core/types/index.ts'

/**
 * Declares a kind of claim. Its name becomes a matcher, so it must read well after `expect(…)` and start with `to`. `value`
 * gives the statistic of one example from its cells; `design` gives the limit that its mean is compared with. Throws
 * `TypeError` for another name.
 *
 * @example
 * const toAnswerBriefly = defineClaim<{ readonly characters: number }>({
 *   name: 'toAnswerBriefly',
 *   summary: 'at most one answer in ten is longer than so many characters',
 *   needsBaseline: false,
 *   parse: (options) => options as { readonly characters: number },
 *   design: (_, { canonical }) => ({
 *     statistic: 'share of long answers',
 *     range: [0, 1],
 *     limit: 0.1,
 *     sense: 'at most',
 *     roles: [{ name: 'asked', pool: [canonical], draw: 1, trials: 1, side: 'candidate' }],
 *     population: 'on the canonical instruction',
 *   }),
 *   value({ asked }, _, { characters }) {
 *     const long = (asked?.candidate[0]?.raw ?? '').length > characters ? 1 : 0
 *     return { least: long, most: long }
 *   },
 * })
 * const nothing = { asked: { candidate: [], baseline: [] } }
 * toAnswerBriefly.value(nothing, Object.is, { characters: 80 }) // => { least: 0, most: 0 }
 */
export function defineClaim<Options>(kind: ClaimKind<Options>): ClaimKind<Options> {
  if (!/^to[A-Z]\w*$/.test(kind.name)) throw new TypeError(`defineClaim: "${kind.name}" must look like "toBeSomething"`)
  return Object.freeze({ ...kind })
}
