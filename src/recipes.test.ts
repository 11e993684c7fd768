import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { sampleClaim, sampleClaims, sampleRun } from './core/wording/sampleRun.testing.ts'

/** The scripts of docs/export.md, run as a user would run them. */

const HOSTILE = 'a"b\\c\nd\r::error::e%0A,:\u2028--- |\u202E {x="1"} 1 # EOF\u0000\uD800'
const guide = readFileSync(join(import.meta.dirname, '../docs/export.md'), 'utf8')
const recipes = [...guide.matchAll(/^```js file=(\S+)\n([\s\S]*?)^```$/gm)].map(([, file = '', text = '']) => ({
  file,
  text,
}))

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'recipes-'))
  for (const { file, text } of recipes) writeFileSync(join(folder, file), text)
  const hostile = sampleClaim({ title: HOSTILE, reason: HOSTILE, spec: { statistic: 'flip rate', task: HOSTILE } })
  writeFileSync(join(folder, 'run.json'), JSON.stringify(sampleRun([hostile, ...sampleClaims()])))
  writeFileSync(join(folder, 'one.json'), JSON.stringify(sampleRun([sampleClaim()])))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (script: string, file: string): string =>
  execFileSync(process.execPath, [script, file], { cwd: folder, encoding: 'utf8' })

describe('the recipes of docs/export.md', () => {
  test('are three', () => {
    expect(recipes.map(({ file }) => file)).toEqual(['bencher.mjs', 'model-card.mjs', 'eval-results.mjs'])
  })

  test('Bencher: numbers by claim and statistic', () => {
    const found = JSON.parse(run('bencher.mjs', 'run.json')) as Record<string, Record<string, Record<string, number>>>
    expect(Object.keys(found)).toHaveLength(4)
    // https://bencher.dev/bmf.json
    for (const [name, measures] of Object.entries(found)) {
      expect(name.length).toBeLessThanOrEqual(1024)
      for (const [measure, metric] of Object.entries(measures)) {
        expect(measure).toMatch(/^[a-z\d-]{1,64}$/)
        expect(metric['value']).toEqual(expect.any(Number))
        expect(Object.keys(metric).every((key) => ['value', 'lower_value', 'upper_value'].includes(key))).toBe(true)
        expect(Object.values(metric).every(Number.isFinite)).toBe(true)
      }
    }
    const { title, id } = sampleClaim()
    expect(found[`${title} ${id}`]).toEqual({
      'flip-rate': { value: 0.131, lower_value: 0.0913, upper_value: 0.204 },
      cells: { value: 252 },
    })
  })

  test('a model card: its JSON is YAML, and no text of a model breaks out of it', () => {
    const { title } = sampleClaim()
    expect(parse(run('model-card.mjs', 'one.json'))).toEqual({
      'model-index': [
        {
          name: 'v2',
          results: [
            {
              task: { type: 'question-answering', name: 're' },
              dataset: { type: 're', name: 're' },
              metrics: [
                {
                  type: 'flip_rate',
                  value: 0.131,
                  name: title,
                  args: {
                    verdict: 'fail',
                    limit: 0.05,
                    sense: 'at most',
                    lower: 0.0913,
                    upper: 0.204,
                    examples: 84,
                    cells: 252,
                  },
                },
              ],
            },
          ],
        },
      ],
    })
    const hostile = parse(run('model-card.mjs', 'run.json')) as {
      'model-index': [{ name: string; results: [{ metrics: [{ name: string }] }] }]
    }
    expect(hostile['model-index'][0].results).toHaveLength(4)
    expect(hostile['model-index'][0].results[0].metrics[0].name).toBe(HOSTILE)
  })

  test('.eval_results hold benchmarks of the Hub only', () => {
    const entries = parse(run('eval-results.mjs', 'run.json')) as Record<string, unknown>[]
    expect(entries).toHaveLength(3)
    expect(entries.find(({ value }) => value === 0.131)).toEqual({
      dataset: { id: 'org/relation-extraction', task_id: 're' },
      value: 0.131,
      date: '2026-11-21T01:02:03.456Z',
      notes: expect.stringContaining('fail, flip rate between 0.0913 and 0.204, limit 0.05'),
    })
  })
})
