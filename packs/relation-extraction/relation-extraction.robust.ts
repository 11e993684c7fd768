/**
 * The relation between two names of a sentence. Recorded answers of three releases come with it (releases.ts), so that it
 * runs at once: v1 and v2 pass, v3 fails. The limits are what a good release passes nine times in ten with 150 sources, rounded
 * up: row 150 of the sizing table (bench/results/sizing.md), where 2% of its answers flip, 5% are wrong (2% under each
 * wording), and 10% differ from the accepted release's. v1 flips on 0.04% and errs on 0.04%, on 0.6% under its worst wording.
 */
import { describe, expect, test } from 'vitest'
import { relationExtraction, release } from 'vitest-robustness'

const relations = relationExtraction({
  examples: `${import.meta.dirname}/examples.jsonl`,
  instructions: `${import.meta.dirname}/instructions.yaml`,
})

describe('relation extraction', () => {
  test('keeps its answer when the instruction is reworded', async () => {
    await expect(release().on(relations)).toBeStableUnderParaphrase({ maxFlipRate: 0.1 })
  })
  test('names 85 of 100 relations right', async () => {
    await expect(release().on(relations)).toStayAbove({ accuracy: 0.85 })
  })
  test('names 9 of 10 relations right even under the worst wording', async () => {
    await expect(release().on(relations)).toStayAbove({ worstInstruction: 0.9 })
  })
  test('is at most 10 points worse than the accepted release', async () => {
    await expect(release().on(relations)).toBeNoWorseThanBaseline({ metric: 'accuracy', by: 0.1 })
  })
})
