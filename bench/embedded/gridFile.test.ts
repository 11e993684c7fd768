import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { appendGridRows, openGridFile, type GridHeader, type GridRow } from './gridFile.ts'

const dir = mkdtempSync(join(tmpdir(), 'grid-file-'))
const file = join(dir, 'deep', 'grid.jsonl')
const header: GridHeader = {
  schema: 1,
  model: 'tiny',
  revision: 'abc',
  format: 'plain',
  parameters: {},
  task: 're',
  taskHash: 'hash',
  variants: ['a', 'b'],
}
const row = (example: string): GridRow => ({
  example,
  answers: [{ kind: 'answer', text: 'née\n', finish: 'stop' }],
  cells: [0, 0],
  ms: 3,
})

afterEach(() => rmSync(dir, { recursive: true, force: true }))

test('rows come back; a line that was half written is cut off, and asked again', () => {
  expect(openGridFile(file, header).size).toBe(0)
  appendGridRows(file, [row('e1'), row('e2')])
  appendFileSync(file, JSON.stringify(row('e3')).slice(0, -5))
  expect([...openGridFile(file, header).values()]).toEqual([row('e1'), row('e2')])
  appendGridRows(file, [row('e3')])
  expect([...openGridFile(file, header).keys()]).toEqual(['e1', 'e2', 'e3'])
})

test('a file of another model, task or list of variants starts empty', () => {
  openGridFile(file, header)
  appendGridRows(file, [row('e1')])
  expect(openGridFile(file, { ...header, revision: 'abd' }).size).toBe(0)
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(2)
})
