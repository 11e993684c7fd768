import { poolOf } from '../pool.ts'

/** Names the files of a reference task: held-out examples of the embedded models, and the wordings that the suites ask. */
export function filesOf(set: string) {
  return {
    examples: `fixtures/datasets/${set}.test.jsonl`,
    instructions: { file: `fixtures/instructions/${set}.yaml`, only: poolOf(set) },
  }
}
