import { describe, expect, test } from 'vitest'
import { earlierAnswersInWords } from './gateDoubts.ts'
import { sampleRun } from './sampleRun.testing.ts'

const { evidence, context } = sampleRun()
const earlierAnswers = { count: 1, until: '2026-11-20T23:59:59.999Z' }
const calls = { made: 12, reused: 1, retried: 0 }

describe('answers that an earlier invocation asked an unpinned release for', () => {
  test('there are none', () => {
    expect(earlierAnswersInWords(evidence, { ...context, calls })).toEqual([])
  })

  test('a gate asked for the rest', () => {
    expect(earlierAnswersInWords({ ...evidence, seed: 'a b' }, { calls, earlierAnswers })).toMatchInlineSnapshot(`
      [
        "12 calls of this run asked for the rest: 1 answer came from an earlier gate that was not decided, the last at 2026-11-20 23:59 UTC. No revision pins the release that gave them, so nothing shows that the same model is served now.",
        "Next: to ask everything again, pin the release to a revision, or take another seed, which is a new attempt and counts as one: ROBUSTNESS_RELEASE=v2 ROBUSTNESS_SEED="a b-2" npx vitest-robustness gate --new-attempt "reason"",
      ]
    `)
  })

  test('a shard cannot be asked anew by itself', () => {
    const shard = { index: 1, count: 2 }
    expect(earlierAnswersInWords({ ...evidence, shard }, { calls, earlierAnswers })).toHaveLength(1)
  })

  test('a measurement asked nothing', () => {
    const none = { ...calls, made: 0 }
    const measured = { ...evidence, mode: 'measure', seed: '9' } as const
    expect(earlierAnswersInWords(measured, { calls: none, earlierAnswers })).toMatchInlineSnapshot(`
      [
        "Nothing was asked in this run: 1 answer came from an earlier measurement that was broken off, the last at 2026-11-20 23:59 UTC. No revision pins the release that gave them, so nothing shows that the same model is served now.",
        "Next: to ask everything again, pin the release to a revision, or take another seed: ROBUSTNESS_RELEASE=v2 ROBUSTNESS_SEED=10 npx vitest-robustness measure",
      ]
    `)
  })
})
