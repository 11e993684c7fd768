import { expect, test } from 'vitest'
import type { ArmResult } from '../types/index.ts'
import { claimAnnotation } from './annotation.ts'
import { sampleClaim, sampleClaims } from './sampleRun.testing.ts'

const replay = 'ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"'
const shown = (claim: Parameters<typeof claimAnnotation>[0], ledger = false) => {
  const { type, message } = claimAnnotation(claim, { ledger, replay })
  return `${type}: ${message}`
}
const arm = (name: string, verdict: ArmResult['verdict'], interval: ArmResult['interval']): ArmResult => ({
  name,
  verdict,
  interval,
  estimate: 0.3,
  units: 20,
})
const RACE = sampleClaim({
  spec: { statistic: 'accuracy of the worst instruction', armStatistic: 'accuracy', sense: 'at least', limit: 0.6 },
  arms: [arm('instruction re-u07', 'fail', [0.1, 0.55]), arm('instruction re-u08', 'pass', [0.61, 1])],
  interval: [0.1, 0.55],
})
const VERDICTS = ['pass', 'fail', 'inconclusive', 'not applicable'] as const
const WAIVED = { of: 'f00dfeedf00d', limit: 0.05, owner: 'ann', reason: 'next training run', expires: '2026-12-31' }

test('one line for each verdict, with the mark that CI gives it', () => {
  const advisory = VERDICTS.map((verdict) => sampleClaim({ verdict, spec: { advisory: true } }))
  const negated = sampleClaim({ verdict: 'pass', interval: [0.0713, 0.2], spec: { negated: true, sense: 'at least' } })
  const sources = sampleClaim({ units: 42, waived: WAIVED, spec: { limit: 0.08 } })
  expect([...sampleClaims(), ...advisory, negated, sources, RACE].map((claim) => shown(claim)).join('\n'))
    .toMatchInlineSnapshot(`
      "robustness: pass · robust accuracy at least 0.72 (limit 0.7) · 252 cells, 84 examples
      warning: inconclusive · loss against the baseline between -0.02 and 0.04 (limit 0.02) · 600 cells, 300 examples
      error: fail · flip rate at least 0.09 (limit 0.05) · 252 cells, 84 examples · not answered: 3 unparseable, of 252 cells
      robustness: not applicable (advisory) · there is no baseline yet
      robustness: pass (advisory) · flip rate at most 0.21 (limit 0.05) · 252 cells, 84 examples · not answered: 3 unparseable, of 252 cells
      notice: fail (advisory) · flip rate at least 0.09 (limit 0.05) · 252 cells, 84 examples · not answered: 3 unparseable, of 252 cells
      robustness: inconclusive (advisory) · flip rate between 0.09 and 0.21 (limit 0.05) · 252 cells, 84 examples · not answered: 3 unparseable, of 252 cells
      robustness: not applicable (advisory) · the flip rate is above the limit
      robustness: pass · flip rate at least 0.07 (.not claims at least 0.05) · 252 cells, 84 examples · not answered: 3 unparseable, of 252 cells
      error: fail · flip rate at least 0.09 (limit 0.08, waived) · 252 cells, 42 sources · not answered: 3 unparseable, of 252 cells
      error: fail · instruction re-u07: accuracy at most 0.55 (limit 0.6) · 252 cells, 84 examples · not answered: 3 unparseable, of 252 cells"
    `)
})

test('where a ledger is kept: verdict, bound, limit and cells, and neither the arm nor what was not answered', () => {
  expect([...sampleClaims(), RACE].map((claim) => shown(claim, true)).join('\n')).toMatchInlineSnapshot(`
    "robustness: pass · robust accuracy at least 0.72 (limit 0.7) · 252 cells
    warning: inconclusive · loss against the baseline between -0.02 and 0.04 (limit 0.02) · 600 cells
    error: fail · flip rate at least 0.09 (limit 0.05) · 252 cells
    robustness: not applicable (advisory)
    error: fail · accuracy at most 0.55 (limit 0.6) · 252 cells"
  `)
})

test('a claim that needs a look has a summary, without a prompt or an answer', () => {
  const summaryOf = (claim: ReturnType<typeof sampleClaim>, ledger = false) =>
    claimAnnotation(claim, { ledger, replay }).summary
  expect(sampleClaims().map((claim) => summaryOf(claim) !== null)).toEqual(
    sampleClaims().map(({ verdict }) => verdict === 'fail' || verdict === 'inconclusive'),
  )
  const whole = summaryOf(sampleClaim())
  expect(whole).toMatchInlineSnapshot(`
    "# relation extraction > keeps its answer when the instruction is reworded

    fail · flip rate at least 0.09 (limit 0.05) · 252 cells, 84 examples · not answered: 3 unparseable, of 252 cells

    Next: 6 of 40 answers under "imperative" wordings flipped, 1 of 44 elsewhere (exploratory)

    Replay: \`ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"\`

    The page of the run, once it has ended: \`npx vitest-robustness report --format html > report.html\`
    "
  `)
  expect(whole).not.toMatch(/founded_by|employee_of|Acme|State the relation|3f9a0c11d2e4/)
  expect(summaryOf(sampleClaim(), true)).toMatchInlineSnapshot(`
    "# relation extraction > keeps its answer when the instruction is reworded

    fail · flip rate at least 0.09 (limit 0.05) · 252 cells

    Replay: \`ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"\`

    The page of the run, once it has ended: \`npx vitest-robustness report --format html > report.html\`
    "
  `)
})

test('marks that a terminal acts on are shown and not sent', () => {
  const claim = sampleClaim({ title: 'a\u001b[2Jb\nc', spec: { statistic: 'flip\u001b[31m rate\n::error::x' } })
  const { message, summary } = claimAnnotation(claim, { ledger: false, replay })
  for (const text of [message, summary]) expect(text).not.toContain('\u001b')
  expect(message).not.toContain('\n')
})
