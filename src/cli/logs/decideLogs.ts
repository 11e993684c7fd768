import { findClaimKind } from '../../claims/index.ts'
import { findCell, type SharedExample } from '../../core/compare/index.ts'
import { candidateId, orderGroups } from '../../core/sampling/index.ts'
import { counted } from '../../core/text/index.ts'
import {
  type Cell,
  type ClaimSpec,
  type Counterexample,
  type ReleaseInfo,
  type Task,
  UsageError,
} from '../../core/types/index.ts'
import { datasetOnly } from '../../deciding/ask/population.ts'
import { claimContext, claimSpec } from '../../deciding/claim/claimSpec.ts'
import { decide, type Decision } from '../../engine/index.ts'
import type { ColumnMap } from '../../models/recorded/formats/columns.ts'
import { readInputs } from '../../models/recorded/readLog.ts'
import { logObservations } from './logEvidence.ts'
import type { LogPair } from './openLogs.ts'

/** The claims about two logs. */
export interface LogClaims {
  /** The most that the candidate's mean score may be below the baseline's, in (0, 1). */
  readonly by: number
  /** The largest share of the candidate's answers that may change from one prompt to another, in (0, 1). */
  readonly maxFlipRate?: number
  readonly alpha: number
  readonly seed: string
  /** True if the claims are about these very examples, and not about the source that they come from. */
  readonly dataset: boolean
  /** The number of claims of the whole run, for which `fail` is corrected. */
  readonly count: number
  /** True if logs of several tasks are gated: titles then name the task. */
  readonly several: boolean
}

/** The paired logs of a task, with what a decision on them needs. */
export interface LogParts extends LogPair {
  readonly whole: Task
  readonly before: ReleaseInfo
  readonly now: ReleaseInfo
}

/** Decides the claims on the cells that the two logs share. Everything was asked already, so every prompt is used. */
export async function decideLogs(parts: LogParts, claims: LogClaims): Promise<readonly Decision[]> {
  const { by, maxFlipRate, several } = claims
  const start = several ? `${parts.task} ` : ''
  const decided = [
    await decideOne(parts, claims, worse(by, parts, `${start}is at most ${by} worse than ${parts.before.name}`)),
  ]
  if (maxFlipRate !== undefined)
    decided.push(
      await decideOne(parts, claims, flips(maxFlipRate, parts, `${start}keeps its answer from prompt to prompt`)),
    )
  return decided
}

/** One claim before it is decided. */
interface Wanted {
  readonly kind: 'toBeNoWorseThanBaseline' | 'toBeStableUnderParaphrase'
  readonly title: string
  readonly options: Readonly<Record<string, number>>
  /** The examples that have the cells that the claim asks. */
  readonly examples: readonly SharedExample[]
  /** The number of prompts that are drawn for each of them. */
  readonly variants: number
  readonly statistic?: string
  readonly trials: number
}

function worse(by: number, { paired, score }: LogParts, title: string): Wanted {
  const { examples, variants, trials } = paired
  return {
    kind: 'toBeNoWorseThanBaseline',
    title,
    options: { by },
    examples,
    variants: variants.length,
    statistic: `difference in ${score}`,
    trials,
  }
}

function flips(maxFlipRate: number, { paired, whole, now, candidate }: LogParts, title: string): Wanted {
  const { examples, variants } = paired
  const first = whole.canonical
  const able = examples.filter(({ variants: own }) => own.size > 1 && own.has(first))
  if (able.length === 0)
    throw new UsageError('gate: --max-flip-rate needs logs with several prompts (variants) of each example')
  if (!candidate.answers.some(({ answer }) => answer !== null))
    throw new UsageError(`gate: --max-flip-rate compares answers, and the log of ${now.name} holds scores alone`)
  return {
    kind: 'toBeStableUnderParaphrase',
    title,
    options: { maxFlipRate },
    examples: able,
    variants: variants.length - 1,
    trials: 1,
  }
}

async function decideOne(parts: LogParts, claims: LogClaims, wanted: Wanted): Promise<Decision> {
  const { whole: task, paired, score, before, now } = parts
  const { alpha, seed, dataset, count } = claims
  const kind = findClaimKind(wanted.kind)!
  // Whoever recorded the logs is responsible for the prompts; nobody here can review them.
  const context = { ...claimContext(task, null, { release: now.name }), unreviewed: new Set<string>() }
  const options = kind.parse(
    { ...wanted.options, ...(dataset ? { population: 'dataset' } : { variants: wanted.variants }) },
    context,
  )
  const plan = kind.design(options, context)
  const design = {
    ...plan,
    ...(wanted.statistic !== undefined && { statistic: wanted.statistic }),
    // Where logs have repeats, use them: they make the mean score of an example more certain.
    roles: plan.roles.map((role) => Object.assign({}, role, { trials: wanted.trials })),
  }
  const final = dataset ? datasetOnly(kind.name, design, {}, now) : design
  const spec: ClaimSpec = claimSpec(kind, task, options, final, false)
  const prompts = paired.variants.length === 1 ? 'the prompt' : `these ${counted(paired.variants.length, 'prompt')}`
  const alone = dataset ? ', over these examples alone' : ''
  const about = new Map(wanted.examples.map((example) => [example.id, example]))
  const observe = { candidate: logObservations(now, task.name), baseline: logObservations(before, task.name) }
  const decision = await decide(spec, {
    task: { ...task, examples: task.examples.filter(({ id }) => about.has(id)) },
    kind,
    title: wanted.title,
    release: now.name,
    population: `on ${prompts} of the logs, scored by ${score}${alone}`,
    ask: async (side, cell) => {
      const found = findCell(side === 'candidate' ? paired.now : paired.before, cell)
      if (found === undefined) return null
      return observe[side](found, about.get(cell.example) ?? { group: cell.example, gold: '' })
    },
    has: (side, { example, variant, trial }: Cell) => {
      const repeats = about.get(example)?.variants.get(variant)
      return repeats !== undefined && trial < repeats[side]
    },
    order: orderGroups(
      wanted.examples.map(({ group }) => group),
      { seed, taskHash: task.hash, candidate: candidateId(now) },
    ),
    alpha,
    claims: count,
    concurrency: 64,
    maxCells: Number.MAX_SAFE_INTEGER,
    signal: new AbortController().signal,
  })
  const grid = wanted.examples.reduce((sum, { variants }) => sum + askedOf(variants, wanted), 0)
  return { ...decision, result: { ...decision.result, grid } }
}

/**
 * Returns the candidate's cells of one example that a claim may ask: each variant as often as it was repeated, up to
 * `trials`.
 */
function askedOf(variants: SharedExample['variants'], { trials }: Wanted): number {
  return [...variants.values()].reduce((sum, { candidate }) => sum + Math.min(trials, candidate), 0)
}

/**
 * Adds to the decisions on a task the inputs of their counterexamples. They were not kept while the log was read, so it
 * is read again for them.
 */
export function shownInputs(
  { paired, baseline }: LogParts,
  decisions: readonly Decision[],
  cwd: string,
  columns?: ColumnMap,
): Decision[] {
  const shown = decisions.flatMap(({ result }) => result.counterexamples)
  const lines = new Map(
    shown.flatMap(({ example }) => {
      const logged = paired.before.get(example)?.[0]?.logged
      return logged?.input === '' && logged.content !== null ? [[example, logged.line] as const] : []
    }),
  )
  if (lines.size === 0) return [...decisions]
  const inputs = readInputs(baseline.file, cwd, new Set(lines.values()), columns)
  const withInput = (one: Counterexample): Counterexample => {
    const question = inputs.get(lines.get(one.example) ?? 0)
    return question === undefined ? one : { ...one, input: { question } }
  }
  return decisions.map(({ result, observations }) => {
    const counterexamples = result.counterexamples.map(withInput)
    return { observations, result: { ...result, counterexamples } }
  })
}
