import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sampleRun } from '../core/wording/sampleRun.testing.ts'
import type { Run } from '../core/types/index.ts'
import { trendOf } from './earlierRuns.ts'

let runs: string
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'runs-'))
})
afterEach(() => rmSync(runs, { recursive: true, force: true }))

function write(name: string, text: string): string {
  mkdirSync(join(runs, name))
  writeFileSync(join(runs, name, 'run.json'), text)
  return join(runs, name)
}

const at = (startedAt: string, mode: Run['evidence']['mode'] = 'gate'): Run => {
  const { evidence, context, schema } = sampleRun()
  return { schema, evidence: { ...evidence, mode }, context: { ...context, startedAt } }
}

test('claims of earlier gate runs, oldest first; what cannot be read is passed over', async () => {
  const now = at('2026-03-01T00:00:00.000Z')
  const folder = write('c', JSON.stringify(now))
  write('b', JSON.stringify(at('2026-02-01T00:00:00.000Z')))
  write('a', JSON.stringify(at('2026-01-01T00:00:00.000Z')))
  write('later', JSON.stringify(at('2026-04-01T00:00:00.000Z')))
  write('measured', JSON.stringify(at('2026-01-02T00:00:00.000Z', 'measure')))
  write('broken', '{ "schema": 1')
  write('strange', '{ "schema": 2 }')
  writeFileSync(join(runs, 'latest'), 'c\n')
  const points = await trendOf(folder, now)
  const decided = now.evidence.claims.filter(({ verdict }) => verdict !== 'not applicable')
  expect(points.map((point) => `${point.at.slice(0, 7)} ${point.title}`)).toEqual(
    ['2026-01', '2026-02'].flatMap((month) => decided.map(({ title }) => `${month} ${title}`)),
  )
  expect(points[0]).toMatchObject({ release: 'v2', verdict: decided[0]?.verdict, interval: decided[0]?.interval })
})

test('a folder with nothing beside it has no trend', async () => {
  expect(await trendOf(join(runs, 'gone', 'run'), sampleRun())).toEqual([])
})
