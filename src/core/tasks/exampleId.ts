import { canonicalJson, sha256 } from '../hash/index.ts'
import type { Example } from '../types/index.ts'

/** The id of an example that was given none: the first 12 hex digits of its content's sha256. */
export function exampleId({ input, options, gold }: Pick<Example, 'input' | 'options' | 'gold'>): string {
  return sha256(canonicalJson({ input, options, gold })).slice(0, 12)
}
