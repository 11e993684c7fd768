import { claimMessage, replayCommand, visible } from '../src/core/report/index.ts'
import type { ClaimResult, Run } from '../src/core/words/index.ts'
import { claimTable } from './claimTable.ts'
import { contextLines } from './contextLines.ts'
import { headLine } from './headLine.ts'
import type { RenderOptions } from './render.ts'
import { shipLine } from './shipLine.ts'
import { wrap } from './wrap.ts'

/**
 * A run for a terminal of 80 columns: a line a claim, then what did not pass and why, the gate's verdict last. It reads
 * without colour. Only a shell command may be wider, where one of its words is.
 */
export function terminal(run: Run, { context = true, colour = false }: RenderOptions = {}): string {
  const { evidence } = run
  const { gate, claims, missing } = evidence
  const paint = (verdict: string, text: string) => (colour ? `\u001B[${COLORS[verdict] ?? '0'}m${text}\u001B[0m` : text)
  const open = claims.filter(({ verdict }) => verdict !== 'pass')
  const rule = '='.repeat(WIDTH)
  const lines = [
    ...wrap(visible(headLine(evidence)), WIDTH, '  '),
    '',
    ...claimTable(claims, WIDTH, paint),
    ...open.flatMap((claim) => claimLines(claim, evidence.seed, evidence.candidate.name)),
    ...(missing.length > 0 ? ['', 'Claims of the manifest that this run did not decide:'] : []),
    ...missing.flatMap((title) => wrap(`  - ${visible(title)}`, WIDTH, '    ')),
    ...(context ? ['', ...contextLines(run.context).flatMap((line) => wrap(visible(line), WIDTH, '  '))] : []),
    '',
    rule,
    ...wrap(`  GATE: ${paint(gate.verdict, gate.verdict.toUpperCase())}`, WIDTH),
    ...wrap(`  ${visible(shipLine(evidence))} (exit code ${gate.exitCode})`, WIDTH, '  '),
    ...gate.reasons.flatMap((reason) => wrap(`  - ${visible(reason)}`, WIDTH, '    ')),
    rule,
  ]
  return `${lines.join('\n')}\n`
}

const WIDTH = 80

/** Green, red, yellow, grey. */
const COLORS: Readonly<Record<string, string>> = { pass: '32', fail: '31', inconclusive: '33', 'not applicable': '90' }

function claimLines(claim: ClaimResult, seed: string, candidate: string): string[] {
  const message = claimMessage(claim, { replay: replayCommand({ seed, candidate, title: claim.title }) })
  return `\n${message}`.split('\n').flatMap(messageLine)
}

/** Commands are broken only between words, with the mark that a shell takes as "goes on". */
function messageLine(line: string): string[] {
  if (!/^(?:Replay|Show): /.test(line)) return wrap(line, WIDTH, '  ')
  if (Array.from(line).length <= WIDTH) return [line]
  const at = line.indexOf(' -t ')
  return at === -1 ? [line] : [`${line.slice(0, at)} \\`, `  ${line.slice(at + 1)}`]
}
