import type { Applies } from '../../core/sampling/index.ts'
import type { ClaimSpec } from '../../core/types/index.ts'
import { groupExamples, type Sample } from '../planUnits.ts'
import type { DecideDeps } from '../ports.ts'
import { skipInapplicable, type Usable } from './skippedCells.ts'

/** The sources that a claim asks, of its task and of the other one. */
interface ClaimSamples extends Pick<Usable, 'passedOver'> {
  /** All sources of its task, also those to which no perturbation applies. */
  readonly all: Sample
  readonly own: Sample
  readonly other: Sample | null
  /** Says whether a variant applies to an example; absent for claims without perturbations. */
  readonly applies?: Applies
}

/** Sorts the examples of a claim's tasks into sources, in plan order. */
export function claimSamples(
  spec: ClaimSpec,
  { task, order, other, byTemplate, prompts }: Pick<DecideDeps, 'task' | 'order' | 'other' | 'byTemplate' | 'prompts'>,
): ClaimSamples {
  const all = byTemplate ?? { groups: groupExamples(task.examples), order }
  const { sample: own, ...usable } = skipInapplicable(spec, all, prompts?.applies)
  return {
    all,
    own,
    ...usable,
    other: other ? { groups: groupExamples(other.task.examples), order: other.order } : null,
  }
}
