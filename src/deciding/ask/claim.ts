import { variantPrompts } from '../../core/variants/index.ts'
import type {
  ClaimKind,
  ClaimRecord,
  ClaimSpec,
  ShownClaim,
  Location,
  ObservationList,
  Perturbation,
  Task,
  Waived,
} from '../../core/types/index.ts'
import type { DecideDeps } from '../../engine/ports.ts'
import type { ClaimAbout } from '../../observe/hostPort.ts'
import { askWith, cellsInFlight } from './askWith.ts'
import { holdBudget, spendingOf } from './budget.ts'
import type { Subject } from './subject.ts'
import { sourceOrder } from './attempt.ts'
import type { BuiltRelease, Worker } from './worker.ts'

/** A `ClaimCall` is one matcher call: what the suite wrote, and where. */
export interface ClaimCall {
  readonly kind: ClaimKind
  readonly subject: Subject
  readonly options: unknown
  /** The task that this one is compared with. */
  readonly other?: Task
  /** The perturbations from outside the package that the matcher was given. */
  readonly perturbations?: readonly Perturbation[]
  readonly negated: boolean
  /** The signal that is aborted where the claim has to end: it is `inconclusive` then. */
  readonly signal: AbortSignal
  readonly title: string
  /** The text that identifies the call within the run. */
  readonly call: string
  readonly at?: Location
  /** Present where the worker's baseline is the pinned anchor. */
  readonly against?: 'anchor'
}

/** A `ReadCall` is a call after its options were read and a waiver was looked for. */
export interface ReadCall extends Pick<ClaimCall, 'kind' | 'title' | 'call' | 'at' | 'signal'> {
  readonly spec: ClaimSpec
  /** The claim's population, in words. */
  readonly population: string
  /**
   * The reason why each example meets so many variants, where the plan chose their number; empty where nothing is to be
   * said.
   */
  readonly whyVariants: string
  readonly task: Task
  readonly otherTask?: Task
  readonly perturbations: readonly Perturbation[]
  readonly candidate: BuiltRelease
  readonly worker: Worker
  readonly waived?: Waived
}

/**
 * A `Claim` is the record of a claim on its way, the same in every mode: what was read of the call, and how it asks. `ask`
 * and `signal` hold the budgets; `order` has all sources in plan order, also those that an attempt holds out (see
 * `leftOf`).
 */
export interface Claim
  extends ReadCall, Pick<DecideDeps, 'release' | 'ask' | 'order' | 'prompts' | 'alpha' | 'claims' | 'concurrency'> {}

/** A `ClaimOutcome` is what a run found out about a claim. */
export interface ClaimOutcome {
  readonly result: ClaimRecord
  readonly observations: ObservationList
  readonly measured?: NonNullable<ClaimAbout['measured']>
  readonly plan?: NonNullable<ClaimAbout['plan']>
  /** The part of its plan that was asked, in a shard that asks a range. */
  readonly range?: NonNullable<ClaimAbout['range']>
  /** The range that it lacks, in a sentence, where a merge of ranges left it open. */
  readonly gap?: string
  /** The data of its picture, as places in `observations`. */
  readonly trace?: ShownClaim
}

/** Adds to a call how its claim asks: within its budgets, in which order, and under which name. */
export function askingClaim(read: ReadCall): Claim {
  const { spec, task, otherTask, perturbations, candidate, worker } = read
  const { config } = worker
  const ask = askWith(worker, task, candidate, spendingOf(config, spec), otherTask, perturbations)
  const prompts = spec.roles.some((role) => role.perturbed) ? variantPrompts(task, perturbations) : undefined
  return {
    ...read,
    release: candidate.info.name,
    ...holdBudget({ ask, signal: read.signal }),
    order: sourceOrder(task, candidate, worker),
    ...(prompts && { prompts }),
    alpha: config.alpha,
    claims: config.claims,
    concurrency: cellsInFlight(candidate.release),
  }
}
