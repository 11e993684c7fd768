import { didYouMean } from '../core/text/index.ts'
import { UsageError } from '../core/types/index.ts'
import type { ClaimName } from './queries.ts'

/** Fewest hex digits that are taken for the beginning of an id. */
const LEAST_DIGITS = 6

/**
 * The names that a user's word means: a claim's whole title, its id (the first digits are enough), or a part of one
 * title. By an id, the titles that the same claim had before it was renamed come along; by a title, every spec under it.
 * Throws `UsageError` where nothing or more than one title is meant.
 */
export function findClaims(names: readonly ClaimName[], word: string): ClaimName[] {
  const titled = names.filter(({ title }) => title === word)
  if (titled.length > 0) return titled
  const byId = /^[0-9a-f]+$/.test(word) && word.length >= LEAST_DIGITS
  const identified = byId ? names.filter(({ claimId }) => claimId.startsWith(word)) : []
  if (identified.length > 0) return identified
  const part = word.toLowerCase()
  const partly = names.filter(({ title }) => title.toLowerCase().includes(part))
  const titles = [...new Set(partly.map(({ title }) => title))]
  if (titles.length === 1) return partly
  if (titles.length > 1) {
    const shown = titles.slice(0, 8).map((title) => `\n  ${title}`)
    throw new UsageError(
      `${titles.length} claims have ${JSON.stringify(word)} in their title; say more of it:${shown.join('')}`,
    )
  }
  if (names.length === 0) throw new UsageError('The history holds no claims yet: `npx vitest run` records them')
  const hint = didYouMean(
    word,
    names.map(({ title }) => title),
  )
  throw new UsageError(
    `No claim ${JSON.stringify(word)} in the history${hint}; all of them: npx vitest-robustness history`,
  )
}
