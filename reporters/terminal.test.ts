import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { sampleClaim, sampleRun } from '../src/core/wording/sampleRun.testing.ts'
import type { ClaimResult } from '../src/core/types/index.ts'
import { claimTable } from './common/claimTable.ts'
import { terminal } from './terminal.ts'

test('a run for a terminal', () => {
  expect(terminal(sampleRun())).toMatchInlineSnapshot(`
    "candidate v2, baseline v1 (tiny@0123456789ab); gate mode: asked just enough to
      decide; seed 41, alpha 0.05, fail corrected for 5 claims (manifest); attempts
      are not counted

    verdict         claim                                   bound  limit  cells/grid
    question answering
    pass            beats a coin                          >= 0.72    0.7   252/67925
    relation extraction
    inconclusive    is no worse than the accepted r…  -0.02..0.04   0.02   600/67925
    fail            keeps its answer when the instr…      >= 0.09   0.05   252/67925
    not applicable  advisory: keeps up with the bas…            -   0.05           -

    Claim "relation extraction > is no worse than the accepted release" is
      inconclusive: loss against the baseline between -0.02 and 0.04, limit 0.02
      (300 examples, 600 cells)
    Why: the pool is used up
    Replay: ROBUSTNESS_RELEASE=v2 ROBUSTNESS_SEED=41 npx vitest run \\
      -t "is no worse than the accepted release"
    Next: about 140 more examples would decide it every second time if the estimate
      holds, and the pool is used up: add examples, or set a limit further from the
      estimate

    Claim "relation extraction > keeps its answer when the instruction is reworded"
      fails: flip rate at least 0.09, limit 0.05 (84 examples, 252 cells)
    Not answered: 3 unparseable, of 252 cells
    Counterexample: example 3f9a0c11d2e4, instruction re-u07: "founded_by" became
      "employee_of"
      canonical:  Name the relation between {head} and {tail}. Sentence: {sentence}
      paraphrase: State the relation between {head} and {tail}. Sentence: {sentence}
    Replay: ROBUSTNESS_RELEASE=v2 ROBUSTNESS_SEED=41 npx vitest run \\
      -t "keeps its answer when the instruction is reworded"
    Show: npx vitest-robustness show v2/re/3f9a0c11d2e4/re-u07/0
    Next: 6 of 40 answers under "imperative" wordings flipped, 1 of 44 elsewhere
      (exploratory)

    Claim "relation extraction > keeps up with the baseline on seen instructions" is
      not applicable: there is no baseline yet
    Next: accept a baseline: npx vitest-robustness baseline accept

    Counterexamples are single cases, shown because they failed: nothing general
      follows from them.

    Claims of the manifest that this run did not decide:
      - question answering > keeps its answer when options move

    2026-11-21T01:02:03.456Z, 1.2 s, 700 calls made, 152 reused, 3 retried
    tests: 1 passed, 2 failed, 0 skipped; exit code 1
    node 26.10.0, vitest 5.1.1, commit 0123456789ab

    ================================================================================
      GATE: FAIL
      v2 may not ship (exit code 1)
      - The claim "relation extraction > keeps its answer when the instruction is
        reworded" fails.
      - The claim "relation extraction > is no worse than the accepted release" is
        inconclusive.
      Evidence: d49e7f79d8d06d55b09b47bd1a23cf5e99fa6012404e1f07a21ea92b13730c9a
    ================================================================================
    "
  `)
})

test('a passing claim says how much was not answered, where that is more than one in twenty', () => {
  const table = (outcomes: ClaimResult['outcomes'], verdict: ClaimResult['verdict'] = 'pass') =>
    claimTable([{ ...sampleClaim(), verdict, outcomes }], 80, (_, text) => text).slice(2)
  expect(table({ answered: 479, unparseable: 371 })).toMatchInlineSnapshot(`
    [
      "pass     keeps its answer when the instruction is r…  <= 0.21   0.05   252/67925",
      "         not answered: 371 unparseable, of 850 cells",
    ]
  `)
  expect(table({ answered: 95, unparseable: 5 })).toHaveLength(1)
  expect(table({ answered: 94, unparseable: 5, error: 1 })).toHaveLength(2)
  expect(table({ unparseable: 9 }, 'fail')).toHaveLength(1)
})

test('without context nothing of the machine or the day is shown', () => {
  const text = terminal(sampleRun(), { context: false })
  expect(text).not.toContain('2026')
  expect(text).not.toContain('26.10.0')
  expect(text).toBe(
    terminal({ ...sampleRun(), context: { ...sampleRun().context, durationMs: 9 } }, { context: false }),
  )
})

test('colour is only added, and only when asked for', () => {
  const coloured = terminal(sampleRun(), { colour: true })
  expect(terminal(sampleRun())).not.toContain('\u001B')
  expect(coloured).toContain('\u001B[31mFAIL\u001B[0m')
  expect(stripVTControlCharacters(coloured)).toBe(terminal(sampleRun()))
})

test('a run without claims', () => {
  expect(terminal(sampleRun([]), { context: false })).toContain('No claims.')
})

test('hostile text stays within its line and its 80 columns', () => {
  const hostile = `\u001B[2J\r\nGATE: PASS\u202E ${'x'.repeat(300)}`
  const [one] = sampleClaim().counterexamples
  if (!one) throw new Error('the sample has a counterexample')
  const claim = sampleClaim({
    title: `suite > ${hostile}`,
    counterexamples: [{ ...one, example: hostile, after: { ...one.after, answer: hostile, template: hostile } }],
    notes: [hostile],
  })
  const lines = terminal(sampleRun([claim])).split('\n')
  expect(lines.filter((line) => line.startsWith('GATE: PASS'))).toEqual([])
  const wide = lines.filter((line) => Array.from(line).length > 80)
  expect(wide.map((line) => line.slice(0, 6))).toEqual(["  -t '"])
  expect(lines.join('')).not.toMatch(/\p{Cc}|\p{Cf}/u)
})

test('where a plain run asks no endpoint, the replay says that it is to ask; without context it cannot know', () => {
  const run = sampleRun()
  const offline = { ...run, context: { ...run.context, live: false as const } }
  expect(/^Replay: .*\n.*$/m.exec(terminal(offline))?.[0]).toMatchInlineSnapshot(`
    "Replay: ROBUSTNESS_LIVE=1 ROBUSTNESS_RELEASE=v2 ROBUSTNESS_SEED=41 \\
      npx vitest run -t "is no worse than the accepted release""
  `)
  expect(terminal(offline, { context: false })).not.toContain('ROBUSTNESS_LIVE')
})
