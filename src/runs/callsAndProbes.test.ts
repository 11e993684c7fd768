import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sampleObservation } from '../core/wording/sampleRun.testing.ts'
import { temporaryFolder } from '../temporaryFolder.testing.ts'
import { CALLS_FILE, readCalls, writeCalls } from './callsAndProbes.ts'
import { readText } from './_internal/files.ts'

const [ASKED, STORED] = ['a'.repeat(64), 'b'.repeat(64)]
const observations = [ASKED, STORED, ASKED].map((key, trial) => sampleObservation({ key, trial }))

test('what calls took is written once for each answer that was asked for, and read back', async () => {
  const folder = temporaryFolder('calls')
  await writeCalls(folder, observations, (key) => (key === ASKED ? { latencyMs: 12.3456, attempts: 2 } : null))
  expect(await readText(join(folder, CALLS_FILE))).toBe(`{"attempts":2,"key":"${ASKED}","latencyMs":12.35}\n`)
  const took = await readCalls(folder)
  expect([took(ASKED), took(STORED)]).toEqual([{ latencyMs: 12.35, attempts: 2 }, null])
})

test('where nothing was asked there is no file, and none is missed', async () => {
  const folder = temporaryFolder('calls')
  await writeCalls(folder, observations, () => null)
  expect(await readText(join(folder, CALLS_FILE))).toBeNull()
  expect((await readCalls(folder))(ASKED)).toBeNull()
})

test('a damaged line is named', async () => {
  const folder = temporaryFolder('calls')
  await writeFile(join(folder, CALLS_FILE), `{"attempts":2,"key":"${ASKED}","latencyMs":12.35}\n{"attempts":0}\n`)
  await expect(readCalls(folder)).rejects.toThrow(/calls\.jsonl:2/)
})
