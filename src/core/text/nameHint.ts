import { suggest } from './suggest.ts'

const FEW = 12

/** The tail of an error message about an unknown name: what was meant, else what there is if that is not much. */
export function nameHint(
  word: string,
  candidates: Iterable<string>,
  quote: (name: string) => string = JSON.stringify,
): string {
  const names = [...candidates]
  const near = suggest(word, names)
  if (near !== null) return ` (did you mean ${quote(near)}?)`
  return names.length > 0 && names.length <= FEW ? ` (known: ${names.map(quote).join(', ')})` : ''
}
