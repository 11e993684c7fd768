import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type ExitCode, type ExitGuard, guardExit } from './exitGuard.ts'

/** A process that ends: what its exit code becomes, and what is said at the end. */
function ended(
  act: (guard: ExitGuard, process: { exitCode?: number | string | null | undefined }) => void,
  by: 'gate' | 'vitest' = 'gate',
): {
  readonly exitCode: unknown
  readonly said: string
  readonly receipt: unknown
} {
  let end = (): void => {}
  const process: Parameters<typeof guardExit>[0]['process'] = {
    exitCode: undefined,
    once(_: unknown, listener: () => void) {
      end = listener
      return this as never
    },
    off() {
      end = () => {}
      return this as never
    },
  }
  const receipt = by === 'gate' ? join(mkdtempSync(join(tmpdir(), 'exit-guard-')), 'receipt.json') : null
  const lines: string[] = []
  const guard = guardExit({ process, receipt, say: (line) => void lines.push(line) })
  act(guard, process)
  end()
  const left: unknown = receipt === null ? null : JSON.parse(readFileSync(receipt, 'utf8'))
  return { exitCode: process.exitCode ?? 0, said: lines.join('\n'), receipt: left }
}

test.each([0, 1, 2, 3] as const)('what was decided is what the process ends with: %i', (code) => {
  const { exitCode, said, receipt } = ended((guard) => {
    guard.begun()
    guard.decided(code, 'pass')
  })
  expect([exitCode, said, receipt]).toEqual([code, '', { exitCode: code, gate: 'pass' }])
})

test.each<[string, ExitCode | null, number, number, RegExp]>([
  ['a coverage threshold after a passing gate', 0, 1, 1, /exit code 1 and not 0: vitest itself failed/],
  ['a coverage threshold after an open gate', 3, 1, 1, /exit code 1 and not 3/],
  ['vitest forgets a code', 3, 0, 3, /^$/],
  ['vitest says 1 after a usage error', 2, 1, 2, /^$/],
  ['the gate had no say', null, 1, 1, /^$/],
  ['a signal after a passing gate', 0, 130, 130, /^$/],
])('%s', (_, decided, later, code, told) => {
  const { exitCode, said } = ended((guard, process) => {
    guard.begun()
    guard.decided(decided, decided === 0 ? 'pass' : 'inconclusive')
    process.exitCode = later
  })
  expect(exitCode).toBe(code)
  expect(said).toMatch(told)
})

test.each([
  ['vitest broke off', true, 1, 3, /exit code 3: vitest broke off/],
  ['vitest did not get to a test', false, 1, 3, /exit code 3: vitest broke off before any test ran/],
  ['a signal', true, 130, 130, /exit code 130: stopped before anything was decided\. What was answered is kept/],
  ['a signal before any test', false, 130, 130, /^$/],
  ['nothing at all', true, 0, 0, /^$/],
] as const)('without a decision: %s', (_, begun, later, code, told) => {
  const { exitCode, said, receipt } = ended((guard, process) => {
    if (begun) guard.begun()
    process.exitCode = later
  })
  expect([exitCode, receipt]).toEqual([code, { exitCode: code, gate: null }])
  expect(said).toMatch(told)
})

test('something that is no run, e.g. vitest list, keeps the code of vitest', () => {
  const { exitCode, said } = ended((_, process) => void (process.exitCode = 1), 'vitest')
  expect([exitCode, said]).toEqual([1, ''])
})

test.each<[string, ExitCode | null, number, number, RegExp]>([
  ['is not hidden by a gate that passed', 0, 0, 3, /exit code 3 and not 0: vitest lacks a package/],
  ['leaves an open gate open', 3, 0, 3, /exit code 3: vitest lacks a package/],
  ['does not make a failing gate milder', 1, 0, 1, /^$/],
  ['does not make a usage error milder', 2, 1, 2, /^$/],
  ['hides no coverage threshold', 0, 1, 1, /exit code 1 and not 0/],
  ['is vitest’s own 1 where the gate has no say', null, 0, 1, /^$/],
])('a package that vitest lacks from the start %s', (_, decided, later, code, told) => {
  const { exitCode, said } = ended((guard, process) => {
    process.exitCode = 1
    guard.begun()
    guard.decided(decided, null)
    if (later !== 0) process.exitCode = later
  })
  expect(exitCode).toBe(code)
  expect(said).toMatch(told)
})

test('vitest that fails where nothing was decided blames no release', () => {
  const { exitCode, said } = ended((guard, process) => {
    guard.begun()
    guard.decided(3, null)
    process.exitCode = 1
  })
  expect([exitCode, said]).toEqual([3, ''])
})

test('what comes after vitest has closed is not touched: the process may be somebody else’s', () => {
  const { exitCode } = ended((guard, process) => {
    guard.decided(3, null)
    guard.closed()
    process.exitCode = 0
  })
  expect(exitCode).toBe(0)
})

test('a journal that cannot be closed is 3, and hides no failure', () => {
  const close = (code: ExitCode) =>
    ended((guard) => {
      guard.decided(code, 'pass')
      guard.fault('The journal is lost.')
    })
  expect(close(0)).toMatchObject({ exitCode: 3, said: 'vitest-robustness: exit code 3: The journal is lost.' })
  expect(close(1).exitCode).toBe(1)
})
