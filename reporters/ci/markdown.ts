import { evidenceHash } from '../../src/core/hash/index.ts'
import { counted } from '../../src/core/text/index.ts'
import type { ClaimResult, Run, RunContext, RunEvidence, TaskSource } from '../../src/core/types/index.ts'
import { claimFigures, claimSample, earlierAnswersInWords } from '../../src/core/wording/index.ts'
import { attemptLines } from '../common/attemptLines.ts'
import { claimRow } from '../common/claimTable.ts'
import { comparisonLines } from '../common/comparisonLines.ts'
import { contextLines } from '../common/contextLines.ts'
import { codeMarkdown, escapeMarkdown } from '../common/escapeMarkdown.ts'
import { formLines } from '../common/formLines.ts'
import type { RenderOptions } from '../common/render.ts'
import { SINGLE_CASES, headLine, isRegression, shipLine } from '../common/shipLine.ts'
import { measurementBlocks } from '../measurement/index.ts'
import { caseLength, markdownCase, markdownClaim, type MarkdownSize } from './markdownItems.ts'

/**
 * Writes a run as a comment on a pull request: the verdict first, then the claims and what got worse with the smallest
 * examples, and the rest folded. The text is always under 60,000 bytes: lists are cut until it fits, and each says how
 * much it leaves out. All text that comes from outside is escaped. The first line is a marker by which the comment is
 * found again; the second one names the release line, unless it is the default one, so that each line has its comment.
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

/** The most bytes of a comment; GitHub allows 65,536 characters. */
const MOST_BYTES = 60_000

const SIZES: readonly MarkdownSize[] = [
  { claims: 100, cases: 3, rows: 25, characters: 300 },
  { claims: 60, cases: 3, rows: 20, characters: 200 },
  { claims: 40, cases: 2, rows: 12, characters: 150 },
  { claims: 25, cases: 1, rows: 8, characters: 100 },
  { claims: 12, cases: 1, rows: 5, characters: 60 },
]

/** The smallest size, which fits whatever the run holds. */
const LEAST: MarkdownSize = { claims: 8, cases: 1, rows: 3, characters: 30 }

/** Writes the comment with its lists cut to a size. */
function markdownAtSize(
  {
    evidence,
    hash,
    context,
  }: { readonly evidence: RunEvidence; readonly hash: string; readonly context: RunContext | null },
  size: MarkdownSize,
): string {
  const claims = evidence.claims.toSorted((a, b) => WEIGHT[a.verdict] - WEIGHT[b.verdict])
  const failed = claims.filter(({ verdict }) => verdict === 'fail')
  const blocks = [
    [
      '<!-- vitest-robustness -->',
      ...lineMark(context),
      `## Robustness: ${evidence.measurements ? 'measured' : evidence.gate.verdict}`,
    ],
    ...(evidence.measurements ? [] : [[`**${escapeMarkdown(shipLine(evidence, context), size.characters)}**`]]),
    cutItems(evidence.gate.reasons, 'reason', size),
    ...(context ? [earlierAnswersInWords(evidence, context).map((line) => `- ${escapeMarkdown(line, 1000)}`)] : []),
    [`Evidence ${hash}`],
    ...markdownMeasured(evidence, size),
    ...(evidence.measurements ? [] : claimsTable(claims, size)),
    ...failures('Regressions', failed.filter(isRegression), size),
    ...failures(
      'Other failures',
      failed.filter((claim) => !isRegression(claim)),
      size,
    ),
    ...(evidence.missing.length === 0
      ? []
      : [['### Claims of the manifest that this run did not decide'], cutItems(evidence.missing, 'claim', size)]),
    ...folded('Compared with the baseline', escapedItems(comparisonLines(evidence.comparison), size)),
    ...folded('Attempts at the baseline', escapedItems(attemptLines(evidence), size)),
    ...folded('Details of each claim', evidence.measurements ? [] : details(claims, size)),
    ...folded('Provenance', provenance(evidence, context, size)),
  ]
  const texts = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'))
  return `${texts.join('\n\n')}\n`
}

/** Names the release line in a comment of HTML, which its text cannot end. */
function lineMark(context: RunContext | null): string[] {
  const line = context?.line ?? 'default'
  return line === 'default'
    ? []
    : [`<!-- line: ${encodeURIComponent(line.toWellFormed()).replaceAll('--', '-%2D')} -->`]
}

const WEIGHT = { fail: 0, inconclusive: 1, 'not applicable': 2, pass: 3 }

/** Makes items of texts, cut to the size. */
function cutItems(texts: readonly string[], noun: string, size: MarkdownSize): string[] {
  const { shown, more } = cutList(texts, size.rows, noun)
  return [...shown.map((text) => `- ${escapeMarkdown(text, size.characters)}`), ...(more ? [`- ${more}`] : [])]
}

function escapedItems(lines: readonly string[], size: MarkdownSize): string[] {
  return lines.map((line) => `- ${escapeMarkdown(line, 2 * size.characters)}`)
}

function claimsTable(claims: readonly ClaimResult[], size: MarkdownSize): string[][] {
  if (claims.length === 0) return [['No claims.']]
  const { shown, more } = cutList(claims, size.claims, 'claim')
  const rows = shown.map((claim) => {
    const { verdict, bound, limit, cells } = claimRow(claim)
    const title = `${claim.spec.advisory ? 'advisory: ' : ''}${codeMarkdown(claim.title, size.characters)}`
    return `| ${[verdict, title, escapeMarkdown(bound, 40), limit, cells].join(' | ')} |`
  })
  const head = ['| verdict | claim | bound | limit | cells/grid |', '| --- | --- | --: | --: | --: |']
  return [[...head, ...rows], ...(more ? [[more]] : [])]
}

function failures(heading: string, claims: readonly ClaimResult[], size: MarkdownSize): string[][] {
  if (claims.length === 0) return []
  const { shown, more } = cutList(claims, size.rows, 'claim')
  const blocks = shown.flatMap((claim) => {
    const figures = escapeMarkdown(`${claimFigures(claim)} (${claimSample(claim)})`, size.characters)
    const smallest = claim.counterexamples.toSorted((a, b) => caseLength(a) - caseLength(b))
    const cases = cutList(smallest, size.cases, 'example')
    const lines = cases.shown.flatMap((one) => markdownCase(one, size.characters))
    const rest = cases.more ? [`- ${cases.more}`] : []
    return [[`${codeMarkdown(claim.title, size.characters)}: ${figures}`], [...lines, ...rest]]
  })
  const single = shown.some(({ counterexamples }) => counterexamples.length > 0) ? [`_${SINGLE_CASES}_`] : []
  return [[`### ${heading}`], single, ...blocks, ...(more ? [[more]] : [])]
}

function details(claims: readonly ClaimResult[], size: MarkdownSize): string[] {
  const { shown, more } = cutList(claims, size.claims, 'claim')
  const lines = shown.flatMap((claim) => markdownClaim(claim, size))
  return [...lines, ...(more ? [`- ${more}`] : [])]
}

function provenance(evidence: RunEvidence, context: RunContext | null, size: MarkdownSize): string[] {
  const files = evidence.tasks.flatMap(({ sources }) =>
    sources.map(({ file, sha256, refused }) => `${file} sha256 ${sha256}${sayRefused(refused)}`),
  )
  const { count, sha256 } = evidence.observations
  const lines = [
    headLine(evidence),
    `${count} observations, sha256 ${sha256}`,
    ...formLines(evidence),
    ...(context ? contextLines(context) : []),
  ]
  return [...lines.map((line) => `- ${escapeMarkdown(line, 2 * size.characters)}`), ...cutItems(files, 'file', size)]
}

/** Says which items a task left out, so that nobody takes it for the whole file. */
function sayRefused(refused: TaskSource['refused']): string {
  const [first] = refused?.first ?? []
  if (!refused || !first) return ''
  return `; left out: ${counted(refused.count, 'item')}, the first in line ${first.line}: ${first.reason}`
}

function folded(summary: string, lines: readonly string[]): string[][] {
  if (lines.length === 0) return []
  return [['<details>', `<summary>${summary}</summary>`], [...lines], ['</details>']]
}

/** Cuts a list to its first `max` items. `more` is a sentence about the others; `null` where there are none. */
function cutList<T>(
  items: readonly T[],
  max: number,
  noun: string,
): { readonly shown: readonly T[]; readonly more: string | null } {
  const left = items.length - max
  if (left <= 0) return { shown: items, more: null }
  return {
    shown: items.slice(0, max),
    more: `… ${counted(left, `more ${noun}`)} not shown here; the run folder holds all.`,
  }
}

/** Writes the measured figures as sections of the comment; nothing for other runs. */
function markdownMeasured(evidence: RunEvidence, { rows, characters }: MarkdownSize): string[][] {
  const escaped = (text: string) => escapeMarkdown(text, characters)
  return measurementBlocks(evidence, rows).flatMap(({ heading, table, whole, lines }) => {
    const [head, ...others] = table
    const shown = others.slice(0, whole ? others.length : Math.max(MOST_ROWS, rows))
    const more = others.length > shown.length ? [`- and ${others.length - shown.length} more rows in run.json`] : []
    const laid = head
      ? [head, head.map((_, at) => (at === 0 ? '---' : '--:')), ...shown].map(
          (row, at) => `| ${row.map(at === 1 ? String : escaped).join(' | ')} |`,
        )
      : []
    return [
      [`### ${escaped(heading)}`],
      laid,
      [...lines.slice(0, 2 * rows).map((line) => `- ${escaped(line)}`), ...more],
    ]
  })
}

/** The least number of rows to which a table is cut. That of the metrics is never cut. */
const MOST_ROWS = 27
