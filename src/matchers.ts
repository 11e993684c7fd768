/** The entry for claims of one's own: puts them on `expect`. Importing it has no effect. */
export { robustMatchers } from './integration/robustMatchers.ts'
export type { MatchersOf } from './integration/types.ts'
