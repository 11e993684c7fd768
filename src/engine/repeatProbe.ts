import { MOST_REPEATS } from '../core/plan/index.ts'
import { noteOnRepeats } from '../core/wording/index.ts'
import type { Cell, ClaimSpec, Observation } from '../core/words/index.ts'
import { same, type Contrast } from './contrasts.ts'

/** What the probe needs of the loop's dependencies. */
export interface ProbeDeps {
  readonly ask: (side: 'candidate', cell: Cell, signal: AbortSignal) => Promise<Observation | null>
  readonly sameAnswer: (a: string, b: string) => boolean
  readonly concurrency: number
  readonly signal: AbortSignal
}

/**
 * Whether a failure may come from answers that vary by themselves: asks the canonical prompt of failing examples once
 * more and returns a note if any answer differs. Only for claims that compare one canonical trial with other wordings.
 * A remark on the verdict, never part of it: errors and missing cells are passed over.
 */
export async function repeatProbe(
  spec: ClaimSpec,
  found: readonly Contrast[],
  deps: ProbeDeps,
): Promise<string | null> {
  const role = spec.roles.find(({ name }) => name === 'canonical')
  if (role === undefined || spec.roles.length < 2 || spec.roles.some(({ trials }) => trials > 1)) return null
  const firsts = new Map<string, Observation>()
  for (const { before } of found) {
    const canonical = before?.observation
    if (canonical?.answer !== null && canonical !== undefined && firsts.size < MOST_REPEATS)
      firsts.set(canonical.example, canonical)
  }
  const queue = [...firsts.values()]
  let repeats = 0
  let differ = 0
  const worker = async () => {
    for (let first = queue.shift(); first !== undefined && !deps.signal.aborted; first = queue.shift()) {
      const { example, variant } = first
      const again = await deps.ask('candidate', { example, variant, trial: role.trials }, deps.signal).catch(() => null)
      if (again === null || again.outcome === 'error') continue
      repeats++
      if (!same(first, again, deps.sameAnswer)) differ++
    }
  }
  await Promise.all(Array.from({ length: Math.min(deps.concurrency, queue.length) }, worker))
  return noteOnRepeats({ differ, repeats })
}
