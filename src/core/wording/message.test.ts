import { describe, expect, test } from 'vitest'
import { answerHash } from '../hash/answerHash.ts'
import { claimMessage, claimSentence, verdictWord } from './message.ts'
import { NO_RANGE_NOTE, rangeGapNote } from './rangeGap.ts'
import { sampleClaim, sampleClaims } from './sampleRun.testing.ts'

const replay = 'ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"'
const [passing, open, , idle] = sampleClaims()

test('a claim that fails', () => {
  expect(claimMessage(sampleClaim({ title: 'keeps its answer' }), { replay })).toMatchInlineSnapshot(`
    "Claim "keeps its answer" fails: flip rate at least 0.09, limit 0.05 (84 examples, 252 cells)
    Not answered: 3 unparseable, of 252 cells
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
    `"Claim "question answering > beats a coin" passes: robust accuracy at least 0.72, limit 0.7 (84 examples, 252 cells)"`,
  )
})

test('a claim that is inconclusive', () => {
  expect(claimMessage(open ?? sampleClaim(), { replay })).toMatchInlineSnapshot(`
    "Claim "relation extraction > is no worse than the accepted release" is inconclusive: loss against the baseline between -0.02 and 0.04, limit 0.02 (300 examples, 600 cells)
    Why: the pool is used up
    Replay: ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"
    Next: about 140 more examples would decide it every second time if the estimate holds, and the pool is used up: add examples, or set a limit further from the estimate"
  `)
})

test('a claim that more examples would decide', () => {
  const message = claimMessage(sampleClaim({ ...open, pool: 2000, toDecide: 1, spec: {} }), { replay })
  expect(message).toContain(
    'about 1 more example would decide it every second time if the estimate holds, and the pool holds 1700',
  )
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
    `"Claim "keeps" fails: flip rate at most 0.02, .not claims at least 0.05 (84 examples, 252 cells)"`,
  )
  const passes = sampleClaim({ ...swapped, ...bare, title: 'keeps', verdict: 'pass', interval: [0.0713, 0.2] })
  expect(claimMessage(passes, { replay }).split('\n')[0]).toMatchInlineSnapshot(
    `"Claim "keeps" passes: flip rate at least 0.07, .not claims at least 0.05 (84 examples, 252 cells)"`,
  )
})

test('one example and one cell are singular; examples of one source are distinguished', () => {
  const one = sampleClaim({ units: 1, examples: 1, cells: 1 })
  expect(claimMessage(one, { replay })).toContain('(1 example, 1 cell)')
  const grouped = sampleClaim({ units: 1, examples: 12, cells: 40 })
  expect(claimMessage(grouped, { replay })).toContain('(1 source, 12 examples, 40 cells)')
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

/** A claim that met nothing: no estimate, no interval but the whole range. */
const unasked = {
  ...open,
  units: 0,
  examples: 0,
  cells: 0,
  estimate: null,
  interval: [-1, 1],
  logWealth: { pass: 0, fail: 0 },
  toDecide: null,
  pool: 30,
} as const
const limited = (limit: number) => ({ ...open?.spec, limit, sense: 'at most', range: [0, 1] }) as const

describe('what to do about an open claim follows from why it is open', () => {
  test('nothing was asked, because the pool is too small for the limit', () => {
    const reason =
      'nothing was asked: to pass, a limit of 0.02 needs 154 independent sources even if every answer is perfect, and 30 can be asked'
    const few = sampleClaim({
      ...unasked,
      stopped: 'aborted',
      reason,
      interval: [0, 1],
      horizons: [{ start: 0, end: 30, pass: 0.5, fail: 0.5 }],
      spec: limited(0.02),
    })
    expect(claimMessage(few, { replay })).toMatchInlineSnapshot(`
      "Claim "relation extraction > is no worse than the accepted release" is inconclusive: loss against the baseline between 0.00 and 1.00, limit 0.02 (0 examples, 0 cells)
      Why: nothing was asked: to pass, a limit of 0.02 needs 154 independent sources even if every answer is perfect, and 30 can be asked
      Replay: ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"
      Next: add at least 124 more independent sources, or set a looser limit: npx vitest-robustness plan names the smallest that these can decide"
    `)
  })

  test('nothing was asked, for a reason that more examples would not remove', () => {
    const reason = 'the deadline of 60 s has passed'
    expect(
      claimMessage(sampleClaim({ ...unasked, pool: 900, stopped: 'aborted', reason, spec: limited(0.1) }), { replay }),
    ).toMatchInlineSnapshot(`
      "Claim "relation extraction > is no worse than the accepted release" is inconclusive: loss against the baseline between -1.00 and 1.00, limit 0.1 (0 examples, 0 cells)
      Why: the deadline of 60 s has passed
      Replay: ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"
      Next: no answer is in, so there is no estimate yet: remove what stopped it, and run again"
    `)
  })

  test('there are no examples', () => {
    const reason = 'the task has no examples'
    expect(
      claimMessage(sampleClaim({ ...unasked, pool: 0, stopped: 'exhausted', reason, spec: limited(0.1) }), { replay }),
    ).toMatchInlineSnapshot(`
      "Claim "relation extraction > is no worse than the accepted release" is inconclusive: loss against the baseline between -1.00 and 1.00, limit 0.1 (0 examples, 0 cells)
      Why: the task has no examples
      Replay: ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"
      Next: add at least 37 more independent sources, or set a looser limit: npx vitest-robustness plan names the smallest that these can decide"
    `)
  })

  test('two models answered as one', () => {
    const reason = 'the candidate answered as a and then as b, and a mix of models is judged neither way'
    expect(
      claimMessage(sampleClaim({ ...open, toDecide: null, stopped: 'mixed', reason, spec: limited(0.1) }), { replay }),
    ).toMatchInlineSnapshot(`
      "Claim "relation extraction > is no worse than the accepted release" is inconclusive: loss against the baseline between -0.02 and 0.04, limit 0.1 (300 examples, 600 cells)
      Why: the candidate answered as a and then as b, and a mix of models is judged neither way
      Replay: ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"
      Next: pin the release to one revision, so that one model answers the whole claim"
    `)
  })

  test('the baseline lacks cells', () => {
    const reason =
      'the baseline has no answer for 1 of the 2 cells of the next source, the first being example e5, variant w1, trial 0'
    expect(
      claimMessage(sampleClaim({ ...unasked, pool: 900, stopped: 'missing', reason, spec: { ...open?.spec } }), {
        replay,
      }),
    ).toMatchInlineSnapshot(`
      "Claim "relation extraction > is no worse than the accepted release" is inconclusive: loss against the baseline between -1.00 and 1.00, limit 0.02 (0 examples, 0 cells)
      Why: the baseline has no answer for 1 of the 2 cells of the next source, the first being example e5, variant w1, trial 0
      Replay: ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"
      Next: accept a baseline that holds these cells: npx vitest-robustness baseline accept"
    `)
  })

  test('a merge lacks a range of its plan, or every range', () => {
    const next = (note: string) =>
      claimMessage(sampleClaim({ ...unasked, pool: 900, stopped: 'missing', notes: [note], spec: { ...open?.spec } }), {
        replay,
      })
        .split('\n')
        .at(-1)
    expect(
      next(rangeGapNote({ index: 2, count: 3, why: 'was broken off', pool: 900, units: 300 })),
    ).toMatchInlineSnapshot(
      `"Next: ask range 2 of 3: ROBUSTNESS_RANGE=2/3 npx vitest run; bring its .robustness/ranges here, then merge again: ROBUSTNESS_RANGE=merge npx vitest run"`,
    )
    expect(next(NO_RANGE_NOTE)).toMatchInlineSnapshot(
      `"Next: ask every range, e.g. the first of four: ROBUSTNESS_RANGE=1/4 npx vitest run; bring .robustness/ranges of each shard here, then merge again: ROBUSTNESS_RANGE=merge npx vitest run"`,
    )
  })

  test('the limit is the end of the range', () => {
    const reason =
      'the pool of 300 independent sources is used up; no sample can show that the flip rate is at most 0, the end of its range: leave it some room'
    expect(
      claimMessage(sampleClaim({ ...open, toDecide: null, stopped: 'exhausted', reason, spec: limited(0) }), {
        replay,
      }),
    ).toMatchInlineSnapshot(`
      "Claim "relation extraction > is no worse than the accepted release" is inconclusive: loss against the baseline between -0.02 and 0.04, limit 0 (300 examples, 600 cells)
      Why: the pool of 300 independent sources is used up; no sample can show that the flip rate is at most 0, the end of its range: leave it some room
      Replay: ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"
      Next: set a limit that leaves some room to the end of the range"
    `)
  })

  test('errors keep it open, so that another limit is not the only way', () => {
    const outcomes = { answered: 580, error: 20 }
    expect(claimMessage(sampleClaim({ ...open, toDecide: null, stopped: 'exhausted', outcomes, spec: {} }), { replay }))
      .toMatchInlineSnapshot(`
        "Claim "relation extraction > is no worse than the accepted release" is inconclusive: flip rate between -0.02 and 0.04, limit 0.05 (300 examples, 600 cells)
        Why: the pool is used up
        Not answered: 20 error, of 600 cells
        Replay: ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"
        Next: no number of examples would decide it if as many cells go on ending in an error (each counts against a pass and against a failure): run again once the model answers, or set another limit"
      `)
  })

  test('the limit is too near to the estimate for any number of examples', () => {
    expect(claimMessage(sampleClaim({ ...open, toDecide: null, stopped: 'exhausted', spec: {} }), { replay }))
      .toMatchInlineSnapshot(`
        "Claim "relation extraction > is no worse than the accepted release" is inconclusive: flip rate between -0.02 and 0.04, limit 0.05 (300 examples, 600 cells)
        Why: the pool is used up
        Replay: ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"
        Next: no number of examples would decide it if the estimate holds; set another limit"
      `)
  })
})

test('an interval beyond the limit is no failure while many claims gate, and the message says why', () => {
  const loss = { ...open?.spec, statistic: 'difference in accuracy', sense: 'at least', limit: -0.1 } as const
  const beyond = { ...open, interval: [-0.2794, -0.1031], estimate: -0.19, claims: 50, spec: loss } as const
  expect(claimMessage(sampleClaim(beyond), { replay })).toMatchInlineSnapshot(`
    "Claim "relation extraction > is no worse than the accepted release" is inconclusive: difference in accuracy between -0.28 and -0.103, limit -0.1 (300 examples, 600 cells)
    Why: the pool is used up. The whole interval is beyond the limit, and still this is no failure: the interval holds at α = 0.05, while a failure is tested at α/K = 0.05/50 = 0.001, because 50 claims gate and each could be a false alarm
    Replay: ROBUSTNESS_SEED=41 npx vitest run -t "keeps its answer"
    Next: about 140 more examples would decide it every second time if the estimate holds, and the pool is used up: add examples, or set a limit further from the estimate"
  `)
  expect(claimSentence(sampleClaim(beyond))).toMatchInlineSnapshot(
    `"difference in accuracy between -0.28 and -0.103, limit -0.1 (300 examples, 600 cells). Why: the pool is used up. The whole interval is beyond the limit, and still this is no failure: the interval holds at α = 0.05, while a failure is tested at α/K = 0.05/50 = 0.001, because 50 claims gate and each could be a false alarm"`,
  )
  const quiet = [
    { ...beyond, claims: 1 },
    { ...beyond, interval: [-0.2794, -0.0999] } as const,
    { ...beyond, stopped: 'mixed' } as const,
  ]
  for (const claim of quiet) expect(claimSentence(sampleClaim(claim))).not.toContain('no failure')
  const apart = { ...beyond, alphaFail: 0.01, claims: 4 }
  expect(claimSentence(sampleClaim(apart))).toContain('tested at α/K = 0.01/4 = 0.0025, because 4 claims gate')
})

test('a claim that cells were collected for is called so, and no verdict', () => {
  const collected = sampleClaim({
    ...idle,
    reason: '150 cells collected, and nothing decided',
    stopped: 'collected',
    spec: {},
  })
  const listed = sampleClaim({ ...collected, reason: 'no cell was collected for it', stopped: 'listed', spec: {} })
  expect([collected, listed, idle ?? collected].map(verdictWord)).toEqual(['collected for', 'listed', 'not applicable'])
  expect(claimMessage(collected, { replay })).toMatchInlineSnapshot(
    `"Claim "relation extraction > keeps up with the baseline on seen instructions" was collected for: 150 cells collected, and nothing decided"`,
  )
})
