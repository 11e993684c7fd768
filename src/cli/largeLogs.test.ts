import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sha256 } from '../core/hash/index.ts'
import type { Observation, Run } from '../core/types/index.ts'
import { cliIn, folderWith, madeLog } from './cliIn.testing.ts'
import { harnessLine, questionOf } from './harnessLog.testing.ts'

/** A log in which every `wrong`-th answer is wrong. */
function harnessLog(lines: number, wrong: number): string {
  return Array.from({ length: lines }, (_, at) => harnessLine(at, wrong)).join('')
}

async function written(folder: string): Promise<{ readonly run: Run; readonly text: string }> {
  const runs = join(folder, '.robustness', 'runs')
  const id = (await readFile(join(runs, 'latest'), 'utf8')).trim()
  const read = (name: string) => readFile(join(runs, id, name), 'utf8')
  return { run: JSON.parse(await read('run.json')) as Run, text: await read('observations.jsonl') }
}

// The digests are those of the time when each observation was an object of its own, with all that it says.
test.each([
  ['few', '0.02', 'dd2b4eae3f312cbd5f460eec4fadfd375dfa08bc1a5c4961aa2553af2886e8c2'],
  ['all', '0.0001', '72b02e46947bab14016f2c33db0c1732265f796feefd39cc549fdc1d80579aac'],
])('where %s of 2,000 lines are needed, the evidence has the bytes it always had', async (_, by, digest) => {
  const folder = await folderWith({
    'v1/samples.jsonl': harnessLog(2000, 97),
    'v2/samples.jsonl': harnessLog(2000, 89),
  })
  await cliIn(folder, 'gate', '--baseline', 'v1/samples.jsonl', '--candidate', 'v2/samples.jsonl', '--by', by)
  const { run, text } = await written(folder)
  expect(sha256(text)).toBe(digest)
  expect(run.evidence.observations.sha256).toBe(digest)
  const shown = run.evidence.claims.flatMap(({ counterexamples }) => counterexamples)
  expect(shown.length).toBe(by === '0.02' ? 0 : 3)
  // Questions are not kept of a log that says which they are by the hash of their contents: those shown are read again.
  for (const { example, input } of shown) expect(input).toEqual({ question: questionOf(Number(example)) })
})

test('a cell of two claims is written once, and one without a score says why', async () => {
  const lacking = madeLog(300, 7).map((record, at) =>
    at % 5 === 3 ? Object.assign({}, record, { answer: null }) : record,
  )
  const folder = await folderWith({ 'v1.jsonl': madeLog(300, 7), 'v2.jsonl': lacking })
  const args = ['--population', 'dataset', '--max-flip-rate', '0.3']
  await cliIn(folder, 'gate', '--baseline', 'v1.jsonl', '--candidate', 'v2.jsonl', ...args)
  const { run, text } = await written(folder)
  const cells = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Observation)
  const names = cells.map(({ release, example, variant, trial }) => JSON.stringify([release, example, variant, trial]))
  expect(run.evidence.claims.length).toBe(2)
  expect(new Set(names).size).toBe(cells.length)
  const unscored = cells.filter(({ outcome }) => outcome === 'error')
  expect(unscored.length).toBeGreaterThan(0)
  const same = { release: 'v2', answer: null, score: 0, reason: 'the log has neither answer nor score for it' }
  for (const cell of unscored) expect(cell).toMatchObject(same)
  expect(await cliIn(folder, 'report', '--verify')).toMatchObject({ code: 0 })
})
