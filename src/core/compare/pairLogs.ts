import { counted, namesUpTo } from '../text/index.ts'
import { UsageError } from '../types/index.ts'
import { byVariant, logCells, type LogCell, type LogCells } from './logCells.ts'
import type { RecordedLog } from './recordedLog.ts'

/** An example that two logs share. */
export interface SharedExample {
  readonly id: string
  readonly group: string
  readonly input: string
  /** The gold answer; empty where the logs have none. */
  readonly gold: string
  /** sha256 of what the logs say of it; `null` where they say nothing. */
  readonly content: string | null
  /** The variants that both logs have of it, with how often each was repeated in either. */
  readonly variants: ReadonlyMap<string, Repeats>
}

/** Repeats of one variant on one example. */
export interface Repeats {
  readonly baseline: number
  readonly candidate: number
}

/** The part that two logs have in common. */
export interface PairedLogs {
  /** `null` where neither log names one. */
  readonly task: string | null
  /** Sorted by id. Both logs have each variant of each, as often as they repeated it. */
  readonly examples: readonly SharedExample[]
  /** All of the examples' variants, in the order of the baseline's log. */
  readonly variants: readonly string[]
  /** The most repeats of one variant on one example. */
  readonly trials: number
  readonly before: LogCells
  readonly now: LogCells
  /** Sentences about what only one log has and what was therefore left out, and how repeats count where they differ. */
  readonly leftOut: readonly string[]
  /** Share of (example, variant) left out, of those that either log has. */
  readonly missing: number
}

/**
 * Pairs the answers of two logs to one example under one variant. What only one of them has is left out and named: it is
 * missing, not wrong. Repeats are not paired one with another: a log may repeat what the other asked once, and each
 * side's own mean counts. Throws `UsageError` where the logs are of different tasks, where one example is not the same
 * in both, where one side mixes models, and where nothing is shared.
 */
export function pairLogs(baseline: RecordedLog, candidate: RecordedLog, score: string): PairedLogs {
  if (baseline.task !== null && candidate.task !== null && baseline.task !== candidate.task) {
    throw new UsageError(
      `${baseline.file} is of the task ${baseline.task}, ${candidate.file} of ${candidate.task}: they cannot be compared`,
    )
  }
  const [before, now] = [logCells(baseline, score), logCells(candidate, score)]
  const tally = tallyOf(before, now, baseline, candidate)
  if (tally.examples.length === 0) throw nothingShared(baseline, candidate, before, now)
  const used = new Set(tally.examples.flatMap(({ variants }) => [...variants.keys()]))
  return {
    task: baseline.task ?? candidate.task,
    examples: tally.examples.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    variants: [...allVariants(before)].filter((name) => used.has(name)),
    trials: tally.trials,
    before,
    now,
    leftOut: sentences(tally, used, baseline, candidate, before, now),
    missing: tally.lost / (tally.lost + tally.kept),
  }
}

/** Counts of what the logs share and what they do not. */
interface Tally {
  readonly examples: SharedExample[]
  /** Pairs of example and variant that both logs have, and those that one lacks. */
  kept: number
  lost: number
  trials: number
  /** Examples whose repeats are not as many in both. */
  readonly uneven: string[]
  /** Prompts of shared examples that one log lacks. */
  readonly lackedBefore: Asked[]
  readonly lackedNow: Asked[]
}

interface Asked {
  readonly example: string
  readonly variant: string
}

function tallyOf(before: LogCells, now: LogCells, baseline: RecordedLog, candidate: RecordedLog): Tally {
  const lists = { examples: [], uneven: [], lackedBefore: [], lackedNow: [] }
  const shared = sharing()
  const tally: Tally = { ...lists, kept: 0, lost: 0, trials: 1 }
  for (const [example, cells] of before) {
    const old = byVariant(cells)
    const fresh = byVariant(now.get(example) ?? [])
    const variants = new Map<string, Repeats>()
    for (const [variant, own] of old) {
      const others = fresh.get(variant)
      if (others === undefined) {
        if (fresh.size > 0) tally.lackedNow.push({ example, variant })
        continue
      }
      refuseOther(candidate, others, baseline, own)
      variants.set(variant, { baseline: own.length, candidate: others.length })
    }
    for (const variant of fresh.keys()) if (!old.has(variant)) tally.lackedBefore.push({ example, variant })
    tally.kept += variants.size
    tally.lost += old.size + fresh.size - 2 * variants.size
    if (variants.size === 0) continue
    const counts = [...variants.values()]
    if (counts.some((one) => one.baseline !== one.candidate)) tally.uneven.push(example)
    for (const one of counts) tally.trials = Math.max(tally.trials, one.baseline, one.candidate)
    tally.examples.push(describe(example, cells, now.get(example)!, shared(variants)))
  }
  for (const [example, cells] of now) if (!before.has(example)) tally.lost += byVariant(cells).size
  return tally
}

/**
 * Gives examples that were asked in the same way one map in common: there are few such ways, and hundreds of thousands of
 * examples.
 */
function sharing(): (variants: ReadonlyMap<string, Repeats>) => ReadonlyMap<string, Repeats> {
  const known = new Map<string, ReadonlyMap<string, Repeats>>()
  return (variants) => {
    const key = JSON.stringify([...variants])
    const first = known.get(key) ?? variants
    known.set(key, first)
    return first
  }
}

function refuseOther(
  log: RecordedLog,
  [cell]: readonly LogCell[],
  other: RecordedLog,
  cells: readonly LogCell[],
): void {
  const [fresh, past] = [cell!.logged, cells[0]!.logged]
  const at = { file: log.file, line: fresh.line }
  const there = `${other.file}:${past.line}`
  if (fresh.content !== null && past.content !== null && fresh.content !== past.content) {
    throw new UsageError(
      `example ${fresh.example} is not the one of that id in ${there}: the hashes of their contents differ ` +
        `(${fresh.content.slice(0, 12)}, ${past.content.slice(0, 12)}), so the two logs ask different questions`,
      at,
    )
  }
  // Repeats may stand in any order, and promptfoo's have golds of their own: one that both sides know is enough.
  const golds = new Set(cells.flatMap(({ logged: { gold } }) => gold?.normalize('NFC') ?? []))
  if (fresh.gold === null || golds.size === 0 || golds.has(fresh.gold.normalize('NFC'))) return
  const [gold = ''] = golds
  throw new UsageError(
    `example ${fresh.example} has another gold answer than in ${there}: ` +
      `${JSON.stringify(fresh.gold.slice(0, 80))}, there ${JSON.stringify(gold.slice(0, 80))}`,
    at,
  )
}

function describe(
  id: string,
  [before]: readonly LogCell[],
  [now]: readonly LogCell[],
  variants: ReadonlyMap<string, Repeats>,
): SharedExample {
  const [old, fresh] = [before!.logged, now!.logged]
  return {
    id,
    group: old.group ?? fresh.group ?? id,
    input: old.input || fresh.input,
    gold: old.gold ?? fresh.gold ?? '',
    content: old.content ?? fresh.content,
    variants,
  }
}

function allVariants(cells: LogCells): Set<string> {
  const names = new Set<string>()
  for (const own of cells.values()) for (const { logged } of own) names.add(logged.variant)
  return names
}

/** The number of names shown of a longer list. */
const MOST = 5

function nothingShared(baseline: RecordedLog, candidate: RecordedLog, before: LogCells, now: LogCells): UsageError {
  const both = [...before.keys()].filter((id) => now.has(id))
  if (both.length > 0) {
    return new UsageError(
      `${baseline.file} and ${candidate.file} share ${counted(both.length, 'example')}, and none was asked with the same ` +
        `prompt: ${namesUpTo(MOST, [...allVariants(before)])} there, ${namesUpTo(MOST, [...allVariants(now)])} here`,
    )
  }
  return new UsageError(
    `${baseline.file} and ${candidate.file} have no example in common: ` +
      `${namesUpTo(MOST, [...before.keys()])} there, ${namesUpTo(MOST, [...now.keys()])} here. ` +
      'Where a tool draws new ids in each run, pair by what was asked: --columns example=input',
  )
}

function sentences(
  tally: Tally,
  used: ReadonlySet<string>,
  baseline: RecordedLog,
  candidate: RecordedLog,
  before: LogCells,
  now: LogCells,
): string[] {
  const [old, fresh] = [allVariants(before), allVariants(now)]
  return [
    ...leftOut('example', lacks(candidate), alone(before.keys(), now)),
    ...leftOut('example', lacks(baseline), alone(now.keys(), before)),
    ...leftOut('prompt', lacks(candidate), alone(old, fresh)),
    ...leftOut('prompt', lacks(baseline), alone(fresh, old)),
    ...leftOut('cell', `of shared examples that ${candidate.file} lacks`, cellsUnder(tally.lackedNow, used)),
    ...leftOut('cell', `of shared examples that ${baseline.file} lacks`, cellsUnder(tally.lackedBefore, used)),
    ...(tally.uneven.length === 0
      ? []
      : [
          `${counted(tally.uneven.length, 'example')} ${tally.uneven.length === 1 ? 'has' : 'have'} more repeats in one ` +
            `log than in the other; all count, each side by its own mean: ${namesUpTo(MOST, tally.uneven.toSorted())}.`,
        ]),
  ]
}

function alone(names: Iterable<string>, known: { readonly has: (name: string) => boolean }): string[] {
  return [...names].filter((name) => !known.has(name))
}

function lacks({ file }: RecordedLog): string {
  return `of the other log that ${file} lacks`
}

/**
 * Returns the cells in words, without those under a prompt that is left out altogether: an earlier sentence names that
 * prompt.
 */
function cellsUnder(asked: readonly Asked[], used: ReadonlySet<string>): readonly string[] {
  return asked.filter(({ variant }) => used.has(variant)).map(({ example, variant }) => `${example} under ${variant}`)
}

function leftOut(what: string, why: string, names: readonly string[]): string[] {
  if (names.length === 0) return []
  return [`Left out: ${counted(names.length, what)} ${why}: ${namesUpTo(MOST, names.toSorted())}.`]
}
