/** The suites of the study ask about the family that STUDY_FAMILY names: its tasks and sizes, and the least difference that counts. */
import { booleanQa, extractiveQa, multipleChoice, relationExtraction } from 'vitest-robustness'
import { readFamily } from './readFamily.ts'

const { family } = await readFamily()
const { data } = family

/** A difference of at most one point counts as none: each hypothesis says that a difference is larger. */
export const MARGIN = 0.01

/** Instructions of each sort that an example meets: their mean varies less than one answer does. Fixed before any data. */
export const EACH = 2

export const sizes = family.members.map(({ name }) => name)
export const largest = sizes.at(-1)!
/** Each size with the next larger one, in order. */
export const steps = sizes.slice(1).map((larger, at) => [sizes[at]!, larger] as const)

export const re = relationExtraction({ name: 're', ...data.re })
export const qa = [
  ...(data.boolean ? [booleanQa({ name: 'qa-boolean', ...data.boolean })] : []),
  ...(data.choice ? [multipleChoice({ name: 'qa-choice', ...data.choice })] : []),
  ...(data.extractive ? [extractiveQa({ name: 'qa-extractive', ...data.extractive })] : []),
]
export const tasks = [re, ...qa]
