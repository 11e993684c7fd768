/** The entry for claims of one's own: puts them on `expect`. Importing it has no effect. */
export { robustMatchers } from './integration/matcher/robustMatchers.ts'
export type { MatchersOf } from './integration/matcher/matcherTypes.ts'
