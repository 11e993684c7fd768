import { poolOf } from '../pool.ts'
import type { Family } from './readFamily.ts'

const data = (set: string) => ({
  examples: `../../fixtures/datasets/${set}.test.jsonl`,
  instructions: { file: `../../fixtures/instructions/${set}.yaml`, only: poolOf(set) },
})

/** The folders below `../../fixtures/models`, from the smallest to the largest, each with its number of parameters. */
export const FOLDERS = [
  ['t5-0.05m', 58_120],
  ['t5-0.1m', 102_604],
  ['t5-0.4m-v1', 402_304],
  ['t5-1.1m', 1_116_416],
  ['t5-1.8m', 1_838_720],
] as const

/** The embedded models. The study is about them unless STUDY_FAMILY names another family. */
export const family: Family = {
  name: 'embedded T5',
  seen: '../../fixtures/instructions/seen.json',
  data: { re: data('re'), boolean: data('qa-boolean'), choice: data('qa-choice'), extractive: data('qa-extractive') },
  members: FOLDERS.map(([name, parameters], at) => ({ name, parameters, release: `./embedded.ts#size${at + 1}` })),
}
