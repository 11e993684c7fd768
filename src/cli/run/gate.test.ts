import { expect, test } from 'vitest'
import { cliIn, folderWith } from '../cliIn.testing.ts'
import { endOfGate } from './gate.ts'

test.each([
  '--passWithNoTests',
  '--pass-with-no-tests',
  '--passWithNoTests=true',
  '--changed',
  '--changed=HEAD~1',
  '--watch',
  '-w',
  '--shard=1/2',
])('gate %s is refused before anything starts', async (argument) => {
  const { code, err } = await cliIn(await folderWith({}), 'gate', 'suites', argument)
  expect(code).toBe(2)
  expect(err).toContain(`gate ${argument}: `)
})

test('the refusal says what to do', async () => {
  const { err } = await cliIn(await folderWith({}), 'gate', '--changed')
  expect(err).toMatchInlineSnapshot(`
    "gate --changed: data sets, instructions, baselines and releases are no imports of a suite, so --changed leaves suites out that they decide; a gate runs all
    "
  `)
})

test.each([
  ['the gate passed', 0, { exitCode: 0, gate: 'pass' }, 0],
  ['a policy excuses open claims', 0, { exitCode: 0, gate: 'inconclusive' }, 0],
  ['the gate failed', 1, { exitCode: 1, gate: 'fail' }, 1],
  ['the gate failed, and a reporter ended the process with 0', 0, { exitCode: 1, gate: 'fail' }, 1],
  ['the gate stayed open, and the config ended it with 0', 0, { exitCode: 3, gate: 'inconclusive' }, 3],
  ['nothing ran', 0, { exitCode: 0, gate: null }, 3],
  ['a shard alone', 0, { exitCode: 0, gate: null }, 3],
  ['a failing ordinary test, and no robust one', 1, { exitCode: 1, gate: null }, 1],
  ['the plugin was not reached', 0, null, 2],
  ['the config does not load', 1, null, 2],
  ['the config is refused', 2, null, 2],
  ['a folder cannot be written', 3, null, 3],
  ['a signal', 130, { exitCode: 130, gate: null }, 3],
  ['killed for memory', 137, null, 3],
] as const)('%s', (_, code, receipt, exitCode) => {
  const ended = endOfGate(code, receipt)
  expect(ended.exitCode).toBe(exitCode)
  // A code that vitest has not printed is explained.
  expect(ended.line === null).toBe(code === exitCode)
})
