import { VARIABLES } from '../environment/index.ts'
import { counted } from '../text/index.ts'

/** The range of a claim's plan that a merge lacks. */
export interface RangeGap {
  readonly index: number
  readonly count: number
  /** The reason as the end of a sentence, e.g. `was not handed in`. */
  readonly why: string
  /** The number of units in the plan, and of those before the gap. */
  readonly pool: number
  readonly units: number
}

/** Says in a claim's notes which range it lacks. `rangeGapNext` reads the number of the range back from it. */
export function rangeGapNote({ index, count, why, pool, units }: RangeGap): string {
  return (
    `Range ${index} of ${count} ${why}: of ${counted(pool, 'unit')} in the plan, the first ${units} are known. ` +
    `Run that shard again (it continues from its journal), then merge again.`
  )
}

/** The note of a claim to a merge that found no range at all. */
export const NO_RANGE_NOTE = 'No range was handed in, so that nothing of the plan is known.'

/** Says what to do about the range that a claim's notes name; `null` where they name none. */
export function rangeGapNext(notes: readonly string[]): string | null {
  const merge = `merge again: ${VARIABLES.range}=merge npx vitest run`
  for (const note of notes) {
    const [, index, count] = /^Range (\d+) of (\d+) .* in the plan, the first \d+ are known\. /s.exec(note) ?? []
    if (index !== undefined)
      return `ask range ${index} of ${count}: ${VARIABLES.range}=${index}/${count} npx vitest run; bring its .robustness/ranges here, then ${merge}`
  }
  if (!notes.includes(NO_RANGE_NOTE)) return null
  return `ask every range, e.g. the first of four: ${VARIABLES.range}=1/4 npx vitest run; bring .robustness/ranges of each shard here, then ${merge}`
}
