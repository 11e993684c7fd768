/** The suites of the study ask about the family that STUDY_FAMILY names: its tasks and sizes, and the least difference that counts. */
import { booleanQa, extractiveQa, multipleChoice, relationExtraction, type TaskOptions } from 'vitest-robustness'
import type { RobustnessOptions } from 'vitest-robustness/plugin'

/** The files of one task, relative to the folder that the study is run in. */
export type Files = Pick<TaskOptions, 'examples' | 'instructions'>

/** One release of a family. */
export interface Member {
  readonly name: string
  /** The number of parameters. */
  readonly parameters: number
  /** `module#export`, relative to the file of the family. */
  readonly release: string
}

/** The releases that the study is about. The file is plain data: it imports no model, so that the config can read it. */
export interface Family extends Pick<RobustnessOptions, 'seen' | 'seenIn'> {
  readonly name: string
  /** Relation extraction, and the kinds of question answering that there are data for: at least one. */
  readonly data: {
    readonly re: Files
    readonly boolean?: Files
    readonly choice?: Files
    readonly extractive?: Files
  }
  /** The members from the smallest to the largest. The last one is the reference for H2. */
  readonly members: readonly Member[]
}

const file = process.env['STUDY_FAMILY'] ?? new URL('family.ts', import.meta.url).pathname
const { family } = (await import(/* @vite-ignore */ file)) as { readonly family: Family }
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
