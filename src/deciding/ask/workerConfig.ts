import { readVariable, VARIABLES } from '../../core/environment/index.ts'
import { type GatePolicy, type LedgerEntry, type PriceTable, UsageError, type Waiver } from '../../core/types/index.ts'
import { readRun, runFolder } from '../../runs/index.ts'

/** What crosses from the main process to the workers: plain data only. */
export interface WorkerConfig {
  /** Address of the host's socket. */
  readonly address: string
  /** Folder of the user's config; relative names start here. */
  readonly root: string
  /** Release name -> `module#export`. */
  readonly releases: Readonly<Record<string, string>>
  readonly candidate: string
  /** Folders that keep the generations of examples, absolute, the most binding first. */
  readonly generations: readonly string[]
  /** Folder of the accepted baseline, absolute; `null` where the config names none. */
  readonly baseline: string | null
  /** Folder of the pinned release that regression claims are held against besides, absolute. */
  readonly anchor?: string
  /** Instruction ids that the release line was tuned on; `null` where nothing is declared. */
  readonly seen: readonly string[] | null
  /** Training data to look for instructions in, absolute. */
  readonly seenIn?: string
  readonly seed: string
  readonly mode: 'gate' | 'measure' | 'plan'
  /** How a measure run spends; absent in other modes and for accepting a baseline, which asks the claims' own cells. */
  readonly measure?: MeasureBudget
  readonly alpha: number
  /** Of `fail`, where it is another. */
  readonly alphaFail?: number
  /** K, the number of gating claims fixed before the data. */
  readonly claims: number
  /** Most cells that one claim may rest on. */
  readonly maxCells: number
  /** Most calls of the whole run, where its budget says so. */
  readonly calls?: number
  readonly prices?: PriceTable
  /** Whether the run has a budget: the host is asked before each call. */
  readonly budgeted?: boolean
  /** For plans: what an earlier run measured, and the latency that the user gave, in milliseconds. */
  readonly earlier?: MeasuredEarlier | null
  readonly latencyMs?: number
  /** The attempts at the baseline, where a ledger is kept. */
  readonly ledger?: {
    readonly baseline: string
    readonly entries: readonly LedgerEntry[]
    /** Whether answers of an undecided attempt are at hand. */
    readonly kept: boolean
  }
  /** Waivers that have not expired. */
  readonly waivers?: readonly Waiver[]
  /** Why no claim may be asked: something in the config is wrong. */
  readonly refused?: string
  /** Which verdicts do not fail their test. */
  readonly policy?: GatePolicy
}

/** What a measure run may spend: cells by task (or the same number for each), or nothing yet: a survey of the tasks. */
export type MeasureBudget = { readonly survey: string } | { readonly cells: number | Readonly<Record<string, number>> }

/**
 * Reads ROBUSTNESS_CELLS (a whole number: so many cells for each task; or JSON with a number by task) and
 * ROBUSTNESS_SURVEY (a file: the tasks are written there and nothing is asked). `undefined` where neither is set.
 * Throws `UsageError`.
 */
export function readMeasureBudget(env: NodeJS.ProcessEnv): MeasureBudget | undefined {
  const survey = readVariable(env, 'survey')
  const written = readVariable(env, 'cells')
  if (survey) return { survey }
  if (!written) return undefined
  const cells = parsed(written)
  const counts = typeof cells === 'number' ? [cells] : isRecord(cells) ? Object.values(cells) : []
  if (counts.length === 0 || !counts.every((count) => Number.isSafeInteger(count) && Number(count) > 0)) {
    throw new UsageError(`${VARIABLES.cells}=${JSON.stringify(written)}: must be a whole number of cells from 1`)
  }
  return { cells: cells as number | Record<string, number> }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What an earlier run says about single calls of the candidate: for plans only. */
export interface MeasuredEarlier {
  /** Task -> mean tokens of one call, in and out. */
  readonly tokens: Readonly<Record<string, { readonly input: number; readonly output: number }>>
  readonly latencyMs: number | null
  /** e.g. `run 20261121…`. */
  readonly from: string
  /** Of that run, absolute. */
  readonly folder: string
}

/** The latest run of the folder, if it asked this release; `null` otherwise, also where it cannot be read. */
export async function measuredEarlier(folder: string, release: string): Promise<MeasuredEarlier | null> {
  const found = await runFolder(folder)
    .then(readRun)
    .catch(() => null)
  if (found === null || found.run.evidence.candidate.name !== release) return null
  const sums = new Map<string, { input: number; output: number; count: number }>()
  for (const { task, release: who, tokens } of found.observations) {
    if (who !== release || tokens.input === null || tokens.output === null) continue
    const sum = sums.get(task) ?? { input: 0, output: 0, count: 0 }
    sums.set(task, { input: sum.input + tokens.input, output: sum.output + tokens.output, count: sum.count + 1 })
  }
  return {
    tokens: Object.fromEntries(
      [...sums].map(([task, { input, output, count }]) => [task, { input: input / count, output: output / count }]),
    ),
    latencyMs: found.run.context.usage?.latencyMs?.p50 ?? null,
    folder: found.folder,
    from: `run ${found.folder.split(/[\\/]/).at(-1)}`,
  }
}
