import { evidenceHash } from '../src/core/hash/index.ts'
import type { Run } from '../src/core/types/index.ts'
import { markdownAtSize } from './markdownAtSize.ts'
import type { MarkdownSize } from './markdownSize.ts'
import type { RenderOptions } from './render.ts'

/**
 * A run as a comment on a pull request: the verdict first, the claims, what got worse with the smallest examples, the
 * rest folded. Always under 60,000 bytes: lists are cut until it fits, and each says how much it leaves out. All text
 * that comes from outside is escaped. The first line is a marker by which the comment is found again.
 */
export function markdown(run: Run, { context = true }: RenderOptions = {}): string {
  const shown = context ? run.context : null
  const hash = evidenceHash(run)
  for (const size of SIZES) {
    const text = markdownAtSize({ evidence: run.evidence, hash, context: shown }, size)
    if (new TextEncoder().encode(text).length < MOST_BYTES) return text
  }
  return markdownAtSize({ evidence: run.evidence, hash, context: shown }, LEAST)
}

/** A comment on GitHub holds 65,536 characters. */
const MOST_BYTES = 60_000

const SIZES: readonly MarkdownSize[] = [
  { claims: 100, cases: 3, rows: 25, characters: 300 },
  { claims: 60, cases: 3, rows: 20, characters: 200 },
  { claims: 40, cases: 2, rows: 12, characters: 150 },
  { claims: 25, cases: 1, rows: 8, characters: 100 },
  { claims: 12, cases: 1, rows: 5, characters: 60 },
]

/** Fits whatever the run holds: no list or text is longer than this. */
const LEAST: MarkdownSize = { claims: 8, cases: 1, rows: 3, characters: 30 }
