import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from '../core/hash/index.ts'
import { answerHash } from '../core/report/index.ts'
import { sampleObservation, sampleRun } from '../core/report/sampleRun.testing.ts'
import { OUTCOMES, type Baseline, type BaselineCell } from '../core/words/index.ts'
import { temporaryFolder } from '../temporaryFolder.testing.ts'
import { baselineCell } from './baselineCell.ts'
import { baselineLookup } from './baselineLookup.ts'
import { baselineObservation } from './baselineObservation.ts'
import { cellsText } from './cellsText.ts'
import { parseCells } from './parseCells.ts'
import { readBaseline } from './readBaseline.ts'
import { writeBaseline } from './writeBaseline.ts'

const DRAFT: Omit<Baseline, 'cells'> = {
  schema: 1,
  line: 'tiny',
  release: sampleRun().evidence.candidate,
  acceptedOn: '2026-11-21',
  seen: ['re-s01'],
  taskHashes: { re: 'a'.repeat(64) },
  claims: [{ id: '0f1e2d3c4b5a', title: 'keeps its answer', advisory: false }],
}

/** As many cells as a real baseline has: 1000 examples, 30 variants, answers that mostly agree. */
function manyCells(): BaselineCell[] {
  return Array.from({ length: 30_000 }, (_, index) => {
    const example = sha256(`example ${Math.floor(index / 30)}`).slice(0, 12)
    const variant = `re-u${String(index % 30).padStart(2, '0')}`
    const draw = Number.parseInt(sha256(`${example}${variant}`).slice(0, 4), 16) / 65536
    const answer = draw < 0.8 ? `span of ${example}` : `other span ${Math.floor(draw * 100)} of ${example}`
    const score = draw < 0.8 ? 1 : Math.floor(draw * 7) / 7
    return { task: 'qa', example, variant, trial: 0, outcome: 'answered', score, answerHash: answerHash(answer) }
  })
}

function folder(): string {
  return join(temporaryFolder('baselines'), 'tiny')
}

test('30,000 cells fit in far less than 400 kB and read back in order', async () => {
  const place = folder()
  const cells = manyCells()
  const { bytes, baseline } = await writeBaseline(place, DRAFT, cells.toReversed())
  expect(bytes).toBeLessThan(200_000)
  expect(bytes).toBe((await stat(join(place, 'cells.jsonl.gz'))).size + (await stat(join(place, 'baseline.json'))).size)
  const stored = await readBaseline(place)
  expect(stored?.baseline).toEqual(baseline)
  expect(stored?.id).toMatch(/^tiny@[0-9a-f]{12}$/)
  expect(stored?.cells.length).toBe(cells.length)
  const lookup = baselineLookup(stored?.cells ?? [])
  for (const cell of cells) expect(lookup(cell.task, cell.example, cell.variant, 0)).toEqual(cell)
  expect(lookup('qa', 'none', 're-u00', 0)).toBe(null)
  expect(lookup('qa', cells[0]?.example ?? '', 're-u00', 1)).toBe(null)
})

test('equal cells give equal files', async () => {
  const cells = manyCells().slice(0, 500)
  const [one, two] = [folder(), folder()]
  await writeBaseline(one, DRAFT, cells)
  await writeBaseline(two, DRAFT, cells.toReversed())
  for (const file of ['cells.jsonl.gz', 'baseline.json']) {
    expect(await readFile(join(one, file), 'hex')).toBe(await readFile(join(two, file), 'hex'))
  }
})

const key = ({ task, example, variant, trial }: BaselineCell) => JSON.stringify([task, example, variant, trial])
const sorted = (cells: readonly BaselineCell[]) => cells.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))

test('any cells read back', () => {
  const name = fc.string({ minLength: 1, maxLength: 4 })
  const cell = fc.record({
    task: name,
    example: name,
    variant: name,
    trial: fc.nat(3),
    outcome: fc.constantFrom(...OUTCOMES),
    score: fc.double({ min: 0, max: 1, noNaN: true }).map((score) => (score === 0 ? 0 : score)),
    answerHash: fc.option(fc.constant('0123456789abcdef')),
  })
  fc.assert(
    fc.property(fc.uniqueArray(cell, { selector: key }), (cells) => {
      expect(sorted(parseCells(cellsText(cells)))).toEqual(sorted(cells))
    }),
  )
})

test('the layout', () => {
  const cell = {
    task: 're',
    example: 'a1',
    variant: 're-01',
    trial: 0,
    outcome: 'answered',
    score: 1,
    answerHash: '0'.repeat(16),
  } as const
  const wrong = { ...cell, variant: 're-02', outcome: 'unparseable', score: 0, answerHash: null } as const
  expect(cellsText([wrong, cell, { ...cell, variant: 're-03' }, { ...cell, example: 'a2', variant: 're-03' }]))
    .toMatchInlineSnapshot(`
    "{"task":"re","variants":["re-01","re-02","re-03"],"trials":1}
    ["a1",[["answered",1,"0000000000000000"],["unparseable",0,null]],[0,1,0]]
    ["a2",[["answered",1,"0000000000000000"]],[-1,-1,0]]
    "
  `)
  expect(() => cellsText([cell, cell])).toThrow('re/a1/re-01/0 comes twice')
})

test('no baseline is null, an altered or missing one is refused', async () => {
  const place = folder()
  expect(await readBaseline(place)).toBe(null)
  await writeBaseline(place, DRAFT, manyCells().slice(0, 30))
  const other = folder()
  await writeBaseline(other, DRAFT, manyCells().slice(0, 60))
  await writeFile(join(place, 'cells.jsonl.gz'), await readFile(join(other, 'cells.jsonl.gz')))
  await expect(readBaseline(place)).rejects.toThrow(/cells\.jsonl\.gz is not what was accepted/)
  await writeFile(join(place, 'cells.jsonl.gz'), gzipSync(Buffer.alloc(3 << 20)))
  await expect(readBaseline(place)).rejects.toThrow(/holds far more than the 30 cells of baseline\.json/)
  await writeFile(join(place, 'cells.jsonl.gz'), 'text')
  await expect(readBaseline(place)).rejects.toThrow(/not gzip/)
  await writeFile(join(place, 'baseline.json'), '{}')
  await expect(readBaseline(place)).rejects.toThrow(/baseline\.json: /)
})

test('an accepted cell as an observation claims no more than is known', () => {
  const asked = sampleObservation({ release: 'v1' })
  const cell = baselineCell(asked)
  expect(cell.answerHash).toBe(answerHash('founded_by'))
  const context = { release: { ...sampleRun().evidence.candidate, name: 'v1' }, group: asked.group, gold: asked.gold }
  const again = baselineObservation(cell, context)
  expect(again).toEqual({
    ...asked,
    release: 'v1@accepted',
    raw: null,
    answer: `sha256:${answerHash('founded_by')}`,
    key: again.key,
    tokens: { input: null, output: null },
  })
  expect(again.key).toMatch(/^[0-9a-f]{64}$/)
  expect(again.key).not.toBe(asked.key)
  expect(baselineObservation({ ...cell, score: 0 }, context).key).not.toBe(again.key)
})
