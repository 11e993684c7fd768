import type { RunEvidence, RunPicture } from '../../src/core/types/index.ts'
import type { PageParts } from './htmlParts.ts'

/** A count of cells asked, and of those that scored less than 1. */
export interface Count {
  readonly asked: number
  readonly failed: number
}

/** The candidate's cells of one task. A page counts them many times, and making an observation each time takes longest. */
export interface CandidateCells {
  readonly variants: readonly string[]
  readonly examples: readonly string[]
  /** Three numbers a cell: the place of its variant, that of its example, and 1 if it scored less than 1. */
  readonly cells: readonly number[]
}

/**
 * Collects the candidate's cells by task, in the order of the observations. `onlyFirst`: without repeats of a cell, because
 * an interval over cells takes each one once.
 */
export function candidateCells(
  { evidence, picture }: PageParts,
  onlyFirst = false,
): ReadonlyMap<string, CandidateCells> {
  if (picture === null) return new Map()
  const known = collected.get(picture) ?? new Map<boolean, ReadonlyMap<string, CandidateCells>>()
  const cells = known.get(onlyFirst) ?? collect(picture, evidence.candidate.name, onlyFirst)
  collected.set(picture, known.set(onlyFirst, cells))
  return cells
}

/** The cells of a picture, which several parts of its page count. */
const collected = new WeakMap<RunPicture, Map<boolean, ReadonlyMap<string, CandidateCells>>>()

function collect({ observations }: RunPicture, candidate: string, onlyFirst: boolean): Map<string, CandidateCells> {
  const tasks = new Map<string, { readonly variants: Numbers; readonly examples: Numbers; readonly cells: number[] }>()
  for (const { release, task, variant, example, trial, score } of observations) {
    if (release !== candidate || (onlyFirst && trial !== 0)) continue
    let own = tasks.get(task)
    if (own === undefined) {
      own = { variants: new Map<string, number>(), examples: new Map<string, number>(), cells: [] }
      tasks.set(task, own)
    }
    own.cells.push(numberIn(own.variants, variant), numberIn(own.examples, example), score < 1 ? 1 : 0)
  }
  return new Map(
    [...tasks].map(([task, { variants, examples, cells }]) => [
      task,
      { variants: [...variants.keys()], examples: [...examples.keys()], cells },
    ]),
  )
}

type Numbers = Map<string, number>

function numberIn(known: Numbers, text: string): number {
  const number = known.get(text)
  if (number !== undefined) return number
  known.set(text, known.size)
  return known.size - 1
}

/** Counts cells by the name that each variant has, and by the name that each example has; those without a name are left out. */
export function countBy(
  { variants, examples, cells }: CandidateCells,
  variantName: (variant: string) => string | null,
  exampleName: (example: string) => string | null = () => '',
): ReadonlyMap<string, ReadonlyMap<string, Count>> {
  const counts = new Map<string, Map<string, { asked: number; failed: number }>>()
  const rows = variants.map(variantName)
  const columns = examples.map(exampleName)
  for (let at = 0; at < cells.length; at += 3) {
    const row = rows[cells[at]!]!
    const column = columns[cells[at + 1]!]!
    if (row === null || column === null) continue
    const own = counts.get(row) ?? new Map<string, { asked: number; failed: number }>()
    counts.set(row, own)
    const count = own.get(column) ?? { asked: 0, failed: 0 }
    own.set(column, count)
    count.asked++
    count.failed += cells[at + 2]!
  }
  return counts
}

/** Adds counts up. */
export function sumOf(counts: Iterable<Count>): Count {
  const sum = { asked: 0, failed: 0 }
  for (const { asked, failed } of counts) {
    sum.asked += asked
    sum.failed += failed
  }
  return sum
}

/**
 * Collects the instructions of a task that its claims call seen or unseen: by the names of roles, and for claims with
 * one role by their option `family`. An instruction that no claim calls seen or unseen is in neither set.
 */
export function seenAndUnseen(
  { claims }: RunEvidence,
  task: string,
): { readonly seen: ReadonlySet<string>; readonly unseen: ReadonlySet<string> } {
  const sets = { seen: new Set<string>(), unseen: new Set<string>() }
  for (const { spec } of claims) {
    if (spec.task !== task) continue
    for (const { name, pool } of spec.roles) {
      const family = name === 'asked' ? spec.options['family'] : name
      if (family === 'seen' || family === 'unseen') for (const variant of pool) sets[family].add(variant)
    }
  }
  return sets
}
