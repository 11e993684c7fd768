import { findClaimKind } from '../../claims/index.ts'
import { cellKey, type PairedLogs } from '../../core/compare/index.ts'
import { orderGroups } from '../../core/plan/index.ts'
import { counted } from '../../core/report/index.ts'
import type { ClaimResult, ClaimSpec, Observation, ReleaseInfo, Task } from '../../core/words/index.ts'
import { decide, type Decision } from '../../engine/index.ts'
import { candidateId } from '../../integration/attemptFor.ts'
import { claimContext } from '../../integration/claimContext.ts'
import { claimSpec } from '../../integration/claimSpec.ts'
import { datasetOnly } from '../../integration/datasetOnly.ts'
import { logObservation } from './logObservation.ts'

/** What is claimed of two logs. */
export interface LogClaims {
  /** Most that the candidate's mean score may lie below the baseline's. */
  readonly by: number
  /** Most of the candidate's answers that may change from one prompt to another. */
  readonly maxFlipRate?: number
  readonly alpha: number
  readonly seed: string
  /** About these very examples alone, and not about where they come from. */
  readonly dataset: boolean
  readonly score: string
}

/** What is decided upon. */
interface LogParts {
  readonly task: Task
  readonly paired: PairedLogs
  readonly baseline: ReleaseInfo
  readonly candidate: ReleaseInfo
}

/** Decides the claims on the cells that the two logs share: everything was asked already, so every prompt counts. */
export async function decideLogs(parts: LogParts, claims: LogClaims): Promise<readonly Decision[]> {
  const { by, maxFlipRate } = claims
  const wanted: [string, Record<string, unknown>, string][] = [
    ['toBeNoWorseThanBaseline', { by }, `is at most ${by} worse than ${parts.baseline.name}`],
  ]
  if (maxFlipRate !== undefined)
    wanted.push(['toBeStableUnderParaphrase', { maxFlipRate }, 'keeps its answer from prompt to prompt'])
  const decided: Decision[] = []
  for (const [kind, options, title] of wanted)
    decided.push(await decideOne(parts, claims, kind, options, title, wanted.length))
  return decided
}

async function decideOne(
  { task, paired, baseline, candidate }: LogParts,
  { alpha, seed, dataset, score }: LogClaims,
  name: string,
  given: Record<string, unknown>,
  title: string,
  count: number,
): Promise<Decision> {
  const kind = findClaimKind(name)!
  // The prompts were signed by whoever recorded the logs: nobody here can.
  const context = { ...claimContext(task, null, { release: candidate.name }), unreviewed: new Set<string>() }
  const variants = name === 'toBeNoWorseThanBaseline' ? paired.variants.length : paired.variants.length - 1
  const options = kind.parse({ ...given, ...(dataset ? { population: 'dataset' } : { variants }) }, context)
  const design = repeated(kind.design(options, context), name, paired.trials)
  const final = dataset ? datasetOnly(name, design, {}, candidate) : design
  const spec: ClaimSpec = claimSpec(kind, task, options, final, false)
  const prompts = paired.variants.length === 1 ? 'the prompt' : `these ${counted(paired.variants.length, 'prompt')}`
  const alone = dataset ? ', over these examples alone' : ''
  const about = new Map(task.examples.map((example) => [example.id, example]))
  return decide(spec, {
    task,
    kind,
    title,
    release: candidate.name,
    population: `on ${prompts} of the logs, scored by ${score}${alone}`,
    ask: async (side, cell) => {
      const found = (side === 'candidate' ? paired.now : paired.before).get(cellKey(cell))
      if (found === undefined) return null
      const { group = cell.example, gold = '' } = about.get(cell.example) ?? {}
      const release = side === 'candidate' ? candidate : baseline
      return logObservation(found, release, { task: task.name, group, gold })
    },
    order: orderGroups(
      task.examples.map(({ group }) => group),
      { seed, taskHash: task.hash, candidate: candidateId(candidate) },
    ),
    alpha,
    claims: count,
    concurrency: 64,
    maxCells: Number.MAX_SAFE_INTEGER,
    signal: new AbortController().signal,
  })
}

/** Repeats that both logs have make the mean score of an example surer. */
function repeated<Design extends Pick<ClaimResult['spec'], 'roles'>>(
  design: Design,
  name: string,
  trials: number,
): Design {
  if (name !== 'toBeNoWorseThanBaseline' || trials === 1) return design
  return { ...design, roles: design.roles.map((role) => ({ ...role, trials })) }
}

/** The cells behind all claims, each once. */
export function cellsBehind(decisions: readonly Decision[]): Observation[] {
  const cells = new Map<string, Observation>()
  for (const { observations } of decisions)
    for (const observation of observations)
      cells.set(JSON.stringify([observation.release, cellKey(observation)]), observation)
  return [...cells.values()]
}
