import { mkdtempSync, writeFileSync } from 'node:fs'
import { mkdir, open, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { faultInWords } from './exitGuard.ts'

const PLACE = mkdtempSync(join(tmpdir(), 'fault-'))
const FILE = join(PLACE, 'file')
writeFileSync(FILE, '')

/** The error of the real file system. */
async function errorOf(act: () => Promise<unknown>): Promise<unknown> {
  return act().then(
    () => null,
    (error: unknown) => error,
  )
}

test.each([
  ['a file where a folder is needed', () => mkdir(FILE), `${FILE} is a file, where a folder is needed: move it away`],
  ['a file above', () => mkdir(join(FILE, 'runs')), `a part of ${join(FILE, 'runs')} is a file`],
  [
    'no folder above',
    () => mkdir(join(PLACE, 'gone', 'x')),
    `${join(PLACE, 'gone', 'x')} cannot be made: the disk may`,
  ],
  ['a folder where a file is written', () => open(PLACE, 'w'), `${PLACE} is a folder, where a file is to be written`],
])('%s', async (_, act, said) => {
  expect(faultInWords(await errorOf(act), '.robustness')).toContain(said)
})

test('an error without a path is about the folder that was being written', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  expect(faultInWords(full, '.robustness')).toMatchInlineSnapshot(
    `"no space is left where .robustness is written: free some, then run again; what was answered until then is kept (ENOSPC: no space left on device, write)"`,
  )
})

test('another error keeps its own words', async () => {
  expect(faultInWords(await errorOf(() => readFile(join(PLACE, 'gone'))), '.robustness')).toBe(null)
  expect(faultInWords(new Error('what'), '.robustness')).toBe(null)
  expect(faultInWords('what', '.robustness')).toBe(null)
})
