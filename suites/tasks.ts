/** The tasks of the reference suites: the embedded models' own held-out examples and instruction sets. */
import { booleanQa, extractiveQa, multipleChoice, relationExtraction } from 'vitest-robustness'
import { poolOf } from './pool.ts'

const data = (set: string) => ({
  examples: `fixtures/datasets/${set}.test.jsonl`,
  instructions: { file: `fixtures/instructions/${set}.yaml`, only: poolOf(set) },
})

export const re = relationExtraction({ name: 're', ...data('re') })

export const qa = {
  boolean: booleanQa({ name: 'qa-boolean', ...data('qa-boolean') }),
  choice: multipleChoice({ name: 'qa-choice', ...data('qa-choice') }),
  extractive: extractiveQa({ name: 'qa-extractive', ...data('qa-extractive') }),
}
