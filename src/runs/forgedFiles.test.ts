import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { decidedRun } from '../cli/decidedRun.testing.ts'
import { sha256, evidenceHash, orderedJson } from '../core/hash/index.ts'
import type { Run } from '../core/types/index.ts'
import { temporaryFolder } from '../temporaryFolder.testing.ts'
import { readRun } from './readRun.ts'
import { writeRun } from './writeRun.ts'

/** A forger who writes the files of a run again, with hashes that fit, must still write what a run writes. */

const sample = await decidedRun()
let folder: string
beforeEach(async () => {
  const written = await writeRun(temporaryFolder('forged'), sample.draft, sample.observations)
  folder = join(temporaryFolder('forged'), 'run')
  const { cp } = await import('node:fs/promises')
  await cp(written.folder, folder, { recursive: true })
})

/** Writes observations and puts their hash, and that of the evidence, into `run.json`. */
async function rewrite(bytes: Buffer | string): Promise<void> {
  const data = Buffer.from(bytes)
  await writeFile(join(folder, 'observations.jsonl'), data)
  const run = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as Run
  const count = data
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '').length
  const evidence = { ...run.evidence, observations: { sha256: sha256(data), count } }
  const again = { ...run, evidence, evidenceHash: evidenceHash({ schema: 2, evidence }) }
  await writeFile(join(folder, 'run.json'), orderedJson(again))
}

async function lines(): Promise<string[]> {
  return (await readFile(join(folder, 'observations.jsonl'), 'utf8')).trim().split('\n')
}

const text = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('')

test('a copy with fitting hashes is read', async () => {
  await rewrite(text(await lines()))
  expect((await readRun(folder)).observations).toHaveLength((await lines()).length)
})

const scoreTwice = (line: string): string => line.replace('"score":', '"score":0,"score":')

test.each<readonly [string, (all: string[]) => Buffer | string, RegExp]>([
  ['a line twice', (all) => text(all.toSpliced(3, 0, all[3]!)), /observations\.jsonl:5: the line comes twice/],
  ['two lines changed over', (all) => text(all.with(3, all[4]!).with(4, all[3]!)), /:5: the line is not in the order/],
  [
    'another result of a cell, far from it',
    (all) => text([...all, all[0]!.replace('"score":1', '"score":0')]),
    /is not in the order of the cells/,
  ],
  ['a key twice', (all) => text(all.with(2, scoreTwice(all[2]!))), /:3: the line is not as a run writes it/],
  ['blanks', (all) => text(all.with(2, all[2]!.replace(':', ': '))), /:3: the line is not as a run writes it/],
  [
    'ends of another system',
    (all) => all.map((line) => `${line}\r\n`).join(''),
    /:1: the line is not as a run writes it/,
  ],
  [
    'letters as escapes',
    (all) => text(all.with(2, all[2]!.replace('"task":"re"', String.raw`"task":"\u0072e"`))),
    /:3: the line is not as/,
  ],
  ['a mark of byte order', (all) => `\uFEFF${text(all)}`, /:1: not JSON/],
  [
    'bytes that are no UTF-8',
    (all) => Buffer.concat([Buffer.from(text(all).slice(0, -6)), Buffer.from([0xff]), Buffer.from('"}\n')]),
    /bytes that are no UTF-8/,
  ],
  ['UTF-16', (all) => Buffer.from(text(all), 'utf16le'), /no UTF-8|not JSON/],
  ['an empty line', (all) => `\n${text(all)}`, /:1: not JSON/],
  ['a last line without its end', (all) => text(all).slice(0, -1), /its last line has no end/],
  ['a last line that was cut', (all) => text(all).slice(0, -9), /not JSON/],
])('observations with %s are refused by name', async (_, forge, said) => {
  await rewrite(forge(await lines()))
  await expect(readRun(folder)).rejects.toThrow(said)
})

test.each<readonly [string, (json: string) => string]>([
  ['a key twice, the other value first', (json) => json.replace('"verdict":', '"verdict": "pass", "verdict":')],
  ['a number in another form', (json) => json.replace('"schema": 2', '"schema": 2.0')],
  ['a text in another form', (json) => json.replace('"evidence":', String.raw`"\u0065vidence":`)],
])('a run.json with %s is refused', async (_, forge) => {
  const file = join(folder, 'run.json')
  const json = await readFile(file, 'utf8')
  const forged = forge(json)
  expect(JSON.parse(forged)).toEqual(JSON.parse(json))
  await writeFile(file, forged)
  await expect(readRun(folder)).rejects.toThrow(/run\.json: it can be read in more than one way/)
})

test('a run.json with other blanks is read', async () => {
  const file = join(folder, 'run.json')
  await writeFile(file, JSON.stringify(JSON.parse(await readFile(file, 'utf8')), null, '\t'))
  expect((await readRun(folder)).run.schema).toBe(2)
})
