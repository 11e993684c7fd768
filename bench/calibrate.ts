/**
 * Measures one release on the calibration split: the figures that the limits of `suites/` were set from, before any later
 * release was measured. Each example meets the canonical instruction and a few seen and unseen ones.
 *
 *   node bench/calibrate.ts [--release fixtures/models/t5-0.4m-v1] [--draw 4] [--json]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { differs } from '../src/claims/_internal/values.ts'
import { cellsOf, samplingSeed } from '../src/core/sampling/index.ts'
import type { ClaimSpec, Observation, Task } from '../src/core/types/index.ts'
import { localHost } from '../src/host/index.ts'
import { fromFolder } from '../src/models/index.ts'
import { observeCell } from '../src/observe/index.ts'
import { booleanQa, extractiveQa, multipleChoice, relationExtraction } from '../src/sources/index.ts'
import { poolOf } from '../suites/pool.ts'

const { values } = parseArgs({
  options: {
    release: { type: 'string', default: 'fixtures/models/t5-0.4m-v1' },
    draw: { type: 'string', default: '4' },
    json: { type: 'boolean', default: false },
  },
})

const data = (set: string) => ({
  name: set,
  examples: `fixtures/datasets/${set}.calibration.jsonl`,
  instructions: { file: `fixtures/instructions/${set}.yaml`, only: poolOf(set) },
})
const TASKS = [
  relationExtraction(data('re')),
  booleanQa(data('qa-boolean')),
  multipleChoice(data('qa-choice')),
  extractiveQa(data('qa-extractive')),
]
const SEEN = new Set(JSON.parse(readFileSync('fixtures/instructions/seen.json', 'utf8')) as string[])

interface Figure {
  readonly mean: number
  /** The standard error of the mean, over groups. */
  readonly standardError: number
}

const dir = mkdtempSync(join(tmpdir(), 'calibrate-'))
const host = await localHost({ dir, mode: 'off', runKey: 'calibrate' })
const release = fromFolder(values.release)
const table: Record<string, Record<string, Figure>> = {}
for (const task of TASKS) table[task.name] = await figures(task)
await host.close()
rmSync(dir, { recursive: true, force: true })
print(table)

async function figures(task: Task): Promise<Record<string, Figure>> {
  const ids = task.instructions.map(({ id }) => id).filter((id) => id !== task.canonical)
  const roles = [
    { name: 'canonical', pool: [task.canonical], draw: 1 },
    { name: 'seen', pool: ids.filter((id) => SEEN.has(id)), draw: Number(values.draw) },
    { name: 'unseen', pool: ids.filter((id) => !SEEN.has(id)), draw: Number(values.draw) },
  ].map((role) => Object.assign(role, { trials: 1, side: 'candidate' as const }))
  const instructions = new Map(task.instructions.map((instruction) => [instruction.id, instruction]))
  const units = new Map<string, Record<string, number[]>>()
  for (const example of task.examples) {
    const seen: Record<string, Observation[]> = {}
    for (const [role, cells] of Object.entries(
      cellsOf({ taskHash: task.hash, roles } as unknown as ClaimSpec, example.id),
    )) {
      seen[role] = await Promise.all(
        cells.map(({ variant, trial }) => {
          const instruction = instructions.get(variant)
          if (!instruction) throw new Error(`no instruction ${variant}`)
          const signal = new AbortController().signal
          return observeCell({
            release,
            releaseName: 'calibrated',
            task,
            example,
            instruction,
            trial,
            seed: samplingSeed(trial),
            host,
            signal,
          })
        }),
      )
    }
    const own = units.get(example.group) ?? {}
    units.set(example.group, own)
    for (const [name, value] of Object.entries(valuesOf(seen, task))) (own[name] ??= []).push(value)
  }
  const names = Object.keys([...units.values()][0] ?? {})
  return Object.fromEntries(
    names.map((name) => [name, figure([...units.values()].map((unit) => mean(unit[name] ?? [])))]),
  )
}

function valuesOf(cells: Record<string, Observation[]>, { kind }: Task): Record<string, number> {
  const { canonical = [], seen = [], unseen = [] } = cells
  const [first] = canonical
  if (!first) throw new Error('no canonical cell')
  const flips = (list: readonly Observation[]): number =>
    mean(list.map((observation) => differs(first, observation, kind.sameAnswer).most))
  return {
    'accuracy, seen': score([...canonical, ...seen]),
    'accuracy, unseen': score(unseen),
    drop: score(seen) - score(unseen),
    'flip rate, seen': flips(seen),
    'flip rate, unseen': flips(unseen),
  }
}

function score(observations: readonly Observation[]): number {
  return mean(observations.map((observation) => observation.score))
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

function figure(units: readonly number[]): Figure {
  const center = mean(units)
  const variance = units.reduce((sum, unit) => sum + (unit - center) ** 2, 0) / (units.length - 1)
  return { mean: center, standardError: Math.sqrt(variance / units.length) }
}

function print(found: Record<string, Record<string, Figure>>): void {
  if (values.json) return console.log(JSON.stringify(found, null, 2))
  const names = Object.keys(Object.values(found)[0] ?? {})
  console.log(`| calibration split, ${values.release} | ${names.join(' | ')} |`)
  console.log(`| --- | ${names.map(() => '---').join(' | ')} |`)
  for (const [task, own] of Object.entries(found)) {
    const cells = names.map((name) => `${own[name]?.mean.toFixed(3)} ± ${own[name]?.standardError.toFixed(3)}`)
    console.log(`| ${task} | ${cells.join(' | ')} |`)
  }
}
