import type { GatePolicy, LedgerEntry, Levels, Mode, PriceTable, Waiver } from '../../core/types/index.ts'
import { readRun, runFolder } from '../../runs/index.ts'
import type { SeenTable } from '../../sources/index.ts'

/** A `WorkerConfig` is what crosses from the main process to the workers: plain data only. */
export interface WorkerConfig extends Levels {
  /** The address of the host's socket. */
  readonly address: string
  /** The folder of the user's config; relative names start here. */
  readonly root: string
  /** Release name -> `module#export`. */
  readonly releases: Readonly<Record<string, string>>
  readonly candidate: string
  /** Folders that keep the generations of examples, absolute, the most binding first. */
  readonly generations: readonly string[]
  /** Folder of the accepted baseline, absolute; `null` where the config names none. */
  readonly baseline: string | null
  /** The folder of the pinned release that regression claims are compared with in addition, absolute. */
  readonly anchor?: string
  /** Ids of the instructions that the release line was tuned on; `null` where nothing is declared. */
  readonly seen: readonly string[] | null
  /** Training data to look for instructions in, or a table of its data sets; the file is absolute. */
  readonly seenIn?: string | SeenTable
  readonly seed: string
  readonly mode: Mode
  /** K, the number of gating claims fixed before the data. */
  readonly claims: number
  /** The most cells that one claim may rest on. */
  readonly maxCells: number
  /** The most calls of the whole run, where its budget limits them. */
  readonly calls?: number
  readonly prices?: PriceTable
  /** Says whether the run has a budget: the host is asked before each call. */
  readonly budgeted?: boolean
  /** Figures that an earlier run measured, for plans. */
  readonly earlier?: MeasuredEarlier | null
  /** The attempts at the baseline, where a ledger is kept. */
  readonly ledger?: {
    readonly baseline: string
    readonly entries: readonly LedgerEntry[]
    /** Says whether answers of an undecided attempt are available. */
    readonly kept: boolean
  }
  /** Waivers that have not expired. */
  readonly waivers?: readonly Waiver[]
  /** The reason why no claim may be asked: something in the config is wrong. */
  readonly refused?: string
  /** `false` where a plain run asks no endpoint unless a variable says so. */
  readonly live?: boolean
  /** The policy that says which verdicts do not fail their test. */
  readonly policy?: GatePolicy
  /** The working folder that holds the ranges which shards asked, absolute, where this run merges them. */
  readonly ranges?: string
}

/** A `MeasuredEarlier` is what an earlier run says about single calls of the candidate, for plans only. */
export interface MeasuredEarlier {
  /** Task -> mean tokens of one call, in and out. */
  readonly tokens: Readonly<Record<string, { readonly input: number; readonly output: number }>>
  readonly latencyMs: number | null
  /** The name of that run, e.g. `run 20261121…`. */
  readonly from: string
  /** The folder of that run, absolute. */
  readonly folder: string
}

/** Reads the latest run of the folder, if it asked this release; `null` otherwise, also where it cannot be read. */
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
