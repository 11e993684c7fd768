import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { perturbations } from '../src/core/perturbations/index.ts'

interface Row {
  readonly name: string
  readonly shares: readonly {
    readonly set: string
    readonly prompts: number
    readonly changed: number
    readonly share: number
  }[]
}

test('without the shared data it says so, and measures the fixtures', { timeout: 60_000 }, () => {
  const script = join(import.meta.dirname, 'applicability.ts')
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [script, '--data', 'nowhere', '--limit', '12', '--json'],
    { encoding: 'utf8' },
  )
  expect(stderr.split('\n')).toEqual([
    'skipped: nowhere/boolq/dev.jsonl is absent; name the folder that holds it with --data',
    'skipped: nowhere/semeval2010-task8/TEST_FILE_FULL.TXT is absent; name the folder that holds it with --data',
    '',
  ])
  expect(status).toBe(0)
  const rows = JSON.parse(stdout) as Row[]
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(perturbations))
  expect(rows[0]?.shares.map(({ set, prompts }) => [set, prompts])).toEqual([
    ['re', 12],
    ['qa-boolean', 12],
    ['qa-choice', 12],
    ['qa-extractive', 12],
    ['translated', 12],
    ['production', 48],
  ])
  for (const { shares } of rows) for (const { changed, prompts, share } of shares) expect(share).toBe(changed / prompts)
  // What only some prompts have room for applies to those and to no others.
  const order = rows.find(({ name }) => name === 'option-order')
  expect(order?.shares.map(({ share }) => share)).toEqual([0, 0, 1, 0, 0, 0.25])
  const translated = rows.find(({ name }) => name === 'translated-instruction')
  expect(translated?.shares.map(({ share }) => share)).toEqual([0, 0, 0, 0, 1, 0])
})
