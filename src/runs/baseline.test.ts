import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256, answerHash } from '../core/hash/index.ts'
import { sampleObservation, sampleRun } from '../core/wording/sampleRun.testing.ts'
import { OUTCOMES, UsageError, type Baseline, type BaselineCell } from '../core/types/index.ts'
import { temporaryFolder } from '../temporaryFolder.testing.ts'
import { baselineCell, baselineLookup, baselineObservation } from './acceptedCells.ts'
import { cellsText, writeBaseline } from './writeBaseline.ts'
import { parseCells, readBaseline } from './readBaseline.ts'

const DRAFT: Omit<Baseline, 'cells'> = {
  schema: 1,
  line: 'tiny',
  release: sampleRun().evidence.candidate,
  acceptedOn: '2026-11-21',
  seen: ['re-s01'],
  taskHashes: { re: 'a'.repeat(64) },
  claims: [{ id: '0f1e2d3c4b5a', title: 'keeps its answer', advisory: false }],
}

/** Makes as many cells as a real baseline has: 1000 examples, 30 variants, answers that mostly agree. */
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
  const score = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => (value === 0 ? 0 : value))
  const place = { task: name, example: name, variant: name, trial: fc.nat(3) }
  const cell = fc.oneof(
    fc.record({
      ...place,
      outcome: fc.constant('answered' as const),
      score,
      answerHash: fc.constant('0123456789abcdef'),
    }),
    fc.record({
      ...place,
      outcome: fc.constantFrom(...OUTCOMES.filter((one) => one !== 'answered')),
      score: fc.constant(0),
      answerHash: fc.constant(null),
    }),
  )
  fc.assert(
    fc.property(fc.uniqueArray(cell, { selector: key }), (cells) => {
      expect(sorted(parseCells(cellsText(cells), 'cells'))).toEqual(sorted(cells))
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

/** A baseline whose cells' text is `text`, with the hash that fits it. */
async function rewritten(text: string, count: number): Promise<string> {
  const place = folder()
  const { baseline } = await writeBaseline(place, DRAFT, [])
  await writeFile(join(place, 'cells.jsonl.gz'), gzipSync(text))
  const cells = { ...baseline.cells, sha256: sha256(text), count }
  await writeFile(join(place, 'baseline.json'), JSON.stringify({ ...baseline, cells }))
  return place
}

const HEADER = '{"task":"re","variants":["u1","u2"],"trials":1}'
const ROW = '["a1",[["answered",1,"0000000000000000"],["refused",0,null]],[0,1]]'

test('cells as they are written are read, whatever wrote them', async () => {
  const stored = await readBaseline(await rewritten(`${HEADER}\n${ROW}\n`, 2))
  expect(stored?.cells.map(({ variant, outcome }) => [variant, outcome])).toEqual([
    ['u1', 'answered'],
    ['u2', 'refused'],
  ])
})

test.each([
  ['a header without a task', '{"variants":["u1","u2"],"trials":1}', ROW, '1: a header names its task'],
  ['a header without variants', '{"task":"re","variants":[],"trials":1}', ROW, '1: a header lists its variants'],
  ['a variant twice', '{"task":"re","variants":["u1","u1"],"trials":1}', ROW, '1: a header names each variant once'],
  ['half a trial', '{"task":"re","variants":["u1"],"trials":0.5}', ROW, '1: the trials of a header'],
  ['an unknown field', '{"task":"re","variants":["u1"],"trials":1,"x":1}', ROW, '1: a header has no field "x"'],
  ['a header twice', `${HEADER}\n${ROW}\n${HEADER}`, ROW, '3: its task has a header already'],
  ['no header', ROW, ROW, '1: cells begin with a header line'],
  ['no JSON', HEADER, '["a1",', '2: no row of an example'],
  ['another id', HEADER, '[7,[["refused",0,null]],[0,0]]', '2: a row begins with the id'],
  ['no replies', HEADER, '["a1",null,[0,0]]', '2: the second part of a row'],
  ['an unknown outcome', HEADER, '["a1",[["right",1,null]],[0,0]]', '2: no outcome "right"'],
  ['a score above 1', HEADER, '["a1",[["answered",2,"0000000000000000"]],[0,0]]', '2: a score must be between 0 and 1'],
  ['a score in words', HEADER, '["a1",[["answered","1","0000000000000000"]],[0,0]]', '2: a score must be between'],
  ['no answer', HEADER, '["a1",[["answered",1,null]],[0,0]]', '2: an answered cell has the first 16'],
  ['a scored refusal', HEADER, '["a1",[["refused",1,null]],[0,0]]', '2: a cell that is refused scores 0'],
  ['a slot of no reply', HEADER, '["a1",[["refused",0,null]],[0,1]]', '2: a slot names reply 1, of which there are 1'],
  ['a slot in words', HEADER, '["a1",[["refused",0,null]],["0",0]]', '2: the third part of a row'],
  ['a slot too many', HEADER, '["a1",[["refused",0,null]],[0,0,0]]', '2: a row has 2 slots, this one 3'],
  ['an example twice', HEADER, `${ROW}\n${ROW}`, '3: the example "a1" comes twice'],
])('cells with %s are refused by file and line, though the hash fits', async (_, header, rows, said) => {
  const place = await rewritten(`${header}\n${rows}\n`, 2)
  const refused = await readBaseline(place).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(UsageError)
  expect(String(refused)).toContain(`${join(place, 'cells.jsonl.gz')}:${said}`)
  expect(String(refused)).toContain('restore the baseline from its history, or accept again')
})

test('each wrong line is named, the first five in words; a wrong number of cells is refused', async () => {
  const wrong = Array.from({ length: 7 }, (_, index) => `["a${index}",[["refused",1,null]],[0,0]]`)
  const refused = await readBaseline(await rewritten([HEADER, ROW, ...wrong].join('\n'), 2)).catch(String)
  expect(String(refused).match(/cells\.jsonl\.gz:\d+/g)).toHaveLength(5)
  expect(String(refused)).toContain('and 2 more lines')
  await expect(rewritten(`${HEADER}\n${ROW}\n`, 3).then(readBaseline)).rejects.toThrow(/holds 2 cells, .* says 3/)
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
