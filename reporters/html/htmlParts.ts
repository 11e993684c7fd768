import type {
  ClaimPicture,
  RunPicture,
  TrendPoint,
  ClaimResult,
  RunContext,
  RunEvidence,
} from '../../src/core/types/index.ts'

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
