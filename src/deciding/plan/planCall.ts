import { renderPrompt } from '../../core/perturbations/index.ts'
import { ruleOf } from '../../core/sequential/index.ts'
import { keyedHash } from '../../core/sampling/order.ts'
import { currencyOf, estimateTokens, priceOf } from '../../core/cost/index.ts'
import { type CallTokens, planClaim } from '../../core/forecast/index.ts'
import { type PlannedCall, plannedCalls } from '../../core/planning/index.ts'
import { findInstruction, variantPrompts } from '../../core/variants/index.ts'
import { type Cell, type Known, levelsOf, type Release, type Task } from '../../core/types/index.ts'
import type { ClaimAbout } from '../../observe/hostPort.ts'
import type { DecideDeps } from '../../engine/ports.ts'
import { refuseChangedTask } from '../ask/askWith.ts'
import type { Claim } from '../ask/claim.ts'
import { templatesLeft } from '../ask/population.ts'
import { unitsOf } from '../ask/usableTask.ts'
import type { Worker } from '../ask/worker.ts'
import type { MeasuredEarlier } from '../ask/workerConfig.ts'
import { observedUnits } from './knownUnits.ts'

/** The number of prompts that are rendered to estimate the length of all. */
const SAMPLE = 200

/** The names under which releases say how long an answer may be. */
const MOST_OUTPUT = ['max_tokens', 'max_completion_tokens', 'maxTokens', 'maxNewTokens', 'max_new_tokens']

/** A claim in plan mode: the order and the levels that its attempt leaves it. */
export interface PlanCall extends Omit<Claim, 'otherTask'>, Pick<DecideDeps, 'alphaFail' | 'maxCells' | 'other'> {}

/**
 * Says what a claim would take. It asks nothing: it reads the task, the config, the accepted baseline and an earlier run.
 * Throws `UsageError` where the claim compares with a baseline of another task, as its gate would.
 */
export async function planCall(call: PlanCall): Promise<NonNullable<ClaimAbout['plan']>> {
  const { spec, kind, task, candidate, worker, order, maxCells, other } = call
  const { config, baseline } = worker
  const compares = spec.roles.some(({ side }) => side === 'both')
  if (baseline && compares) refuseChangedTask(task, worker.growth(task), baseline.accepted)
  const templates = templatesLeft(spec, task, { order, seed: config.seed, candidate: candidate.info })
  const units = templates ? templates.order.map((id) => [...(templates.groups.get(id) ?? [])]) : unitsOf(task, order)
  const paired = {
    ...(other && { second: unitsOf(other.task, other.order) }),
    ...(templates && { templates: templates.order }),
  }
  const baselineLacks = ({ example, variant, trial }: Cell): boolean =>
    (baseline?.lookup(task.name, example, variant, trial) ?? null) === null
  const calls = plannedCalls({ spec, units, ...paired, maxCells, baselineLacks })
  const pool = Math.min(units.length, paired.second?.length ?? Infinity)
  const observed = await observedUnits(
    { spec, kind, task, candidate: candidate.info.name, units, ...paired, ...(other && { other: other.task }) },
    worker,
  )
  const earlier = config.earlier ?? null
  const prices = config.prices ?? {}
  const side = ({ name, model }: { readonly name: string; readonly model: string }) => ({
    name,
    price: priceOf(prices, { name, model }),
  })
  const claim = planClaim({
    spec,
    kind,
    title: call.title,
    release: candidate.info.name,
    population: call.population,
    whyVariants: call.whyVariants,
    rule: ruleOf(spec, { ...levelsOf(call), claims: config.claims, pool }),
    notApplicable: kind.needsBaseline && baseline === null ? 'no baseline is accepted yet' : null,
    pool,
    examples: task.examples.length,
    ...(other && { otherExamples: other.task.examples.length }),
    ...(templates && { examplesEach: units[0]?.length ?? 0 }),
    calls,
    maxCells,
    observed,
    tokens: callTokens(task, candidate.release, calls.units, earlier),
    candidate: side(candidate.info),
    baseline: baseline && side(baseline.accepted.release),
    currency: currencyOf(prices),
    concurrency: candidate.release.concurrency,
    latency: latencyOf(config.mode.name === 'plan' ? config.mode.latencyMs : undefined, earlier),
  })
  const hash = keyedHash(task.hash)
  const asked = { candidate: candidate.info.name, baseline: baseline?.accepted.release.name ?? '' }
  const requests = calls.units.map((unit) =>
    unit.map((one) =>
      hash(`${one.release ?? asked[one.side]}/${one.cell.example}/${one.cell.variant}/${one.cell.trial}`),
    ),
  )
  return { claim, requests: claim.notApplicable === null ? requests : [] }
}

function latencyOf(given: number | undefined, earlier: Worker['config']['earlier']): Known<number> {
  if (given !== undefined) return { value: given, from: `${given} ms a call, as given` }
  const measured = earlier?.latencyMs ?? null
  if (measured !== null)
    return { value: measured, from: `${measured.toFixed(1)} ms a call, the median of ${earlier?.from}` }
  return { value: null, from: 'no latency was measured in the latest run of this release; give one with --latency' }
}

/**
 * Estimates the tokens of one call: as an earlier run measured them, else with four characters of the prompts as one token.
 */
function callTokens(
  task: Task,
  { format, parameters }: Pick<Release, 'format' | 'parameters'>,
  calls: readonly (readonly PlannedCall[])[],
  earlier: MeasuredEarlier | null,
): CallTokens {
  const declared = MOST_OUTPUT.map((name) => parameters[name]).find((value) => typeof value === 'number')
  const mostOutput = declared ?? null
  const measured = earlier?.tokens[task.name]
  if (earlier && measured) return { ...measured, mostOutput, from: `tokens of a call as in ${earlier.from}` }
  const examples = new Set(task.examples.map(({ id }) => id))
  const { promptOf } = variantPrompts(task)
  const all = calls.flat()
  const step = Math.max(1, Math.floor(all.length / SAMPLE))
  const lengths = all
    .filter((_, index) => index % step === 0)
    .flatMap(({ cell }) => {
      // A perturbed prompt is about as long as the instruction as it is.
      const instruction = findInstruction(task, cell.variant)
      if (!examples.has(cell.example) || instruction === null) return []
      const prompt = promptOf(cell.example, instruction.id)
      return 'parts' in prompt ? estimateTokens(renderPrompt(prompt.parts, format)) : []
    })
  const input = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)
  const from =
    mostOutput === null
      ? 'the release sets no end to its answers (such as max_tokens), and no earlier run measured them'
      : `four characters of ${lengths.length} prompts as one token, and ${mostOutput} for each answer`
  return { input, output: null, mostOutput, from }
}
