import { cut, visible } from '../../src/core/text/index.ts'
import type {
  ClaimPicture,
  ClaimResult,
  ClaimVerdict,
  RunContext,
  RunEvidence,
  RunPicture,
  TrendPoint,
} from '../../src/core/types/index.ts'
import type { verdictWord } from '../../src/core/wording/index.ts'

/** The data from which every section of the page is made. */
export interface PageParts {
  readonly evidence: RunEvidence
  /** The hash over all evidence. */
  readonly hash: string
  readonly context: RunContext | null
  /** `null` where only `run.json` was given: the page then leaves out what rests on observations, and says so. */
  readonly picture: RunPicture | null
  readonly history: readonly TrendPoint[]
}

/** A section of the page, with an empty text where there is nothing to show. */
export interface Section {
  readonly id: string
  readonly heading: string
  readonly body: string
}

/** Returns the anchor of a claim, by its place in the run. */
export function claimAnchor(index: number): string {
  return `claim-${index + 1}`
}

/** Returns a link to the cells behind a figure: `filter` is what `readRoute` of the page's script takes. */
export function cellsLink(filter: Readonly<Record<string, string>>, text: string): string {
  return `<a href="#${routeOf('cells', filter)}">${text}</a>`
}

/** Returns the fragment of a filtered list. */
export function routeOf(list: 'cells' | 'flips', filter: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(filter).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `${list}:${pairs.join('&')}`.replaceAll("'", '%27').replaceAll('&', '&#38;')
}

/** Writes a number with its thousands apart. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** Writes a share in percent: `0.06%`, `1.1%`, `23%`. */
export function percent(share: number): string {
  const value = 100 * share
  return `${value >= 10 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2)}%`
}

/** Finds the picture of a claim, where there is one. */
export function pictureOf(parts: PageParts, claim: ClaimResult): ClaimPicture | null {
  return parts.picture?.claims.get(claim.title) ?? null
}

/** Escapes a text for HTML, in content and in quoted attributes. Control characters stay: see `shownHtml`. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"'`]/g, (mark) => `&#${mark.charCodeAt(0)};`)
}

/**
 * Writes the text of a model, a dataset or a user. It is escaped and cut at `max` characters, control characters and
 * marks that reorder text are spelled out, and the bidirectional algorithm treats it apart from its surroundings.
 */
export function shownHtml(text: string, max = 300): string {
  return `<bdi>${plainHtml(text, max)}</bdi>`
}

/** Does the same as `shownHtml` for places that hold no element: attributes, and the text of an SVG. */
export function plainHtml(text: string, max = 300): string {
  return escapeHtml(visible(cut(text.slice(0, 8 * max), max)))
}

type Word = ClaimVerdict | ReturnType<typeof verdictWord>

const MARKS: Readonly<Record<Word, readonly [name: string, sign: string]>> = {
  pass: ['pass', '✓'],
  fail: ['fail', '✕'],
  inconclusive: ['open', '?'],
  'not applicable': ['none', '–'],
  'collected for': ['none', '–'],
  listed: ['none', '–'],
}

/** Returns the style class of a verdict. */
export function verdictClass(verdict: Word): string {
  return MARKS[verdict][0]
}

/** Returns the sign of a verdict, by which verdicts differ without colour. */
export function verdictSign(verdict: Word): string {
  return MARKS[verdict][1]
}

/** Shows a verdict as a badge: sign and word. */
export function verdictMark(verdict: Word): string {
  return `<span class="badge ${verdictClass(verdict)}"><span aria-hidden="true">${verdictSign(verdict)}</span> ${verdict}</span>`
}
