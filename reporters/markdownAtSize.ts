import { counted } from '../src/core/text/index.ts'
import { claimFigures, claimSample } from '../src/core/wording/index.ts'
import type { ClaimResult, RunContext, RunEvidence, TaskSource } from '../src/core/types/index.ts'
import { attemptLines } from './attemptLines.ts'
import { claimRow } from './claimTable.ts'
import { comparisonLines } from './comparisonLines.ts'
import { contextLines } from './contextLines.ts'
import { cutList } from './cutList.ts'
import { isRegression } from './isRegression.ts'
import { codeMarkdown, escapeMarkdown } from './escapeMarkdown.ts'
import { headLine } from './headLine.ts'
import { caseLength, markdownCase } from './markdownCase.ts'
import { markdownClaim } from './markdownClaim.ts'
import type { MarkdownSize } from './markdownSize.ts'
import { markdownMeasured } from './measurement/markdownMeasured.ts'
import { shipLine } from './shipLine.ts'
import { SINGLE_CASES } from './singleCases.ts'

/** The comment with its lists cut to a size. */
export function markdownAtSize(
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
    ['<!-- vitest-robustness -->', `## Robustness: ${evidence.measurements ? 'measured' : evidence.gate.verdict}`],
    ...(evidence.measurements ? [] : [[`**${escapeMarkdown(shipLine(evidence, context), size.characters)}**`]]),
    items(evidence.gate.reasons, 'reason', size),
    [`Evidence ${hash}`],
    ...markdownMeasured(evidence, size),
    ...(evidence.measurements ? [] : table(claims, size)),
    ...failures('Regressions', failed.filter(isRegression), size),
    ...failures(
      'Other failures',
      failed.filter((claim) => !isRegression(claim)),
      size,
    ),
    ...(evidence.missing.length === 0
      ? []
      : [['### Claims of the manifest that this run did not decide'], items(evidence.missing, 'claim', size)]),
    ...folded('Compared with the baseline', escaped(comparisonLines(evidence.comparison), size)),
    ...folded('Attempts at the baseline', escaped(attemptLines(evidence), size)),
    ...folded('Details of each claim', evidence.measurements ? [] : details(claims, size)),
    ...folded('Provenance', provenance(evidence, context, size)),
  ]
  const texts = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'))
  return `${texts.join('\n\n')}\n`
}

const WEIGHT = { fail: 0, inconclusive: 1, 'not applicable': 2, pass: 3 }

/** A claim that asks both releases on the same cells. */
function items(texts: readonly string[], noun: string, size: MarkdownSize): string[] {
  const { shown, more } = cutList(texts, size.rows, noun)
  return [...shown.map((text) => `- ${escapeMarkdown(text, size.characters)}`), ...(more ? [`- ${more}`] : [])]
}

function escaped(lines: readonly string[], size: MarkdownSize): string[] {
  return lines.map((line) => `- ${escapeMarkdown(line, 2 * size.characters)}`)
}

function table(claims: readonly ClaimResult[], size: MarkdownSize): string[][] {
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
    ...(context ? contextLines(context) : []),
  ]
  return [...lines.map((line) => `- ${escapeMarkdown(line, 2 * size.characters)}`), ...items(files, 'file', size)]
}

/** Items that a task left out, so that nobody takes it for the whole file. */
function sayRefused(refused: TaskSource['refused']): string {
  const [first] = refused?.first ?? []
  if (!refused || !first) return ''
  return `; left out: ${counted(refused.count, 'item')}, the first in line ${first.line}: ${first.reason}`
}

function folded(summary: string, lines: readonly string[]): string[][] {
  if (lines.length === 0) return []
  return [['<details>', `<summary>${summary}</summary>`], [...lines], ['</details>']]
}
