import { evidenceHash } from '../../src/core/hash/index.ts'
import { visible } from '../../src/core/text/index.ts'
import type { ClaimResult, Run } from '../../src/core/types/index.ts'
import { claimAlarm, claimSentence, type Alarm } from '../../src/core/wording/index.ts'
import { shipLine } from '../common/shipLine.ts'

/** The most annotations of a kind that GitHub shows for each step; it drops the rest without a notice. */
const MOST = 10

interface Annotation {
  readonly kind: Alarm
  readonly claim: ClaimResult
}

/**
 * Writes a run as workflow commands for GitHub Actions: an annotation at the line of the suite of each claim that fails
 * (`error`), stays open (`warning`), or fails without gating (`notice`); there are at most 10 of a kind, and the 10th
 * says how many are left out. The last notice carries the verdict. Print the text to the job's output as it is.
 *
 * Texts are escaped as the runner decodes them.
 * https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 */
export function github(run: Run): string {
  const { evidence, context } = run
  const found = evidence.claims.flatMap((claim): Annotation[] => {
    const kind = claimAlarm(claim)
    return kind === null ? [] : [{ kind, claim }]
  })
  const kinds = Map.groupBy(found, ({ kind }) => kind)
  const lines = KINDS.flatMap((kind) => ofKind(kind, kinds.get(kind) ?? []))
  const verdict = `${shipLine(evidence, context)}. ${evidence.gate.reasons[0] ?? ''} Evidence ${evidenceHash(run)}`
  const name = evidence.measurements ? 'measured' : evidence.gate.verdict
  return [...lines, command('notice', { title: `Robustness: ${name}` }, verdict)].map((line) => `${line}\n`).join('')
}

const KINDS = ['error', 'warning', 'notice'] as const

/** Cuts the annotations of one kind to the number that GitHub shows. */
function ofKind(kind: Alarm, all: readonly Annotation[]): string[] {
  // The verdict is a notice too, so one less is left for claims.
  const room = kind === 'notice' ? MOST - 1 : MOST
  const shown = all.length > room ? all.slice(0, room - 1) : all
  const lines = shown.map(({ claim }) => annotation(kind, claim))
  const rest = all.length - shown.length
  if (rest > 0)
    lines.push(command(kind, { title: 'Robustness' }, `${rest} more claims are not annotated; see the summary.`))
  return lines
}

function annotation(kind: Alarm, claim: ClaimResult): string {
  const { title, at, verdict } = claim
  const place = at && {
    file: at.file,
    line: String(at.line),
    ...(at.column !== undefined && { col: String(at.column) }),
  }
  return command(kind, { ...place, title: `${verdict}: ${title}` }, claimSentence(claim))
}

function command(kind: Alarm, properties: Readonly<Record<string, string>>, message: string): string {
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(visible(value))}`)
  return `::${kind} ${written.join(',')}::${escapeData(visible(message))}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
