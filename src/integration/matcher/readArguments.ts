import { isPerturbation } from '../../claims/index.ts'
import { perturbations as shipped } from '../../core/perturbations/index.ts'
import { UsageError, type ClaimKind, type Perturbation, type Task } from '../../core/types/index.ts'

/** What a matcher was called with: its options as the kind reads them, and the other task where it takes one. */
export interface MatcherArguments {
  readonly options: unknown
  readonly other?: Task
  /** Perturbations among what it was given, those inside compositions not counted. */
  readonly perturbations?: readonly Perturbation[]
}

/**
 * Puts an argument that stands before the options where `parse` reads it: release names as they are, a task by its
 * name. Throws `UsageError` where a task is wanted and something else was given.
 */
export function readArguments({ name, first }: ClaimKind, given: readonly unknown[]): MatcherArguments {
  if (first === undefined) return { options: given[0] }
  const [value, options = {}] = given
  if (first === 'otherTask' && !isTask(value))
    throw new UsageError(`${name}() takes another task first: expect(release().on(task)).${name}(otherTask, { … })`)
  if (typeof options !== 'object' || options === null) return { options }
  if (first === 'perturbations') {
    const perturbations = [value].flat().filter(isPerturbation)
    refuseNamesakes(name, perturbations)
    return { options: { ...options, perturbations: value }, perturbations }
  }
  return isTask(value)
    ? { options: { ...options, [first]: value.name }, other: value }
    : { options: { ...options, [first]: value } }
}

function isTask(value: unknown): value is Task {
  return typeof value === 'object' && value !== null && 'examples' in value && 'instructions' in value
}

/** Variants go by the names of perturbations, so two under one name would pass for one. */
function refuseNamesakes(matcher: string, own: readonly Perturbation[]): void {
  const known = new Map<string, Perturbation>(Object.entries(shipped))
  for (const one of own) {
    const other = known.get(one.name)
    if (other !== undefined && other !== one)
      throw new UsageError(
        `${matcher}(): another perturbation is named "${one.name}" already: give this one its own name`,
      )
    known.set(one.name, one)
  }
}
