import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { localHost } from '../../src/host/index.ts'
import { fromFolder } from '../../src/models/index.ts'
import { observeCell } from '../../src/observe/index.ts'
import { reloadTask } from '../../src/sources/index.ts'
import { fullGrid } from './fullGrid.ts'
import { gridObservations } from './gridObservations.ts'

const dir = mkdtempSync(join(tmpdir(), 'full-grid-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const folder = 'fixtures/models/t5-0.1m'
const file = (path: string) => ({ file: path, sha256: '' })
const loaded = reloadTask('extractive-qa', 'qa-extractive', [
  file('fixtures/datasets/qa-extractive.calibration.jsonl'),
  file('fixtures/instructions/qa-extractive.yaml'),
])
const task = { ...loaded, examples: loaded.examples.slice(0, 13) }
const variants = ['qa-extractive-s01', 'qa-extractive-u03']
const release = fromFolder(folder)
const run = { name: task.name, kind: task.kind.kind, sources: task.sources, hash: task.hash }
const ask = (examples = task.examples) =>
  fullGrid({ folder, release, tasks: [{ run, task: { ...task, examples }, variants }], cache: dir, processes: 2 })

test('asks each cell once, goes on where it was stopped, and holds what a gate gets', { timeout: 60_000 }, async () => {
  expect((await ask(task.examples.slice(0, 2))).asked).toBe(4)
  const { rows, asked } = await ask()
  expect(asked).toBe(22)
  expect((await ask()).asked).toBe(0)

  const who = { model: release.model, revision: release.revision }
  const grid = gridObservations(task, variants, rows.get(task.name)!, { name: 'tiny', who })
  const host = await localHost({ dir: join(dir, 'host'), mode: 'off', runKey: 'grid' })
  const { signal } = new AbortController()
  const numbers = new Set<number>()
  for (const example of task.examples)
    for (const variant of variants) {
      const instruction = task.instructions.find(({ id }) => id === variant)!
      const cell = { release, releaseName: 'tiny', task, example, instruction, trial: 0, seed: 0, host, signal }
      const gated = await observeCell(cell)
      const place = { example: example.id, variant, trial: 0 }
      expect(grid.observe(place)).toEqual({ ...gated, key: '', tokens: { input: null, output: null } })
      numbers.add(grid.number(place))
    }
  expect([...numbers].toSorted((a, b) => a - b)).toEqual(Array.from({ length: grid.cells }, (_, at) => at))
  await host.close()
  expect(() => grid.observe({ example: 'none', variant: variants[0]!, trial: 0 })).toThrow('no cell none/')
})

test('what goes wrong in a process is reported', { timeout: 60_000 }, async () => {
  const tasks = [{ run, task, variants: ['qa-extractive-x'] }]
  await expect(fullGrid({ folder, release, tasks, cache: dir, processes: 2 })).rejects.toThrow(
    'task qa-extractive has no instruction qa-extractive-x',
  )
})
