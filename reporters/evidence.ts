import { evidenceText } from '../src/core/hash/index.ts'
import type { Run } from '../src/core/types/index.ts'

/**
 * The evidence of a run and nothing else, as the text that its hash is taken of: `sha256sum` of the file is the evidence
 * hash that every report names. It is what a CI attests to.
 */
export function evidence(run: Run): string {
  return evidenceText(run)
}
