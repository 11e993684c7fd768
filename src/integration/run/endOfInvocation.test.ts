import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { strongerCode, type ExitCode } from '../session/exitGuard.ts'
import { endOfInvocation, type Invocation } from './endOfInvocation.ts'

const BASELINE = { id: 'line@1', claims: ['qa > stable', 'qa > above'] }
const ROBUST = { tests: 2, skipped: 2, heldBack: [], waiting: 0 }
const NO_ROBUST = { tests: 0, skipped: 0, heldBack: [], waiting: 0 }

/** Nothing was decided, of a whole project that was run by hand, unless a case says otherwise. */
const invocation = (part: Partial<Invocation> = {}): Invocation => ({
  command: 'vitest',
  ci: false,
  watching: false,
  files: [],
  names: [],
  emptyIsFine: false,
  robust: NO_ROBUST,
  ordinary: { tests: 0, run: 0, failures: 0 },
  usageErrors: [],
  faults: [],
  baseline: null,
  written: null,
  ...part,
})
const end = (part: Partial<Invocation>) => endOfInvocation(invocation(part))
const ORDINARY = { tests: 3, run: 3, failures: 0 }
/** A filter by name left none of them. */
const NONE_LEFT = { tests: 3, run: 0, failures: 0 }

describe('what an invocation ends with', () => {
  // What differs; code of `vitest run`; code of `gate`. null: vitest's own code stands, in silence.
  test.each<[string, Partial<Invocation>, ExitCode | null, ExitCode | null]>([
    ['robust tests skipped in the source', { robust: ROBUST }, 3, 3],
    ['the same beside ordinary tests', { robust: ROBUST, ordinary: ORDINARY }, 3, 3],
    ['the same, with a baseline', { robust: ROBUST, baseline: BASELINE }, 3, 3],
    ['the same in the files that were named', { robust: ROBUST, files: ['a.robust.ts'], ordinary: ORDINARY }, 3, 3],
    ['-t left nothing at all', { robust: ROBUST, names: ['-t zzz'] }, 3, 3],
    ['-t left ordinary tests', { robust: ROBUST, names: ['-t plain'], ordinary: ORDINARY }, null, 3],
    ['-t, and no robust suite at all', { names: ['-t zzz'], ordinary: NONE_LEFT }, null, 3],
    [
      '-t, the suites are gone, a baseline names claims',
      { names: ['-t zzz'], baseline: BASELINE, ordinary: NONE_LEFT },
      3,
      3,
    ],
    [
      '-t left ordinary tests, the suites are gone',
      { names: ['-t plain'], baseline: BASELINE, ordinary: ORDINARY },
      null,
      3,
    ],
    ['files left ordinary tests', { files: ['src'], ordinary: ORDINARY }, null, 3],
    ['the same, with a baseline', { files: ['src'], ordinary: ORDINARY, baseline: BASELINE }, null, 3],
    ['files left nothing', { files: ['typo'] }, 3, 3],
    [
      'files left nothing, and that is fine',
      { files: ['related a.ts'], emptyIsFine: true, baseline: BASELINE },
      null,
      3,
    ],
    [
      'files and -t left nothing in ordinary files',
      { files: ['src'], names: ['-t zzz'], ordinary: NONE_LEFT },
      null,
      3,
    ],
    ['the whole project, no suite, no baseline', { ordinary: ORDINARY }, null, 3],
    ['the whole project, no suite, a baseline', { ordinary: ORDINARY, baseline: BASELINE }, 3, 3],
    ['the same, and an empty run is fine', { emptyIsFine: true, baseline: BASELINE }, 3, 3],
    ['a baseline without a gating claim', { ordinary: ORDINARY, baseline: { id: 'l@1', claims: [] } }, null, 3],
    ['a project without any test', {}, 3, 3],
    ['a project without any test, and that is fine', { emptyIsFine: true }, null, 3],
    [
      'a missing baseline, and ordinary tests by name',
      { usageErrors: ['no baseline'], files: ['src'], ordinary: ORDINARY },
      null,
      2,
    ],
    ['a missing baseline, and the whole project', { usageErrors: ['no baseline'], ordinary: ORDINARY }, 2, 2],
    ['a missing baseline, and skipped suites', { usageErrors: ['no baseline'], robust: ROBUST }, 2, 2],
    [
      'skipped suites beside an ordinary failure',
      { robust: ROBUST, ordinary: { tests: 3, run: 3, failures: 1 } },
      1,
      1,
    ],
    ['only an ordinary failure', { ordinary: { tests: 3, run: 3, failures: 1 } }, null, 1],
    [
      'a usage error beside an ordinary failure',
      { usageErrors: ['x'], ordinary: { tests: 3, run: 3, failures: 1 } },
      2,
      2,
    ],
    ['a worker that died, no robust test selected', { faults: ['It died.'], files: ['src'], ordinary: ORDINARY }, 3, 3],
    ['a worker that died with skipped suites', { faults: ['It died.'], robust: ROBUST }, 3, 3],
    [
      'held back: nothing may go live',
      { robust: { tests: 2, skipped: 2, heldBack: ['None.', 'None.'], waiting: 0 } },
      null,
      3,
    ],
    [
      'held back in part: the rest is skipped in the source',
      { robust: { tests: 2, skipped: 2, heldBack: ['None.'], waiting: 0 } },
      3,
      3,
    ],
    [
      'held back, and the rest is left out by -t',
      { names: ['-t a'], robust: { tests: 2, skipped: 2, heldBack: ['None.'], waiting: 0 } },
      null,
      3,
    ],
    [
      'held back in part, and the rest ran',
      { robust: { tests: 2, skipped: 1, heldBack: ['None.'], waiting: 0 } },
      3,
      3,
    ],
    [
      'held back, and the rest waits for a first baseline',
      { robust: { tests: 3, skipped: 2, heldBack: ['None.', 'None.'], waiting: 1 } },
      null,
      3,
    ],
    ['held back in CI', { ci: true, robust: { tests: 2, skipped: 2, heldBack: ['None.', 'None.'], waiting: 0 } }, 3, 3],
    ['while vitest watches', { watching: true, robust: ROBUST, baseline: BASELINE }, null, null],
  ])('%s', (_, part, byHand, gated) => {
    expect([end(part).exitCode, end({ ...part, command: 'gate' }).exitCode]).toEqual([byHand, gated])
  })

  test.each([0, 1, 2, 3] as const)('a run that was written ends with its own code: %i', (written) => {
    for (const command of ['gate', 'vitest'] as const)
      expect(end({ command, written, robust: ROBUST, faults: ['x'] })).toEqual({ exitCode: written, line: null })
  })

  test('0 is never said of a run that was not written, and `gate` is never silent', () => {
    const some = fc.record({
      command: fc.constantFrom('gate', 'vitest'),
      ci: fc.boolean(),
      emptyIsFine: fc.boolean(),
      files: fc.constantFrom([], ['src']),
      names: fc.constantFrom([], ['-t a']),
      robust: fc.constantFrom(NO_ROBUST, ROBUST, { tests: 2, skipped: 2, heldBack: ['None.', 'None.'], waiting: 0 }),
      ordinary: fc.constantFrom(NONE_LEFT, ORDINARY, { tests: 0, run: 0, failures: 0 }),
      baseline: fc.constantFrom(null, BASELINE),
    })
    fc.assert(
      fc.property(some, (given) => {
        const { exitCode, line } = end(given as Partial<Invocation>)
        const silent = exitCode === null && given.command === 'vitest'
        expect(silent || (exitCode === 3 && line?.startsWith('GATE: INCONCLUSIVE'))).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('the line says why, names the claims, and says the way out', () => {
    expect(end({ robust: ROBUST, baseline: BASELINE }).line).toMatchInlineSnapshot(
      `"GATE: INCONCLUSIVE (exit code 3). Nothing was decided: all 2 robust tests that were selected are skipped in their files. Run them, or delete them. Claims of line@1 that nothing is known of: "qa > stable", "qa > above"."`,
    )
    expect(
      end({ baseline: { id: 'l@1', claims: Array.from({ length: 9 }, (_, i) => `c${i}`) } }).line,
    ).toMatchInlineSnapshot(
      `"GATE: INCONCLUSIVE (exit code 3). Nothing was decided: the project has no robust test any more (a suite was deleted, renamed or excluded). Put it back, or remove the baseline from the config. Claims of l@1 that nothing is known of: "c0", "c1", "c2", "c3", "c4" and 4 more."`,
    )
    expect(end({ robust: ROBUST, names: ['-t /zzz/'] }).line).toMatchInlineSnapshot(
      `"GATE: INCONCLUSIVE (exit code 3). Nothing was decided: no test is left by -t /zzz/. Correct the name, or leave it out."`,
    )
    expect(
      end({ robust: { tests: 2, skipped: 2, heldBack: ['None.', 'None.'], waiting: 0 } }).line,
    ).toMatchInlineSnapshot(`"Not gated: 2 robust tests were held back: None."`)
    expect(
      end({ watching: true, robust: { tests: 2, skipped: 2, heldBack: ['None.', 'None.'], waiting: 0 } }).line,
    ).toMatch(/^Not gated/)
    expect(end({ usageErrors: ['no baseline.'], robust: ROBUST }).line).toMatchInlineSnapshot(
      `"Exit code 2: no baseline."`,
    )
    expect(end({ ordinary: { tests: 3, run: 3, failures: 1 }, robust: ROBUST }).line).toMatchInlineSnapshot(
      `"Exit code 1: 1 test or file failed; besides, nothing was decided: all 2 robust tests that were selected are skipped in their files. Run them, or delete them."`,
    )
  })
})

test.each([
  [0, 0, 0],
  [0, 1, 1],
  [3, 1, 1],
  [3, 0, 3],
  [1, 0, 1],
  [1, 3, 1],
  [2, 1, 2],
  [0, 130, 130],
] as const)('the gate said %i, vitest set %i later: %i', (decided, later, code) => {
  expect(strongerCode(decided, later)).toBe(code)
})
