import { MOST_SHRINKING } from '../../core/sampling/index.ts'
import { markChanges, type VariantPrompt } from '../../core/variants/index.ts'
import type { ClaimSpec, Edit, Observation, PromptChange } from '../../core/types/index.ts'
import { type ShownCase, same } from './contrasts.ts'
import type { DecideDeps } from '../ports.ts'

/** The part of the loop's dependencies that shrinking needs. */
type ShrinkDeps = Pick<DecideDeps, 'ask' | 'prompts' | 'signal'> & {
  readonly sameAnswer: (a: string, b: string) => boolean
}

/**
 * Finds for each case what its perturbation changed; where an answer flipped that should have stayed, the fewest edits
 * that still flip it. Asks one prompt after another through the claim's own `ask`, from one budget for all cases;
 * nothing that comes back is evidence. `null` for a case without a perturbation, and once the signal fires.
 */
export async function shrinkCases(
  spec: ClaimSpec,
  cases: readonly ShownCase[],
  { ask, prompts, signal, sameAnswer }: ShrinkDeps,
): Promise<(PromptChange | null)[]> {
  const changes: (PromptChange | null)[] = []
  let left = MOST_SHRINKING
  for (const { before, after } of cases) {
    const prompt = prompts?.promptOf(after.observation.example, after.observation.variant)
    if (prompt === undefined || 'notApplicable' in prompt || prompt.edits.length === 0) {
      changes.push(null)
      continue
    }
    const role = spec.roles.find(({ name }) => name === after.role)
    const flips = role?.perturbed === 'keeps' && before.role === 'canonical'
    if (!flips) {
      changes.push(changeOf(prompt, prompt.edits))
      continue
    }
    const { example, variant, trial } = after.observation
    const seen = new Map<readonly Edit[], Observation>()
    const had = left
    let sure = true
    const { items, complete } = await ddmin(prompt.edits, async (edits) => {
      if (left === 0 || signal.aborted) return null
      left--
      const observation = await ask('candidate', { example, variant, trial }, signal, { edits }).catch(unanswered)
      if (observation === null) return null
      seen.set(edits, observation)
      // What an error would have been is not known: the edits stay, and what is left may not be the smallest.
      if (observation.outcome === 'error') sure = false
      return observation.outcome !== 'error' && !same(before.observation, observation, sameAnswer)
    })
    if (signal.aborted) changes.push(null)
    else changes.push({ ...changeOf(prompt, items, seen.get(items)), smallest: complete && sure, asked: had - left })
  }
  return changes
}

/**
 * Takes an answer that is missing as `null`: a report may show less. But where the run's own host broke (a full disk), the run has
 * to end: a later one has the answer, and shows something else of the same evidence.
 */
export function unanswered(error: unknown): null {
  if (error instanceof Error && error.name === 'HostError') throw error
  return null
}

function changeOf(prompt: VariantPrompt, edits: readonly Edit[], alone?: Observation): PromptChange {
  return {
    edits,
    of: prompt.edits.length,
    smallest: false,
    asked: 0,
    marked: markChanges(prompt.original, edits),
    ...(alone && { answer: alone.answer, outcome: alone.outcome, key: alone.key }),
  }
}

/** Tries a subset: true if it still has the effect, `null` if no more may be tried. */
type Trial<Item> = (subset: readonly Item[]) => Promise<boolean | null>

/**
 * Finds the smallest part of a list that still has the effect of the whole list, by delta debugging (Zeller and
 * Hildebrandt 2002, "Simplifying and isolating failure-inducing input", algorithm ddmin): chunks, then what is left
 * without a chunk, in ever finer chunks. `complete`: leaving out any single item is known to spoil it; otherwise trials
 * ran out first. Tries nothing for a list of one, and never the empty one. Deterministic for a deterministic trial.
 */
export async function ddmin<Item>(
  whole: readonly Item[],
  holds: Trial<Item>,
): Promise<{ readonly items: readonly Item[]; readonly complete: boolean }> {
  let items = whole
  let chunks = 2
  while (items.length > 1) {
    const parts = split(items, chunks)
    const rests = parts.length > 2 ? parts.map((part) => items.filter((item) => !part.includes(item))) : []
    let found: readonly Item[] | null = null
    for (const subset of [...parts, ...rests]) {
      const held = await holds(subset)
      if (held === null) return { items, complete: false }
      if (!held) continue
      found = subset
      break
    }
    if (found !== null) {
      chunks = parts.includes(found) ? 2 : Math.max(2, chunks - 1)
      items = found
    } else if (chunks >= items.length) break
    else chunks = Math.min(items.length, 2 * chunks)
  }
  return { items, complete: true }
}

/** Splits a list into so many parts, in order and as even as possible. */
function split<Item>(items: readonly Item[], chunks: number): (readonly Item[])[] {
  const count = Math.min(chunks, items.length)
  return Array.from({ length: count }, (_, at) =>
    items.slice(Math.floor((at * items.length) / count), Math.floor(((at + 1) * items.length) / count)),
  )
}
