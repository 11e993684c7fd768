import type { ClaimResult } from '../words/index.ts'
import { counted } from './counted.ts'

/** What a verdict rests on: `84 examples, 252 calls`; the sources too, where examples share them. */
export function claimSample({ units, examples, cells }: ClaimResult): string {
  const sources = units === examples ? [] : [counted(units, 'source')]
  return [...sources, counted(examples, 'example'), counted(cells, 'call')].join(', ')
}
