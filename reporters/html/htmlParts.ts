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

/** What every section of the page may look at. */
export interface PageParts {
  readonly evidence: RunEvidence
  /** The hash over all evidence. */
  readonly hash: string
  readonly context: RunContext | null
  /** `null` where only `run.json` was given: what rests on observations is then left out, and said to be. */
  readonly picture: RunPicture | null
  readonly history: readonly TrendPoint[]
}

/** A section: empty where there is nothing to show. */
export interface Section {
  readonly id: string
  readonly heading: string
  readonly body: string
}

/** The anchor of a claim, by its place in the run. */
export function claimAnchor(index: number): string {
  return `claim-${index + 1}`
}

/** A link to the cells behind a figure: `filter` is what `readRoute` of the page's script takes. */
export function cellsLink(filter: Readonly<Record<string, string>>, text: string): string {
  return `<a href="#${routeOf('cells', filter)}">${text}</a>`
}

/** The fragment of a filtered list. */
export function routeOf(list: 'cells' | 'flips', filter: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(filter).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `${list}:${pairs.join('&')}`.replaceAll("'", '%27').replaceAll('&', '&#38;')
}

/** A figure with thousands apart. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** A share in percent: `0.06%`, `1.1%`, `23%`. */
export function percent(share: number): string {
  const value = 100 * share
  return `${value >= 10 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2)}%`
}

/** The picture of a claim, where there is one. */
export function pictureOf(parts: PageParts, claim: ClaimResult): ClaimPicture | null {
  return parts.picture?.claims.get(claim.title) ?? null
}

/** Text as HTML that means nothing but itself, in content and in quoted attributes. Controls stay: see `shownHtml`. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"'`]/g, (mark) => `&#${mark.charCodeAt(0)};`)
}

/**
 * Text of a model, a dataset or a user: escaped, controls and marks that reorder text spelled out, apart from its
 * surroundings for the bidirectional algorithm, cut at `max` characters.
 */
export function shownHtml(text: string, max = 300): string {
  return `<bdi>${plainHtml(text, max)}</bdi>`
}

/** As `shownHtml` for places that hold no element: attributes, and the text of an SVG. */
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

/** The style class of a verdict. */
export function verdictClass(verdict: Word): string {
  return MARKS[verdict][0]
}

/** The sign of a verdict, which tells them apart without colour. */
export function verdictSign(verdict: Word): string {
  return MARKS[verdict][1]
}

/** A verdict as a badge: sign and word. */
export function verdictMark(verdict: Word): string {
  return `<span class="badge ${verdictClass(verdict)}"><span aria-hidden="true">${verdictSign(verdict)}</span> ${verdict}</span>`
}
