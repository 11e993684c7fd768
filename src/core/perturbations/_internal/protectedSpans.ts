import { PLACEHOLDER, optionId } from '../../tasks/question.ts'
import { escapePattern } from '../../text/index.ts'
import type { PromptPart, PromptParts } from '../../types/index.ts'
import { letterIndex, textAt } from './paths.ts'

/** A stretch of a text, UTF-16 offsets, end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Input fields that name a thing: their values are mentions, in whatever text they stand. */
export const ENTITY_FIELDS: ReadonlySet<string> = new Set(['head', 'tail', 'entity', 'subject', 'object'])
const YES_NO: readonly string[] = ['yes', 'no', 'true', 'false']
const NONE: readonly Span[] = []
const known = new WeakMap<PromptParts, Map<string, readonly RegExp[]>>()

/**
 * Finds the spans that a textual perturbation must leave alone at a path, sorted and disjoint: placeholders of the
 * template, mentions of entities, label words and ids, the gold answer, option texts, ids of options. A perturbation that
 * `touches` entities, labels or ids of options may change those. Case does not count; whole words only.
 */
export function protectedSpans(parts: PromptParts, path: string, touches: readonly PromptPart[] = []): readonly Span[] {
  const text = textAt(parts, path)
  if (text === null || text === '') return NONE
  const whole = [{ start: 0, end: text.length }]
  if (isEntity(path)) return touches.includes('entities') ? NONE : whole
  const [room = ''] = path.split('/')
  if (room === 'options') return touches.includes('options') ? NONE : whole
  if (!SPOKEN.has(room)) return NONE
  const spans = patterns(parts, touches).flatMap((pattern) => standingAlone(text, pattern))
  if (room === 'instruction' || room === 'system') {
    if (room === 'instruction') for (const found of text.matchAll(PLACEHOLDER)) spans.push(spanOf(found))
    const last = parts.options.length
    if (last > 0 && !touches.includes('optionIds'))
      for (const span of standingAlone(text, new RegExp(`[A-${optionId(last - 1)}]`, 'g'))) spans.push(span)
  }
  return merge(spans)
}

/** Texts in words, as opposed to ids and separators. */
const SPOKEN = new Set(['system', 'turns', 'documents', 'tools', 'demonstrations', 'instruction', 'input'])

/** Lists the words that no perturbation may change unless it declares it, longest first. */
export function protectedPhrases(parts: PromptParts, touches: readonly PromptPart[] = []): readonly string[] {
  const { input, labels, gold, options } = parts
  const values = Object.entries(input)
  const entities = touches.includes('entities')
    ? []
    : values.filter(([name]) => ENTITY_FIELDS.has(name)).map(([, value]) => value)
  const words = touches.includes('labels') ? [] : labelWords(parts)
  const answer = gold === null || labels !== null || letterIndex(gold) >= 0 || YES_NO.includes(gold) ? [] : [gold]
  const phrases = [...entities, ...words, ...answer, ...options].map((phrase) => phrase.trim())
  return [...new Set(phrases)].filter((phrase) => phrase !== '').toSorted((a, b) => b.length - a.length)
}

function labelWords({ labels, gold }: PromptParts): readonly string[] {
  if (labels !== null) return Object.entries(labels).flat()
  return gold === 'yes' || gold === 'no' ? YES_NO : []
}

function isEntity(path: string): boolean {
  const names = path.split('/')
  return (names[0] === 'input' || names[0] === 'demonstrations') && ENTITY_FIELDS.has(names.at(-1) ?? '')
}

/** Compiles the patterns once for each prompt, without Unicode classes, which take milliseconds to compile. */
function patterns(parts: PromptParts, touches: readonly PromptPart[]): readonly RegExp[] {
  const key = ['entities', 'labels'].filter((part) => touches.includes(part as PromptPart)).join()
  const before = known.get(parts)?.get(key)
  if (before !== undefined) return before
  const made = protectedPhrases(parts, touches).map(
    (phrase) => new RegExp(phrase.split(/\s+/).map(escapePattern).join('\\s+'), 'gi'),
  )
  known.set(parts, (known.get(parts) ?? new Map<string, readonly RegExp[]>()).set(key, made))
  return made
}

function standingAlone(text: string, pattern: RegExp): readonly Span[] {
  return [...text.matchAll(pattern)]
    .map(spanOf)
    .filter(
      ({ start, end }) =>
        !ENDS_IN_WORD.test(text.slice(Math.max(0, start - 2), start)) && !BEGINS_WORD.test(text.slice(end, end + 2)),
    )
}

const ENDS_IN_WORD = /[\p{L}\p{N}]$/u
const BEGINS_WORD = /^[\p{L}\p{N}]/u

function spanOf(match: RegExpExecArray): Span {
  return { start: match.index, end: match.index + match[0].length }
}

function merge(spans: readonly Span[]): readonly Span[] {
  const merged: { start: number; end: number }[] = []
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end)
    else merged.push({ start, end })
  }
  return merged
}
