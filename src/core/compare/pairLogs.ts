import { counted } from '../report/index.ts'
import { UsageError } from '../words/index.ts'
import type { RecordedLog } from './recordedLog.ts'
import { cellKey, scoredCells, type ScoredCell } from './scoredCells.ts'

/** An example that two logs share. */
export interface SharedExample {
  readonly id: string
  readonly group: string
  readonly input: string
  /** Empty where the logs do not say. */
  readonly gold: string
}

/** What two logs have in common. */
export interface PairedLogs {
  /** `null` where neither log names one. */
  readonly task: string | null
  /** Sorted by id. Both logs have every variant and trial of each. */
  readonly examples: readonly SharedExample[]
  /** In the order of the baseline's log. */
  readonly variants: readonly string[]
  readonly trials: number
  /** By `cellKey`. */
  readonly before: ReadonlyMap<string, ScoredCell>
  readonly now: ReadonlyMap<string, ScoredCell>
  /** What only one log has and what was therefore left out, one sentence each. */
  readonly leftOut: readonly string[]
  /** Examples left out, as a share of those that either log has. */
  readonly missing: number
}

/**
 * Pairs the cells of two logs by example, variant and trial. What only one of them has is left out and named: it is
 * missing, not wrong. Throws `UsageError` where the logs are of different tasks, where one example is not the same in
 * both, where one side mixes models, and where nothing is shared.
 */
export function pairLogs(baseline: RecordedLog, candidate: RecordedLog, score: string): PairedLogs {
  if (baseline.task !== null && candidate.task !== null && baseline.task !== candidate.task) {
    throw new UsageError(
      `${baseline.file} is of the task ${baseline.task}, ${candidate.file} of ${candidate.task}: they cannot be compared`,
    )
  }
  const [before, now] = [scoredCells(baseline, score), scoredCells(candidate, score)]
  for (const [key, cell] of now) {
    const other = before.get(key)
    if (other !== undefined) refuseOther(candidate, cell, baseline, other)
  }
  const variants = shared(namesOf(before, 'variant'), namesOf(now, 'variant'))
  const [mine, theirs] = [namesOf(now, 'example'), namesOf(before, 'example')]
  const both = shared(theirs, mine)
  const trials = Math.min(trialsOf(before), trialsOf(now))
  const whole = both.filter((example) =>
    variants.every((variant) =>
      Array.from({ length: trials }, (_, trial) => cellKey({ example, variant, trial })).every(
        (key) => before.has(key) && now.has(key),
      ),
    ),
  )
  if (whole.length === 0) {
    throw new UsageError(
      `${baseline.file} and ${candidate.file} have no example in common: ${say(theirs)} there, ${say(mine)} here`,
    )
  }
  const all = new Set([...theirs, ...mine])
  return {
    task: baseline.task ?? candidate.task,
    examples: whole.toSorted().map((id) => describe(id, variants, before, now)),
    variants,
    trials,
    before,
    now,
    leftOut: [
      ...lack('example', candidate, theirs, mine),
      ...lack('example', baseline, mine, theirs),
      ...lack('prompt', candidate, namesOf(before, 'variant'), variants),
      ...lack('prompt', baseline, namesOf(now, 'variant'), variants),
      ...lack('example', candidate, both, whole, 'of which one log lacks a prompt'),
    ],
    missing: 1 - whole.length / all.size,
  }
}

function refuseOther(log: RecordedLog, cell: ScoredCell, other: RecordedLog, before: ScoredCell): void {
  const at = { file: log.file, line: cell.line }
  const there = `${other.file}:${before.line}`
  if (cell.content !== null && before.content !== null && cell.content !== before.content) {
    throw new UsageError(
      `example ${cell.example} is not the one of that id in ${there}: the hashes of their contents differ ` +
        `(${cell.content.slice(0, 12)}, ${before.content.slice(0, 12)}), so the two logs ask different questions`,
      at,
    )
  }
  if (cell.gold !== null && before.gold !== null && cell.gold !== before.gold) {
    throw new UsageError(
      `example ${cell.example} has another gold answer than in ${there}: ` +
        `${JSON.stringify(cell.gold.slice(0, 80))}, there ${JSON.stringify(before.gold.slice(0, 80))}`,
      at,
    )
  }
}

function describe(
  id: string,
  [variant = '']: readonly string[],
  before: ReadonlyMap<string, ScoredCell>,
  now: ReadonlyMap<string, ScoredCell>,
): SharedExample {
  const key = cellKey({ example: id, variant, trial: 0 })
  const [old, fresh] = [before.get(key), now.get(key)]
  const gold = old?.gold ?? fresh?.gold ?? ''
  return { id, group: old?.group ?? fresh?.group ?? id, input: old?.input || fresh?.input || '', gold }
}

function namesOf(cells: ReadonlyMap<string, ScoredCell>, field: 'example' | 'variant'): string[] {
  return [...new Set(cells.values().map((cell) => cell[field]))]
}

function trialsOf(cells: ReadonlyMap<string, ScoredCell>): number {
  return Math.min(
    ...Map.groupBy(cells.values(), ({ example, variant }) => JSON.stringify([example, variant]))
      .values()
      .map((own) => own.length),
  )
}

function shared(a: readonly string[], b: readonly string[]): string[] {
  const known = new Set(b)
  return a.filter((name) => known.has(name))
}

/** Names shown of a longer list. */
const MOST = 5

function lack(
  what: string,
  log: RecordedLog,
  wanted: readonly string[],
  has: readonly string[],
  why = `of the other log that ${log.file} lacks`,
): string[] {
  const known = new Set(has)
  const missing = wanted.filter((name) => !known.has(name)).toSorted()
  return missing.length === 0 ? [] : [`Left out: ${counted(missing.length, what)} ${why}: ${say(missing)}.`]
}

function say(names: readonly string[]): string {
  const more = names.length - MOST
  return names.slice(0, MOST).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
