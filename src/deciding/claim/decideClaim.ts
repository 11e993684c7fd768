import type { Whereabouts } from '../../core/compare/index.ts'
import { FIRST_READER } from '../../core/gate/index.ts'
import { isForGate, NotReadyError } from '../../core/types/index.ts'
import type {
  ClaimContext,
  ClaimDesign,
  ClaimRecord,
  ClaimSpec,
  ObservationList,
  Population,
  Task,
} from '../../core/types/index.ts'
import type { ClaimAbout } from '../../observe/hostPort.ts'
import { askingClaim, type ClaimCall } from '../ask/claim.ts'
import { withNotes } from '../ask/outcome.ts'
import { datasetOnly, instructionsInGeneral, refuseLoneExamplesEach } from '../ask/population.ts'
import { declaredSeen } from '../ask/declaredSeen.ts'
import type { Worker } from '../ask/worker.ts'
import { claimContext, claimSpec } from './claimSpec.ts'
import { anchoredSpec } from './anchor.ts'
import { judgedBy } from './judge.ts'
import { runClaim } from './runClaim.ts'
import { waive } from './waiver.ts'
import { withEnoughVariants } from './withEnoughVariants.ts'

/** Decides a claim, or does with it what another mode asks for, and hands the record to the host. */
export async function decideClaim(call: ClaimCall, worker: Worker): Promise<ClaimRecord> {
  const { kind, subject, other, perturbations = [], title, at, signal } = call
  const { task } = subject
  const { mode, candidate: configured, waivers = [], refused } = worker.config
  if (refused !== undefined) throw new NotReadyError(refused)
  const { spec: written, design } = await specOf(call, worker)
  const judges = [await judgedBy(task, worker), other ? await judgedBy(other, worker) : null].filter(
    (judge) => judge !== null,
  )
  const judged = judges.every(({ trusted }) => trusted) ? written : { ...written, advisory: true }
  const { spec: planned, why } = withEnoughVariants(judged, { design, task, perturbations }, worker)
  const own = call.against === undefined ? planned : anchoredSpec(planned)
  // The manifest holds claims with their own limits.
  const { spec, waived } = waive(own, title, isForGate(mode) ? waivers : [])
  const candidate = await worker.release(subject.release ?? configured)
  const found = await runClaim(
    askingClaim({
      spec,
      title,
      call: call.call,
      population: design.population,
      whyVariants: why,
      kind,
      task,
      perturbations,
      candidate,
      worker,
      signal,
      ...(at && { at }),
      ...(other && { otherTask: other }),
      ...(waived && { waived }),
    }),
  )
  const result = withNotes(found.result, [
    ...judges.map(({ note }) => note),
    ...[task, ...(other ? [other] : [])].flatMap(({ leftOut = [] }) => leftOut),
  ])
  await worker.host.claim(result, found.observations, {
    call: call.call,
    release: candidate.info,
    task: summary(task, worker),
    instructions: [task, ...(other ? [other] : [])].flatMap(({ instructions, unusedInstructions = [] }) =>
      instructions.map(({ id }) => id).concat(unusedInstructions),
    ),
    ...(mode.name === 'gate' && worker.baseline && { where: whereabouts(task, found.observations) }),
    ...(other && { otherTask: summary(other, worker) }),
    lineages: worker.unreported(other ? [task, other] : [task]),
    ...(await otherReleases(spec, worker)),
    ...(found.measured && { measured: found.measured }),
    ...(found.plan && { plan: found.plan }),
    ...(found.range && { range: found.range }),
    ...(found.gap !== undefined && { gap: found.gap }),
    ...(found.trace && { trace: found.trace }),
  })
  return result
}

/** Returns the claim as the suite wrote it, before the plan chose how many variants each example meets. */
async function specOf(
  call: ClaimCall,
  worker: Worker,
): Promise<{ readonly spec: ClaimSpec; readonly design: ClaimDesign }> {
  const { kind, subject, other, negated } = call
  const context = claimContextOf(call, worker)
  const options = kind.parse(call.options, context)
  refuseLoneExamplesEach(kind.name, options as object, subject.task)
  const { population } = options as { population?: Population }
  const drafted = kind.design(options, context)
  const info = async () => (await worker.release(subject.release ?? worker.config.candidate)).info
  const design =
    population === 'dataset'
      ? datasetOnly(kind.name, drafted, options as object, await info())
      : population === 'instructions'
        ? instructionsInGeneral(kind.name, drafted, options as object)
        : drafted
  const key = (task: Task) => worker.growth(task).lineage.key
  return { spec: claimSpec(kind, subject.task, options, design, negated, other, key), design }
}

/** Returns what the run records of a task. */
function summary(task: Task, { growth }: Worker): ClaimAbout['task'] {
  const { name, hash, kind, sources } = task
  const { lineage, change } = growth(task)
  const { key, generations } = lineage
  return {
    name,
    hash,
    kind: kind.kind,
    reader: kind.reader ?? FIRST_READER,
    sources,
    ...(key !== hash && { grownFrom: key, generations: generations.map((own) => Object.keys(own).length) }),
    ...(change !== null && { beganAnew: change }),
  }
}

function claimContextOf({ subject, other, perturbations }: ClaimCall, { config }: Worker): ClaimContext {
  const { releases, candidate } = config
  return claimContext(subject.task, declaredSeen(subject.task, config), {
    ...(other && { other: claimContext(other, declaredSeen(other, config)) }),
    releases: Object.keys(releases),
    release: subject.release ?? candidate,
    perturbations: perturbations ?? [],
  })
}

/** Returns what the run records of the releases that roles name. */
async function otherReleases({ roles }: ClaimSpec, worker: Worker): Promise<Pick<ClaimAbout, 'otherReleases'>> {
  const names = [...new Set(roles.flatMap(({ release }) => release ?? []))]
  if (names.length === 0) return {}
  return { otherReleases: (await Promise.all(names.map((name) => worker.release(name)))).map(({ info }) => info) }
}

/** Returns what the main process needs to sort a claim's cells by family and slice: it has no task, only observations. */
export function whereabouts(task: Task, observations: ObservationList): Whereabouts {
  const seen = new Set<string>()
  for (const { example } of observations) seen.add(example)
  return {
    families: Object.fromEntries(task.instructions.map(({ id, family }) => [id, family])),
    slices: Object.fromEntries(
      task.examples.flatMap(({ id, slices }) => (slices && seen.has(id) ? [[id, slices] as const] : [])),
    ),
  }
}
