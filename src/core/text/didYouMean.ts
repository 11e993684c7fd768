import { suggest } from './suggest.ts'

/** The tail of an error message, ` (did you mean "x"?)`, or nothing where no candidate is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const near = suggest(word, candidates)
  return near === null ? '' : ` (did you mean ${JSON.stringify(near)}?)`
}
