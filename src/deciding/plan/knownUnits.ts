import { knownUnits, type KnownAnswers, type KnownWhere } from '../../core/forecast/index.ts'
import type { Cell, ClaimKind, ClaimSpec, Observation, Task } from '../../core/types/index.ts'
import { baselineObservation, readRun } from '../../runs/index.ts'
import type { Worker } from '../ask/worker.ts'

/** A claim whose cells are looked for among known answers. */
export interface Observable extends Pick<KnownAnswers, 'units' | 'second' | 'templates'> {
  readonly spec: ClaimSpec
  readonly kind: ClaimKind
  readonly task: Task
  readonly other?: Task
  /** Name of the release that the claim is about. */
  readonly candidate: string
}

/** The units that known answers cover, and the release that gave those. */
export type ObservedUnits = ReturnType<typeof knownUnits> & { readonly from: string }

/** The fewest units that a baseline must have; with fewer it says too little, and the latest run is looked at. */
const ENOUGH = 30

/**
 * Returns the units of a claim that are known without a call: as the accepted baseline has them, or, where it does not hold
 * the cells (of several instructions, tasks or releases), as the latest run has them.
 */
export async function observedUnits(claim: Observable, worker: Worker): Promise<ObservedUnits> {
  const { baseline, config } = worker
  const { spec, kind, task, other } = claim
  const known = (lookUp: KnownAnswers['lookUp'], prefix: boolean) =>
    knownUnits(spec, kind, {
      ...claim,
      lookUp,
      prefix,
      sameAnswer: task.kind.sameAnswer,
      ...(other && { otherSameAnswer: other.kind.sameAnswer }),
    })
  const accepted = baseline === null ? null : known(acceptedAnswers(claim, baseline), false)
  const from = `as ${baseline?.accepted.release.name} answered`
  const paired = other === undefined ? Infinity : (accepted?.other.length ?? 0)
  if (accepted && Math.min(accepted.own.length, paired) >= ENOUGH) return { ...accepted, from }
  const earlier = isSpecial(spec) && config.earlier ? await answersOf(config.earlier.folder, claim) : null
  const measured = earlier && known(earlier, true)
  if (measured && measured.own.length > (accepted?.own.length ?? 0))
    return { ...measured, from: `as in ${config.earlier?.from}` }
  return accepted ? { ...accepted, from } : { own: [], other: [], from: '' }
}

/** Says whether a claim rests on more than single cells of one release: a baseline need not hold those cells. */
function isSpecial({ arms, other, population, roles }: ClaimSpec): boolean {
  return arms !== undefined || other !== undefined || population !== undefined || roles.some(({ chained }) => chained)
}

/** Returns the cells of the accepted release; other releases are not among them. */
function acceptedAnswers(
  { task, other }: Pick<Observable, 'task' | 'other'>,
  { accepted, lookup }: NonNullable<Worker['baseline']>,
): KnownAnswers['lookUp'] {
  const tasks = [task, ...(other ? [other] : [])].map((one) => ({
    name: one.name,
    examples: new Map(one.examples.map((example) => [example.id, example])),
  }))
  return (cell, { release, task: named = task.name }) => {
    const example = tasks.find(({ name }) => name === named)?.examples.get(cell.example)
    if (release !== undefined || example === undefined) return null
    const found = lookup(named, cell.example, cell.variant, cell.trial)
    return found && baselineObservation(found, { release: accepted.release, group: example.group, gold: example.gold })
  }
}

/** The answers of a run by cell, and the hashes of its tasks. */
interface RunAnswers {
  readonly hashes: ReadonlyMap<string, string>
  readonly cells: ReadonlyMap<string, Observation>
}

const runs = new Map<string, Promise<RunAnswers | null>>()

/**
 * Returns the answers of an earlier run to the same questions; `null` where it cannot be read. A worker reads each run
 * once.
 */
async function answersOf(folder: string, { spec, candidate }: Observable): Promise<KnownAnswers['lookUp'] | null> {
  const reading = runs.get(folder) ?? readAnswers(folder)
  runs.set(folder, reading)
  const found = await reading
  const asks = [{ task: spec.task, taskHash: spec.taskHash }, ...(spec.other ? [spec.other] : [])]
  // A task that was edited since asks something else under the same names.
  if (found === null || asks.some(({ task, taskHash }) => found.hashes.get(task) !== taskHash)) return null
  return (cell: Cell, { release = candidate, task = spec.task }: KnownWhere) =>
    found.cells.get(keyOf(release, task, cell)) ?? null
}

async function readAnswers(folder: string): Promise<RunAnswers | null> {
  const stored = await readRun(folder).catch(() => null)
  return (
    stored && {
      hashes: new Map(stored.run.evidence.tasks.map(({ name, hash, grownFrom }) => [name, grownFrom ?? hash])),
      cells: new Map(stored.observations.map((one) => [keyOf(one.release, one.task, one), one])),
    }
  )
}

function keyOf(release: string, task: string, { example, variant, trial }: Cell): string {
  return `${release}/${task}/${example}/${variant}/${trial}`
}
