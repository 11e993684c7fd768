import { FIRST_READER, readerChange, taskChange } from '../../core/gate/index.ts'
import { canonicalJson, sha256 } from '../../core/hash/index.ts'
import { type Growth, samplingSeed } from '../../core/sampling/index.ts'
import { variantPrompts } from '../../core/variants/index.ts'
import {
  type Baseline,
  type Cell,
  type Edit,
  type Observation,
  type Perturbation,
  type Release,
  type ReleaseInfo,
  type Task,
  UsageError,
} from '../../core/types/index.ts'
import type { Elsewhere } from '../../engine/planUnits.ts'
import type { DecideDeps } from '../../engine/ports.ts'
import { type CellRequest, faultKind, observeCell } from '../../observe/index.ts'
import { baselineObservation } from '../../runs/index.ts'
import { spendingOf, type SpendingOf } from './budget.ts'
import type { BuiltRelease, Worker } from './worker.ts'

/**
 * Says how a claim asks: the candidate live; the baseline from its accepted cells, or live where it lacks one and the
 * config still names a release of the baseline's own revision.
 */
export function askWith(
  worker: Worker,
  task: Task,
  candidate: BuiltRelease,
  spending: SpendingOf = spendingOf(worker.config, { options: {} }),
  other?: Task,
  perturbations: readonly Perturbation[] = [],
): DecideDeps['ask'] {
  const own = listed(task, perturbations)
  const second = other && listed(other, perturbations)

  const live = async (built: BuiltRelease, cell: Cell, signal: AbortSignal, about = own, elsewhere: Elsewhere = {}) => {
    const { edits, turn } = elsewhere
    const example = about.examples.get(cell.example)
    if (!example) throw new RangeError(`no such cell in ${about.task.name}: ${cell.example}/${cell.variant}`)
    const asked = questionOf(about, cell, edits)
    if (asked === null) return null
    const judge = about.task.judge === undefined ? undefined : await judgeOf(about.task, worker, spending)
    // A release that answers from a file may lack the cell: it is missing, not wrong.
    return observeCell({
      release: built.release,
      releaseName: built.info.name,
      task: about.task,
      example,
      ...asked,
      trial: cell.trial,
      seed: samplingSeed(cell.trial),
      host: worker.host,
      spending: spending(built.info),
      ...(judge && { judge }),
      ...(turn && { turn }),
      signal,
    }).catch((error: unknown) => {
      if (faultKind(error) === 'MissingAnswerError') return null
      throw error
    })
  }

  const fromBaseline = async (cell: Cell, signal: AbortSignal, elsewhere?: Elsewhere) => {
    const { baseline } = worker
    if (!baseline) return null
    refuseMixedScoring(candidate.info, baseline.accepted.release)
    refuseChangedTask(task, worker.growth(task), baseline.accepted)
    const accepted = baseline.lookup(task.name, cell.example, cell.variant, cell.trial)
    const example = own.examples.get(cell.example)
    if (accepted && example) {
      const { group, gold } = example
      return baselineObservation(accepted, { release: baseline.accepted.release, group, gold })
    }
    const { name, revision } = baseline.accepted.release
    if (revision === null || !Object.hasOwn(worker.config.releases, name)) return null
    const built = await worker.release(name)
    return built.info.revision === revision ? live(built, cell, signal, own, elsewhere) : null
  }

  return (side, cell, signal, elsewhere) => {
    if (side === 'baseline') return fromBaseline(cell, signal, elsewhere)
    const about = elsewhere?.task === undefined ? own : second
    if (elsewhere?.release === undefined) return live(candidate, cell, signal, about, elsewhere)
    return worker.release(elsewhere.release).then((built) => live(built, cell, signal, about, elsewhere))
  }
}

/** Builds the model that scores a task's answers, where one does. */
async function judgeOf({ judge }: Task, worker: Worker, spending: SpendingOf) {
  if (judge === undefined || judge.release === null) return undefined
  const { release, info } = await worker.release(judge.release)
  return { release, releaseName: info.name, rubric: judge.rubric, spending: spending(info) }
}

/** Lists a task's examples and instructions by id, and the prompts of its variants. */
function listed(task: Task, perturbations: readonly Perturbation[]) {
  return {
    task,
    examples: new Map(task.examples.map((example) => [example.id, example])),
    instructions: new Map(task.instructions.map((instruction) => [instruction.id, instruction])),
    prompts: variantPrompts(task, perturbations),
  }
}

/**
 * Returns the question that a cell asks; `null` for a perturbation that leaves the prompt as it is. With only a part of the
 * edits it is another variant, so that releases that answer from a file do not take it for the whole.
 */
function questionOf(
  { task, instructions, prompts }: ReturnType<typeof listed>,
  { example, variant }: Cell,
  edits?: readonly Edit[],
): Pick<CellRequest, 'instruction' | 'variant' | 'parts'> | null {
  const plain = instructions.get(variant)
  if (plain && task.surroundings === undefined) return { instruction: plain }
  if (edits !== undefined) {
    const { instruction, parts } = prompts.partOf(example, variant, edits)
    return { instruction, parts, variant: `${variant} in part ${sha256(canonicalJson(edits)).slice(0, 12)}` }
  }
  const prompt = prompts.promptOf(example, variant)
  if ('notApplicable' in prompt) return null
  return { instruction: prompt.instruction, parts: prompt.parts, variant }
}

/** Refuses to compare choices scored by log-probability with generated answers: they answer two different questions. */
function refuseMixedScoring(candidate: ReleaseInfo, accepted: ReleaseInfo): void {
  const scored = [candidate, accepted].filter(({ endpointKind }) => endpointKind === 'openai-logprobs')
  if (scored.length !== 1) return
  throw new UsageError(
    `${scored[0]?.name} scores choices by log-probability, the other of ${candidate.name} and ${accepted.name} generates ` +
      'its answers: they are not compared. Ask both the same way, or accept a new baseline',
  )
}

/** Refuses to compare with a baseline whose task asked another question under the same name. Throws `UsageError`. */
export function refuseChangedTask(task: Task, { lineage, change: why }: Growth, accepted: Baseline): void {
  const { name, hash, sources } = task
  const change = taskChange({ name, hash, sources, grownFrom: lineage.key }, accepted)
  if (change === null) {
    const other = readerChange({ name, reader: task.kind.reader ?? FIRST_READER }, accepted)
    if (other === null) return
    throw new UsageError(
      `${other}. A baseline keeps no raw texts that could be read again: accept it again (answers in the store are read ` +
        `again without a call): npx vitest-robustness baseline accept --release ${accepted.release.name}`,
    )
  }
  throw new UsageError(
    `${change}${why === null ? '' : ` (${why})`}. Its cells are not compared with the accepted ones: restore the files, or accept a new baseline: ` +
      'npx vitest-robustness baseline accept',
  )
}

/** The dependencies of `askCells`. */
interface AskCellsDeps {
  readonly ask: (side: 'candidate', cell: Cell, signal: AbortSignal) => Promise<Observation | null>
  readonly concurrency: number
  readonly signal: AbortSignal
  readonly onProgress?: (asked: number) => void
}

/**
 * Asks all cells of the candidate, so many at once, and returns the observations in the order of the cells; cells without
 * an answer are left out.
 */
export async function askCells(
  cells: readonly Cell[],
  { ask, concurrency, signal, onProgress }: AskCellsDeps,
): Promise<Observation[]> {
  const observations: (Observation | null)[] = cells.map(() => null)
  let [next, asked] = [0, 0]
  const worker = async (): Promise<void> => {
    for (let at = next++; at < cells.length; at = next++) {
      signal.throwIfAborted()
      observations[at] = await ask('candidate', cells[at]!, signal)
      onProgress?.(++asked)
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, worker))
  return observations.filter((observation) => observation !== null)
}

/**
 * Returns for how many cells of a claim calls are made at once: half as many again as the endpoint takes requests, so that while
 * one cell is looked up, journaled and read, another one's request uses its permit. Permits bound the requests themselves.
 */
export function cellsInFlight({ concurrency }: Pick<Release, 'concurrency'>): number {
  return Math.ceil(1.5 * concurrency)
}
