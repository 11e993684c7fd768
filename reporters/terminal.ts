import { evidenceHash } from '../src/core/hash/index.ts'
import { visible } from '../src/core/text/index.ts'
import type { ClaimResult, Run } from '../src/core/types/index.ts'
import { claimMessage, earlierAnswersInWords, replayCommand } from '../src/core/wording/index.ts'
import { attemptLines } from './common/attemptLines.ts'
import { claimTable } from './common/claimTable.ts'
import { comparisonLines } from './common/comparisonLines.ts'
import { contextLines } from './common/contextLines.ts'
import { formLines } from './common/formLines.ts'
import type { RenderOptions } from './common/render.ts'
import { SINGLE_CASES, headLine, shipLine } from './common/shipLine.ts'
import { columns, padded, wrap } from './common/wrap.ts'
import type { Block } from './measurement/block.ts'
import { measurementBlocks } from './measurement/index.ts'

/**
 * Writes a run for a terminal of 80 columns: a line for each claim, then what did not pass and why, and the gate's
 * verdict last. It can be read without colour. Only a shell command may be wider, where one of its words is.
 */
export function terminal(run: Run, { context = true, colour = false }: RenderOptions = {}): string {
  const { evidence } = run
  if (evidence.measurements) return terminalMeasured(run, context, WIDTH)
  const { gate, claims, missing } = evidence
  const paint = (verdict: string, text: string) => (colour ? `\u001B[${COLORS[verdict] ?? '0'}m${text}\u001B[0m` : text)
  const open = claims.filter(({ verdict }) => verdict !== 'pass')
  const rule = '='.repeat(WIDTH)
  const lines = [
    ...wrap(visible(headLine(evidence)), WIDTH, '  '),
    '',
    ...claimTable(claims, WIDTH, paint),
    ...open.flatMap((claim) => claimLines(claim, evidence, context ? run.context : null)),
    ...afterEmptyLine(open.some(({ counterexamples }) => counterexamples.length > 0) ? [SINGLE_CASES] : []),
    ...(missing.length > 0 ? ['', 'Claims of the manifest that this run did not decide:'] : []),
    ...missing.flatMap((title) => wrap(`  - ${visible(title)}`, WIDTH, '    ')),
    ...afterEmptyLine(comparisonLines(evidence.comparison)),
    ...afterEmptyLine(attemptLines(evidence)),
    ...afterEmptyLine(formLines(evidence)),
    ...(context ? ['', ...contextLines(run.context).flatMap((line) => wrap(visible(line), WIDTH, '  '))] : []),
    '',
    rule,
    ...wrap(`  GATE: ${evidence.shard ? 'none here' : paint(gate.verdict, gate.verdict.toUpperCase())}`, WIDTH),
    ...wrap(`  ${visible(shipLine(evidence, context ? run.context : null))}${endsWith(evidence)}`, WIDTH, '  '),
    ...gate.reasons.flatMap((reason) => wrap(`  - ${visible(reason)}`, WIDTH, '    ')),
    ...(context ? earlierLines(run, WIDTH) : []),
    `  Evidence: ${evidenceHash(run)}`,
    rule,
  ]
  return `${lines.join('\n')}\n`
}

function earlierLines({ evidence, context }: Run, width: number): string[] {
  return earlierAnswersInWords(evidence, context).flatMap((line) => wrap(`  ${visible(line)}`, width, '    '))
}

const WIDTH = 80

/** Says how the run ends. A shard ends with what its own claims say, which is no verdict. */
function endsWith({ shard, gate }: Run['evidence']): string {
  return shard ? '' : ` (exit code ${gate.exitUnderPolicy ?? gate.exitCode})`
}

/** The colours of verdicts: green, red, yellow, grey. */
const COLORS: Readonly<Record<string, string>> = { pass: '32', fail: '31', inconclusive: '33', 'not applicable': '90' }

/** Puts an empty line before lines; nothing where there are none. */
function afterEmptyLine(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines.flatMap((line) => wrap(visible(line), WIDTH, '  '))]
}

function claimLines(
  claim: ClaimResult,
  { seed, candidate, command }: Run['evidence'],
  context: Run['context'] | null,
): string[] {
  const replay = replayCommand({
    seed,
    candidate: candidate.name,
    title: claim.title,
    command,
    live: context?.live,
  })
  const message = claimMessage(claim, { replay })
  return `\n${message}`.split('\n').flatMap(messageLine)
}

/**
 * Breaks a line of a message. Commands are broken only between words, with the mark by which a shell continues the
 * line.
 */
function messageLine(line: string): string[] {
  if (!/^(?:Replay|Show): /.test(line)) return wrap(line, WIDTH, '  ')
  if (Array.from(line).length <= WIDTH) return [line]
  const [pattern, program] = [line.indexOf(' -t '), line.indexOf(' npx ')]
  // With many variables in front, the program's name begins the second line.
  const at = pattern + 2 > WIDTH && program !== -1 ? program : pattern
  return at === -1 ? [line] : [`${line.slice(0, at)} \\`, `  ${line.slice(at + 1)}`]
}

/** The most variants that are listed of each task. */
const MOST_VARIANTS = 5

/**
 * Writes a measure run for a terminal of `width` columns: what was measured, block by block, and that nothing was
 * decided.
 */
function terminalMeasured(run: Run, context: boolean, width: number): string {
  const { evidence, context: about } = run
  const rule = '='.repeat(width)
  const lines = [
    ...wrap(visible(headLine(evidence)), width, '  '),
    ...measurementBlocks(evidence, MOST_VARIANTS).flatMap((block) => terminalBlock(block, width)),
    ...afterEmptyLine(formLines(evidence)),
    ...(context ? ['', ...contextLines(about).flatMap((line) => wrap(visible(line), width, '  '))] : []),
    '',
    rule,
    `  MEASURED: ${visible(evidence.candidate.name)}`,
    ...evidence.gate.reasons.flatMap((reason) => wrap(`  - ${visible(reason)}`, width, '    ')),
    ...(context ? earlierLines(run, width) : []),
    `  Evidence: ${evidenceHash(run)}`,
    rule,
  ]
  return `${lines.join('\n')}\n`
}

/**
 * Writes a block as lines of at most `width` characters. Columns are as wide as they need to be, and a row that does
 * not fit is wrapped.
 */
function terminalBlock({ heading, table, stacked, lines }: Block, width: number): string[] {
  const rows = table.map((row) => row.map(visible))
  const columnRows = stacked ? rows.map((row) => row.slice(1)) : rows
  const widths =
    columnRows[0]?.map((_, at) => Math.min(MOST, Math.max(...columnRows.map((row) => columns(row[at]!))))) ?? []
  const laid = columnRows.map((row) =>
    row
      .map((text, at) => padded(text, widths[at]!))
      .join('  ')
      .trimEnd(),
  )
  return [
    '',
    ...wrap(visible(heading), width, '  '),
    ...laid.flatMap((line, at) =>
      stacked ? stack(rows[at]![0]!, line, at, width) : wrap(`  ${line}`, width, '      '),
    ),
    ...lines.flatMap((line) => wrap(`  ${visible(line)}`, width, '    ')),
  ]
}

/** The greatest width that a column takes for a long text, in characters. */
const MOST = 30

/** Writes a row whose long first column stands above the others; the head's has no line of its own. */
function stack(first: string, rest: string, at: number, width: number): string[] {
  const below = wrap(`      ${rest}`, width, '      ')
  return at === 0 ? below : wrap(`  ${first}`, width, '    ').concat(below)
}
