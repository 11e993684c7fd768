import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../core/hash/index.ts'
import { sampleObservation, sampleRun } from '../core/wording/sampleRun.testing.ts'
import { UsageError, type Observation } from '../core/types/index.ts'
import { temporaryFolder } from '../temporaryFolder.testing.ts'
import { observationLine } from './observations.ts'
import { observationLines, type RunDraft, writeRun } from './writeRun.ts'
import { readRun } from './readRun.ts'
import { runFolder } from './runFolder.ts'

const OBSERVATIONS = [
  sampleObservation(),
  sampleObservation({ variant: 're-u07', answer: null, outcome: 'unparseable', reason: 'no label in it', score: 0 }),
  sampleObservation({ example: '00aa', trial: 1, who: { model: 'tiny', revision: null, fingerprint: 'fp' } }),
  sampleObservation({ release: 'v1@accepted', raw: null, answer: `sha256:${'0'.repeat(16)}` }),
]

/** Every part that an observation can have. */
const FULL_OBSERVATION = sampleObservation({
  reason: 'why',
  cost: 0.25,
  judged: { raw: 'yes', model: 'a judge', key: 'a'.repeat(64) },
  wanted: 'x',
  who: { revision: '1', model: 'm', fingerprint: 'f' },
  tokens: { reasoning: 3, output: 2, input: 1 },
  choices: { texts: [' yes', ' no'], tokens: [1, 2], logProbabilities: [-0.25, -1e-7] },
})

function draft(changes: Partial<RunDraft['context']> = {}): RunDraft {
  const { evidence, context } = sampleRun()
  const { observations: _, ...rest } = evidence
  return { evidence: rest, context: { ...context, ...changes } }
}

async function written(observations: readonly Observation[] = OBSERVATIONS) {
  const dir = temporaryFolder('runs')
  return { dir, ...(await writeRun(dir, draft(), observations)) }
}

test('what is written reads back, and the latest run is found', async () => {
  const { dir, folder, run } = await written()
  const stored = await readRun(await runFolder(dir))
  expect(stored.folder).toBe(folder)
  expect(JSON.stringify(stored.run)).toBe(JSON.stringify(run))
  expect(new Set(stored.observations.map(canonicalJson))).toEqual(new Set(OBSERVATIONS.map(canonicalJson)))
  expect(await readdir(join(dir, 'runs'))).toEqual([folder.slice(folder.lastIndexOf('/') + 1), 'latest'])
  expect(await runFolder(dir, folder.slice(folder.lastIndexOf('/') + 1))).toBe(folder)
})

const bytes = (folder: string) => readFile(join(folder, 'observations.jsonl'), 'utf8')
const evidence = async (folder: string) => (await readFile(join(folder, 'run.json'), 'utf8')).split('\n  "context"')[0]

test('equal evidence gives equal bytes, whatever the order of completion, the shards and the day', async () => {
  const one = await written()
  const doubled = [...OBSERVATIONS, ...OBSERVATIONS].toReversed()
  const dir = temporaryFolder('runs')
  const other = await writeRun(dir, draft({ startedAt: '2027-01-01T00:00:00.000Z', durationMs: 5 }), doubled)
  expect(await bytes(other.folder)).toBe(await bytes(one.folder))
  expect(await evidence(other.folder)).toBe(await evidence(one.folder))
  expect(one.folder.slice(-8)).toBe(other.folder.slice(-8))
})

test('observations are sorted by release, task, example, variant, trial', () => {
  const lines = Array.from(observationLines(OBSERVATIONS))
  expect(lines).toHaveLength(4)
  const keys = lines.map((line) => JSON.parse(line) as Observation)
  expect(keys.map(({ release, example, variant }) => `${release} ${example} ${variant}`)).toMatchInlineSnapshot(`
    [
      "v1@accepted 3f9a0c11d2e4 re-s01",
      "v2 00aa re-s01",
      "v2 3f9a0c11d2e4 re-s01",
      "v2 3f9a0c11d2e4 re-u07",
    ]
  `)
})

test('two different observations of one cell are both kept, in an order of their own', () => {
  const fault = sampleObservation({ outcome: 'error', answer: null, raw: null, score: 0, reason: 'a fault' })
  const one = Array.from(observationLines([fault, sampleObservation()]))
  expect(Array.from(observationLines([sampleObservation(), fault, fault]))).toEqual(one)
  expect(one).toHaveLength(2)
})

test.each([...OBSERVATIONS, FULL_OBSERVATION])('a line is canonical JSON', (observation) => {
  expect(observationLine(observation)).toBe(canonicalJson(observation))
})

test('what breaks its schema is not written', async () => {
  const dir = temporaryFolder('runs')
  const wrong = sampleObservation({ key: 'short' })
  await expect(writeRun(dir, draft(), [wrong])).rejects.toThrow(/an observation of this run: .*key/)
  expect(await readdir(join(dir, 'runs'))).toEqual([])
})

async function altered(change: (text: string) => string): Promise<string> {
  const { folder } = await written()
  const file = join(folder, 'observations.jsonl')
  await writeFile(file, change(await readFile(file, 'utf8')))
  const error = await readRun(folder).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UsageError)
  return String(error instanceof Error ? error.message : error)
    .replaceAll(folder, 'FOLDER')
    .replaceAll(/[0-9a-f]{64}/g, 'HASH')
}

describe('a run folder that was altered is refused', () => {
  test('one observation altered', async () => {
    expect(await altered((text) => text.replace('"score":1', '"score":0'))).toMatchInlineSnapshot(`
      "FOLDER/observations.jsonl was changed after the run: its sha256 is HASH, run.json says HASH.
      The number of observations is right (4), so lines were altered and none was added or removed. Restore the file, or run the suites again."
    `)
  })

  test('one line altered by hand', async () => {
    expect(await altered((text) => text.replace('"score":1', '"score": 1'))).toContain(
      'Line 1 is not as a run writes it',
    )
  })

  test('one line removed', async () => {
    expect(await altered((text) => text.slice(text.indexOf('\n') + 1))).toContain('It has 3 lines, the run had 4.')
  })

  test('emptied', async () => {
    expect(await altered(() => '')).toContain('It has 0 lines, the run had 4.')
  })
})

test('a missing or broken file is named', async () => {
  const { dir, folder } = await written()
  await expect(readRun(join(dir, 'elsewhere'))).rejects.toThrow('elsewhere/run.json')
  await writeFile(join(folder, 'run.json'), '{"schema":')
  await expect(readRun(folder)).rejects.toThrow(/run\.json: not JSON/)
  await writeFile(join(folder, 'run.json'), '{"schema":1}')
  await expect(readRun(folder)).rejects.toThrow(/run\.json: .*evidence/)
})

test('without a run the error says how to get one', async () => {
  const dir = temporaryFolder('runs')
  await expect(runFolder(dir)).rejects.toThrow('make one with `npx vitest run`')
  await expect(runFolder(dir, 'other')).rejects.toThrow('No run folder other')
})
