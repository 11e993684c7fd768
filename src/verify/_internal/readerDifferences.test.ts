import { expect, test } from 'vitest'
import { decidedRun } from '../../cli/decidedRun.testing.ts'
import { taskKinds } from '../../core/tasks/index.ts'
import type { Run, RunEvidence } from '../../core/types/index.ts'
import { readerDifferences } from './headDifferences.ts'

const { draft, stored } = await decidedRun()
const taskKind = (name: string) => taskKinds.find(({ kind }) => kind === name)
const own = taskKind(draft.evidence.tasks[0]!.kind)!.reader!

function runReadBy(reader: string | undefined, version = '9.9.9'): Run {
  const tasks = draft.evidence.tasks.map((task) => withReader(task, reader))
  const evidence = { ...draft.evidence, tasks, observations: { sha256: '0'.repeat(64), count: 0 } }
  return { schema: 2, evidence, context: { ...draft.context, versions: { 'vitest-robustness': version } } }
}

test.each([
  ['its own', runReadBy(own), { baseline: stored, version: '9.9.9' }, null],
  ['none', runReadBy(undefined), { baseline: stored, version: '9.9.9' }, /does not say by which version of its reader/],
  [
    'an earlier one, by the same package',
    runReadBy('1'),
    { baseline: null, version: '9.9.9' },
    new RegExp(`version 9\\.9\\.9 of the package reads them by version ${own}`),
  ],
  ['an earlier one, by an earlier package', runReadBy('1', '0.1.0'), { baseline: null, version: '9.9.9' }, null],
  [
    'an earlier one than the accepted answers',
    runReadBy('1', '0.1.0'),
    { baseline: stored, version: '9.9.9' },
    /decided against the baseline, although answers of task re are read by version 1/,
  ],
  [
    'one that this package never had',
    runReadBy(String(Number(own) + 1), '0.1.0'),
    { baseline: null, version: '9.9.9' },
    new RegExp(`this package has none after version ${own}`),
  ],
  [
    'one that is no version',
    runReadBy(`${own} forged`, '0.1.0'),
    { baseline: null },
    new RegExp(`this package has none after version ${own}`),
  ],
  [
    'one that is no version either',
    runReadBy('0', '0.1.0'),
    { baseline: null },
    new RegExp(`this package has none after version ${own}`),
  ],
])('a run that names %s', (_, run, known, said) => {
  const found = readerDifferences(run, { taskKind, ...known })
  expect(found).toHaveLength(said === null ? 0 : 1)
  expect(found.join()).toMatch(said ?? /^$/)
})

function withReader(
  { name, hash, kind, sources }: RunEvidence['tasks'][number],
  reader: string | undefined,
): RunEvidence['tasks'][number] {
  return { name, hash, kind, sources, ...(reader !== undefined && { reader }) }
}
