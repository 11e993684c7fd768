import { sha256 } from '../../hash/index.ts'
import { seededRandom } from '../../statistics/index.ts'
import type { PromptPart, PromptParts, Replacement, Swap } from '../../types/index.ts'
import type { PartText } from './paths.ts'
import { textsOf } from './paths.ts'
import type { Span } from './protectedSpans.ts'
import { protectedSpans } from './protectedSpans.ts'

/** A stretch of a text that may be changed. */
export interface Stretch extends Span {
  /** Path of the text. */
  readonly part: string
  readonly text: string
}

/**
 * A `PerturbationKit` is what a perturbation is given to work with. All chance comes from it.
 *
 * @example
 * const capitals = (_: PromptParts, kit: PerturbationKit) =>
 *   kit.some(kit.words()).map((word) => kit.replace(word, word.text.toUpperCase()))
 */
export interface PerturbationKit {
  /** The most edits to make, a whole number from 1 to 10,000. */
  readonly strength: number
  /** Gives a number in [0, 1), the next one of the seed. */
  readonly random: () => number
  /** Draws one item of a list that is not empty. */
  readonly pick: <T>(list: readonly T[]) => T
  /** Draws at most `strength` items without replacement; they stand in the order of the list. */
  readonly some: <T>(list: readonly T[]) => readonly T[]
  /** Gives the list in random order. */
  readonly shuffled: <T>(list: readonly T[]) => readonly T[]
  /** Gives the texts of the parts that it touches. */
  readonly texts: () => readonly PartText[]
  /**
   * Gives the words that may be changed: letters, with apostrophes inside. None of them is, or is joined to, protected
   * text.
   */
  readonly words: () => readonly Stretch[]
  /** Gives what stands between the protected stretches of a text. */
  readonly free: (text: PartText) => readonly Stretch[]
  /** Gives the places where a pattern (flag `g`) matches in the texts and no protected text is hit. */
  readonly matches: (pattern: RegExp) => readonly (Stretch & { readonly groups: readonly string[] })[]
  /** Makes an edit that puts another text in the place of a stretch. */
  readonly replace: typeof replace
  /** Makes an edit that puts text at an offset of a part, in UTF-16 units from 0. */
  readonly insert: typeof insert
}

const WORD =
  /(?<![\p{L}\p{M}\p{N}_@#/{<&-]|[\p{L}\p{M}]['’])[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*(?![\p{L}\p{N}_@/}>-]|\.[\p{L}\p{N}])/gu

/** Makes a kit for one prompt: the same seed gives the same choices. */
export function kitFor(
  parts: PromptParts,
  touches: readonly PromptPart[],
  seed: number | string,
  strength: number,
): PerturbationKit {
  const random = seededRandom(Number.parseInt(sha256(String(seed)).slice(0, 8), 16))
  const shuffled = <T>(list: readonly T[]): readonly T[] => {
    const mixed = [...list]
    for (let last = mixed.length - 1; last > 0; last -= 1) {
      const other = Math.floor(random() * (last + 1))
      ;[mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T]
    }
    return mixed
  }
  const texts = (): readonly PartText[] => touches.flatMap((part) => textsOf(parts, part))
  const known = new Map<string, readonly Stretch[]>()
  const free = (text: PartText): readonly Stretch[] => {
    const stretches = known.get(text.part) ?? cut(text)
    known.set(text.part, stretches)
    return stretches
  }
  const cut = ({ part, text }: PartText): readonly Stretch[] => {
    const spans = protectedSpans(parts, part, touches)
    const ends = [...spans.map(({ start }) => start), text.length]
    return ends.flatMap((end, index) => {
      const start = spans[index - 1]?.end ?? 0
      return end > start ? [{ part, start, end, text: text.slice(start, end) }] : []
    })
  }
  return {
    strength,
    random,
    pick: (list) => list[Math.floor(random() * list.length)] as (typeof list)[number],
    some: (list) => {
      const chosen = shuffled(list.map((_, index) => index)).slice(0, strength)
      return chosen.toSorted((a, b) => a - b).map((index) => list[index] as (typeof list)[number])
    },
    shuffled,
    texts,
    free,
    words: () => texts().flatMap((text) => freeWords(text, free(text))),
    matches: (pattern) => texts().flatMap((text) => freeMatches(text, free(text), pattern)),
    replace,
    insert,
  }
}

function freeWords({ part, text }: PartText, stretches: readonly Stretch[]): readonly Stretch[] {
  const words = [...text.matchAll(WORD)]
  const found: Stretch[] = []
  let at = 0
  for (const match of words) {
    const [start, end] = [match.index, match.index + match[0].length]
    while ((stretches[at]?.end ?? text.length) < end) at += 1
    const stretch = stretches[at]
    if (stretch === undefined) break
    const glued =
      (start > 0 && start === stretch.start) ||
      (end === stretch.end && end < text.length) ||
      (start === stretch.start + 1 && start > 1 && /['’]/.test(text[start - 1] ?? ''))
    if (start >= stretch.start && !glued) found.push({ part, start, end, text: match[0] })
  }
  return found
}

function freeMatches({ part, text }: PartText, stretches: readonly Stretch[], pattern: RegExp) {
  let at = 0
  return [...text.matchAll(pattern)].flatMap((match) => {
    const [start, end] = [match.index, match.index + match[0].length]
    while (at < stretches.length && (stretches[at] as Stretch).end < end) at += 1
    const stretch = stretches[at]
    if (stretch === undefined || start < stretch.start) return []
    return [{ part, start, end, text: match[0], groups: match.slice(1).map((group) => group ?? '') }]
  })
}

/** Makes an edit that puts another text in the place of a stretch. */
export function replace({ part, start, end, text }: Stretch, after: string): Replacement {
  return { kind: 'replace', part, start, end, before: text, after }
}

/** Makes an edit that puts text at a place of a part. */
export function insert(part: string, at: number, after: string): Replacement {
  return { kind: 'replace', part, start: at, end: at, before: '', after }
}

/**
 * Makes swaps that bring a list of `length` items into a random order other than the present one, at most as many as the
 * strength says; every subset of them is an order too. None for a list of fewer than two.
 */
export function shufflingSwaps(list: Swap['list'], length: number, kit: PerturbationKit): readonly Swap[] {
  if (length < 2) return []
  const swaps = Array.from({ length: length - 1 }, (_, index): Swap => {
    const j = length - 1 - index
    return { kind: 'swap', list, i: Math.floor(kit.random() * (j + 1)), j }
  }).filter(({ i, j }) => i !== j)
  const some = swaps.slice(0, kit.strength)
  return some.length > 0 ? some : [{ kind: 'swap', list, i: 0, j: 1 + Math.floor(kit.random() * (length - 1)) }]
}
