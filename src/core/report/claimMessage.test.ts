import { expect, test } from 'vitest'
import { answerHash } from './answerHash.ts'
import { claimMessage } from './claimMessage.ts'
import { sampleClaim, sampleClaims } from './sampleRun.testing.ts'

const replay = 'ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"'
const [passing, open, , idle] = sampleClaims()

test('a claim that fails', () => {
  expect(claimMessage(sampleClaim({ title: 'keeps its answer' }), { replay })).toMatchInlineSnapshot(`
    "Claim "keeps its answer" fails: flip rate at least 0.09, limit 0.05 (84 examples, 252 calls)
    Not answered: 3 unparseable, of 252 calls
    Counterexample: example 3f9a0c11d2e4, instruction re-u07: "founded_by" became "employee_of"
      canonical:  Name the relation between {head} and {tail}. Sentence: {sentence}
      paraphrase: State the relation between {head} and {tail}. Sentence: {sentence}
    Replay: ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"
    Show: npx vitest-robustness show v2/re/3f9a0c11d2e4/re-u07/0
    Next: 6 of 40 answers under "imperative" wordings flipped, 1 of 44 elsewhere (exploratory)"
  `)
})

test('a claim that passes', () => {
  expect(claimMessage(passing ?? sampleClaim(), { replay })).toMatchInlineSnapshot(
    `"Claim "question answering > beats a coin" passes: robust accuracy at least 0.72, limit 0.7 (84 examples, 252 calls)"`,
  )
})

test('a claim that is inconclusive', () => {
  expect(claimMessage(open ?? sampleClaim(), { replay })).toMatchInlineSnapshot(`
    "Claim "relation extraction > is no worse than the accepted release" is inconclusive: loss against the baseline between -0.02 and 0.04, limit 0.02 (300 examples, 600 calls)
    Why: the pool is used up
    Replay: ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"
    Next: about 140 more examples would decide it at the present estimate, and the pool is used up: add examples, or set a limit further from the estimate"
  `)
})

test('a claim that more examples would decide', () => {
  const message = claimMessage(sampleClaim({ ...open, pool: 2000, toDecide: 1, spec: {} }), { replay })
  expect(message).toContain('about 1 more example would decide it at the present estimate, and the pool holds 1700')
  const never = claimMessage(sampleClaim({ ...open, toDecide: null, spec: {} }), { replay })
  expect(never).toContain('no number of examples would decide it')
})

test('a claim that is not applicable', () => {
  expect(claimMessage(idle ?? sampleClaim(), { replay })).toMatchInlineSnapshot(`
    "Claim "relation extraction > keeps up with the baseline on seen instructions" is not applicable: there is no baseline yet
    Next: accept a baseline: npx vitest-robustness baseline accept"
  `)
})

test('a claim swapped by .not says so, whichever way it ends', () => {
  const swapped = { spec: { negated: true, sense: 'at least' } as const, interval: [0.001, 0.012] as const }
  const bare = { families: [], counterexamples: [], outcomes: {} }
  const failing = sampleClaim({ ...swapped, ...bare, title: 'keeps' })
  expect(claimMessage(failing, { replay }).split('\n')[0]).toMatchInlineSnapshot(
    `"Claim "keeps" fails: flip rate at most 0.02, .not claims at least 0.05 (84 examples, 252 calls)"`,
  )
  const passes = sampleClaim({ ...swapped, ...bare, title: 'keeps', verdict: 'pass', interval: [0.0713, 0.2] })
  expect(claimMessage(passes, { replay }).split('\n')[0]).toMatchInlineSnapshot(
    `"Claim "keeps" passes: flip rate at least 0.07, .not claims at least 0.05 (84 examples, 252 calls)"`,
  )
})

test('one example and one call are singular; examples of one source are told apart', () => {
  const one = sampleClaim({ units: 1, examples: 1, cells: 1 })
  expect(claimMessage(one, { replay })).toContain('(1 example, 1 call)')
  const grouped = sampleClaim({ units: 1, examples: 12, cells: 40 })
  expect(claimMessage(grouped, { replay })).toContain('(1 source, 12 examples, 40 calls)')
})

test('sides without an answer, with a hash, and of one instruction', () => {
  const [one] = sampleClaim().counterexamples
  if (!one) throw new Error('the sample has a counterexample')
  const before = { ...one.before, role: 'baseline', answer: 'sha256:0123456789abcdef', template: one.after.template }
  const after = { ...one.after, role: 'candidate', answer: null, outcome: 'refused' as const }
  const message = claimMessage(sampleClaim({ counterexamples: [{ ...one, before, after }] }), { replay })
  expect(message).toContain('another answer, kept only as a hash, became no answer (refused) (gold "founded_by")')
  const right = { ...before, answer: `sha256:${answerHash('founded_by')}` }
  expect(claimMessage(sampleClaim({ counterexamples: [{ ...one, before: right, after }] }), { replay })).toContain(
    '"founded_by" became no answer (refused)',
  )
  expect(message).toContain('\n  instruction: State the relation between {head} and {tail}.')
})
