import { evidenceHash } from '../src/core/hash/index.ts'
import { replayCommand, claimMessage } from '../src/core/wording/index.ts'
import { visible } from '../src/core/text/index.ts'
import type { ClaimResult, Run } from '../src/core/types/index.ts'
import { attemptLines } from './attemptLines.ts'
import { claimTable } from './claimTable.ts'
import { comparisonLines } from './comparisonLines.ts'
import { contextLines } from './contextLines.ts'
import { headLine } from './headLine.ts'
import { terminalMeasured } from './measurement/terminalMeasured.ts'
import type { RenderOptions } from './render.ts'
import { shipLine } from './shipLine.ts'
import { SINGLE_CASES } from './singleCases.ts'
import { wrap } from './wrap.ts'

/**
 * A run for a terminal of 80 columns: a line a claim, then what did not pass and why, the gate's verdict last. It reads
 * without colour. Only a shell command may be wider, where one of its words is.
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
    ...open.flatMap((claim) => claimLines(claim, evidence)),
    ...block(open.some(({ counterexamples }) => counterexamples.length > 0) ? [SINGLE_CASES] : []),
    ...(missing.length > 0 ? ['', 'Claims of the manifest that this run did not decide:'] : []),
    ...missing.flatMap((title) => wrap(`  - ${visible(title)}`, WIDTH, '    ')),
    ...block(comparisonLines(evidence.comparison)),
    ...block(attemptLines(evidence)),
    ...(context ? ['', ...contextLines(run.context).flatMap((line) => wrap(visible(line), WIDTH, '  '))] : []),
    '',
    rule,
    ...wrap(`  GATE: ${evidence.shard ? 'none here' : paint(gate.verdict, gate.verdict.toUpperCase())}`, WIDTH),
    ...wrap(`  ${visible(shipLine(evidence, context ? run.context : null))}${endsWith(evidence)}`, WIDTH, '  '),
    ...gate.reasons.flatMap((reason) => wrap(`  - ${visible(reason)}`, WIDTH, '    ')),
    `  Evidence: ${evidenceHash(run)}`,
    rule,
  ]
  return `${lines.join('\n')}\n`
}

const WIDTH = 80

/** A shard ends with what its own claims say, which is no verdict. */
function endsWith({ shard, gate }: Run['evidence']): string {
  return shard ? '' : ` (exit code ${gate.exitUnderPolicy ?? gate.exitCode})`
}

/** Green, red, yellow, grey. */
const COLORS: Readonly<Record<string, string>> = { pass: '32', fail: '31', inconclusive: '33', 'not applicable': '90' }

/** Lines of their own, after an empty one; nothing where there are none. */
function block(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines.flatMap((line) => wrap(visible(line), WIDTH, '  '))]
}

function claimLines(claim: ClaimResult, { seed, candidate, command }: Run['evidence']): string[] {
  const replay = replayCommand({ seed, candidate: candidate.name, title: claim.title, command })
  const message = claimMessage(claim, { replay })
  return `\n${message}`.split('\n').flatMap(messageLine)
}

/** Commands are broken only between words, with the mark that a shell takes as "goes on". */
function messageLine(line: string): string[] {
  if (!/^(?:Replay|Show): /.test(line)) return wrap(line, WIDTH, '  ')
  if (Array.from(line).length <= WIDTH) return [line]
  const at = line.indexOf(' -t ')
  return at === -1 ? [line] : [`${line.slice(0, at)} \\`, `  ${line.slice(at + 1)}`]
}
