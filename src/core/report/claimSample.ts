import type { ClaimResult } from '../words/index.ts'
import { counted } from './counted.ts'

/** What a verdict rests on: `84 examples, 252 calls`; the sources too, where examples share them. */
export function claimSample({ units, examples, cells, spec }: ClaimResult): string {
  const noun = spec.population === 'instructions' ? 'instruction' : 'source'
  const sources = units === examples ? [] : [counted(units, noun)]
  return [...sources, counted(examples, 'example'), counted(cells, 'call')].join(', ')
}
