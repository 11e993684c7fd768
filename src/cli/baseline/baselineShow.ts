import { join } from 'node:path'
import { ageInDays } from '../../core/gate/index.ts'
import { counted, visible } from '../../core/text/index.ts'
import type { Baseline, BaselineEvent, LedgerEntry } from '../../core/types/index.ts'
import { today } from '../../integration/session/environment.ts'
import { readHistory, readLedger } from '../../runs/index.ts'
import type { Command } from '../common/command.ts'
import { facts } from '../common/layOut.ts'
import { openBaseline } from '../common/openStored.ts'

/** Prints what was accepted. */
export const baselineShow: Command = {
  name: 'baseline show',
  summary: 'print which release is accepted, since when, and on what evidence',
  takes: '[baseline folder]',
  help: [
    'Without a folder: the one baseline in baselines/ or fixtures/baselines/. The cells are read and their sha256 checked.',
    '',
    '  npx vitest-robustness baseline show baselines/support-bot',
  ],
  options: {},
  most: 1,
  async run({ positionals }, io) {
    const { folder, id, baseline, cells, bytes } = await openBaseline(io.cwd, positionals[0])
    const { release, claims } = baseline
    const gating = claims.filter(({ advisory }) => !advisory).length
    const lines = [
      ...facts({
        baseline: id,
        folder,
        line: baseline.line,
        release: `${release.name} (${release.model}, ${release.revision ?? 'no immutable revision'})`,
        accepted: `${baseline.acceptedOn} (${counted(ageInDays(baseline.acceptedOn, today(io.env)), 'day')} ago)`,
        ...(baseline.gate && { gate: sayGate(baseline.gate) }),
        claims: `${counted(gating, 'gating claim')}, ${claims.length - gating} advisory`,
        seen: counted(baseline.seen.length, 'instruction'),
        size: `${counted(cells.length, 'cell')} in ${(bytes / 1000).toFixed(1)} kB`,
      }),
      ...[...Map.groupBy(cells, ({ task }) => task)].map(([task, own]) => {
        const mean = own.reduce((sum, { score }) => sum + score, 0) / own.length
        return `  ${task}: ${counted(own.length, 'cell')}, mean score ${mean.toFixed(3)}`
      }),
      ...sayHistory(await readHistory(folder), id),
      ...sayLedger((await readLedger(join(folder, 'ledger.jsonl'))) ?? [], id),
    ]
    io.out(`${lines.join('\n')}\n`)
    return 0
  },
}

function sayGate({ run, verdict, forced }: NonNullable<Baseline['gate']>): string {
  return `${verdict} (run ${run})${forced === undefined ? '' : `; accepted all the same: ${forced}`}`
}

function sayHistory(events: readonly BaselineEvent[], present: string): string[] {
  if (events.length < 2) return []
  const lines = events.map(({ action, id, release, acceptedOn, by, reason }) => {
    const who = by === undefined ? '' : ` by ${by}`
    const why = reason === undefined ? '' : `: ${reason}`
    return visible(`  ${id} ${release}, accepted on ${acceptedOn}, ${action}${who}${why}`)
  })
  return ['history, oldest first:', ...lines, `  now in place: ${present}`]
}

function sayLedger(entries: readonly LedgerEntry[], present: string): string[] {
  const own = entries.filter(({ baseline }) => baseline === present)
  if (own.length === 0) return []
  const spent = own.reduce((sum, { alpha }) => sum + alpha, 0)
  const lines = own.map(
    (entry) =>
      `  ${entry.attempt}. ${visible(entry.candidate)}, seed ${visible(entry.seed)}: ${entry.verdict} ` +
      `at ${entry.alpha.toPrecision(3)}, ${counted(entry.spent.length, 'example')} shown`,
  )
  return [`attempts, ${spent.toPrecision(3)} of the error rate spent:`, ...lines]
}
