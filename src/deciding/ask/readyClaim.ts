import { claimLevels } from '../../core/gate/index.ts'
import { candidateId, orderByGeneration } from '../../core/plan/index.ts'
import { variantPrompts } from '../../core/variants/index.ts'
import type {
  ClaimKind,
  ClaimRecord,
  ClaimSpec,
  Location,
  Observation,
  Perturbation,
  Task,
  Waived,
} from '../../core/types/index.ts'
import type { ClaimAbout } from '../../observe/hostPort.ts'
import { askWith } from './askWith.ts'
import { holdBudget, spendingOf } from './budget.ts'
import { withoutWaiting } from '../gate/gateClaim.ts'
import { sharesOf, workerAttempt } from './attempt.ts'
import type { BuiltRelease, Worker } from './worker.ts'

/** A claim that is ready to be run: its spec, and what it is run with. */
export interface ReadyClaim {
  readonly spec: ClaimSpec
  readonly title: string
  /** Identifies the matcher's call within the run. */
  readonly call: string
  readonly at?: Location
  readonly population: string
  readonly kind: ClaimKind
  readonly task: Task
  readonly other?: Task
  readonly perturbations: readonly Perturbation[]
  readonly candidate: BuiltRelease
  readonly worker: Worker
  readonly signal: AbortSignal
  readonly waived?: Waived
  /** Why each example meets so many variants, where the plan chose; empty where nothing is to be said. */
  readonly whyVariants?: string
}

/** What a run found out about a claim. */
export interface ClaimOutcome {
  readonly result: ClaimRecord
  readonly observations: readonly Observation[]
  readonly measured?: NonNullable<ClaimAbout['measured']>
  readonly plan?: NonNullable<ClaimAbout['plan']>
}

/** How a claim asks within the budgets, in which order, and under which name: the same in every mode. */
export function askingOf({ spec, kind, task, other, perturbations, candidate, worker, ...named }: ReadyClaim) {
  const { config } = worker
  const { title, at, population } = named
  const ask = askWith(worker, task, candidate, spendingOf(config, spec), other, perturbations)
  const prompts = spec.roles.some((role) => role.perturbed) ? variantPrompts(task, perturbations) : undefined
  return {
    kind,
    title,
    release: candidate.info.name,
    ...(at && { at }),
    population,
    task,
    ...holdBudget({ ask, signal: named.signal }),
    order: orderOf(task, candidate, worker),
    ...(prompts && { prompts }),
    alpha: config.alpha,
    claims: config.claims,
  }
}

/** How a claim asks. */
export type Asking = ReturnType<typeof askingOf>

/** Groups of a task's examples in plan order. */
function orderOf(task: Task, { info }: BuiltRelease, { config, growth }: Worker): readonly string[] {
  return orderByGeneration(growth(task).lineage, { seed: config.seed, candidate: candidateId(info) })
}

/** The sources of each generation, where there are several. */
function generationsOf(task: Task, { growth }: Worker): { readonly generations?: readonly ReadonlySet<string>[] } {
  const { generations } = growth(task).lineage
  return generations.length < 2 ? {} : { generations: generations.map((own) => new Set(Object.keys(own))) }
}

/** What this attempt leaves a claim: the order without what waits or is only shown, its levels, and the most cells. */
export async function leftOf({ spec, task, other, candidate, worker }: ReadyClaim, { order: whole }: Asking) {
  const { config } = worker
  const { order, waiting } = await withoutWaiting(spec, task, worker, whole)
  const attempt = await workerAttempt(worker)
  const maxCells = Math.min(config.maxCells, Number(spec.options['maxCells'] ?? Infinity))
  const own = sharesOf(order, task, spec, worker, attempt)
  const second = other && sharesOf(orderOf(other, candidate, worker), other, spec, worker, attempt)
  return {
    attempt,
    waiting,
    left: { order: own.deciding, ...generationsOf(task, worker), ...claimLevels(spec, config, attempt), maxCells },
    second: other && second && { other: { task: other, order: second.deciding, ...generationsOf(other, worker) } },
    /** Sources that decide nothing, of its task and of the other. */
    display: {
      order: own.display,
      ...(other && second && { other: { task: other, order: second.display } }),
    },
  }
}
