import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../temporaryFolder.testing.ts'
import { keepProbes, readProbes } from './callsAndProbes.ts'

const probe = { release: 'v1', on: '2026-11-21', dropped: ['seed'], refused: [], endpoint: 'http://x', model: 'm' }

async function read(dir: string) {
  const said: string[] = []
  return { probes: await readProbes(dir, (sentence) => said.push(sentence)), said }
}

test('what was probed is read back, and nothing is said of it', async () => {
  const dir = join(temporaryFolder('probes'), 'own')
  expect(await read(dir)).toEqual({ probes: [], said: [] })
  await keepProbes(dir, [probe])
  await keepProbes(dir, [{ ...probe, dropped: [] }])
  expect(await read(dir)).toEqual({ probes: [{ ...probe, dropped: [] }], said: [] })
})

test.each([
  ['{"no": "list"}', 'no list of probes'],
  ['[{', 'no list of probes'],
  ['[null]', 'entry 1 is no probe'],
  [JSON.stringify([probe, { ...probe, dropped: 'seed' }]), 'entry 2 is no probe'],
  [JSON.stringify([probe, { ...probe, release: 7 }]), 'entry 2 is no probe'],
])('of %s what is no probe is left out by name', async (text, why) => {
  const dir = temporaryFolder('probes')
  await writeFile(join(dir, 'probes.json'), text)
  const { probes, said } = await read(dir)
  expect(said).toEqual([expect.stringContaining(`probes.json: ${why}`)])
  expect(probes).toEqual(text.includes('"v1"') ? [probe] : [])
})
