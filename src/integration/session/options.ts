import { budgetComplaint, pricesComplaint } from '../../core/cost/index.ts'
import { readVariable } from '../../core/environment/index.ts'
import { type Alpha, alphaComplaint, readAlpha } from '../../core/sequential/index.ts'
import { didYouMean } from '../../core/text/index.ts'
import { type Levels, type Budget, type GatePolicy, type PriceTable, UsageError } from '../../core/types/index.ts'
import { type HistoryOption, readHistoryPlace } from '../../history/historyPlace.ts'
import type { SeenTable } from '../../sources/index.ts'
import type { NamedMetric } from './ownMetrics.ts'
import { readStore, storeModeNamed, type SharedStoreOption, type StoreModeName } from './storeOption.ts'

/** Outputs for other programs, by name. */
export const OUTPUTS = ['github', 'gitlab', 'openmetrics'] as const

const KEYS = [
  'releases',
  'candidate',
  'baseline',
  'anchor',
  'seen',
  'seenIn',
  'ledger',
  'waivers',
  'staleAfterDays',
  'line',
  'seed',
  'alpha',
  'include',
  'maxCells',
  'maxNonAnswers',
  'budget',
  'prices',
  'testTimeout',
  'live',
  'store',
  'folder',
  'history',
  'reports',
  'allowUnpinned',
  'inconclusive',
  'advisory',
  'outputs',
  'metrics',
] as const satisfies readonly (keyof RobustnessOptions)[]

/** A baseline that is not accepted yet, because nothing of this line has shipped. */
export interface FirstBaseline {
  readonly folder: string
  readonly first: true
}

/**
 * `RobustnessOptions` are what the plugin takes. `releases` and `candidate` are required.
 *
 * @example
 * const options: RobustnessOptions = {
 *   releases: { v1: './models.ts#v1', v2: './models.ts#v2' },
 *   candidate: process.env['ROBUSTNESS_RELEASE'] ?? 'v2',
 *   baseline: 'baselines/line',
 *   budget: { calls: 20_000 },
 * }
 */
export interface RobustnessOptions {
  /**
   * Release name -> `module#export`, relative to the config. A module may export any LangChain model, endpoint, local
   * folder or function.
   */
  readonly releases: Readonly<Record<string, string>>
  /** Name of the release under test. The environment variable ROBUSTNESS_RELEASE wins over it. */
  readonly candidate: string
  /**
   * Folder of the accepted baseline, relative to the config. Without the option regression claims are `not applicable`; a
   * folder that is not there is exit code 2. `{ folder, first: true }` lets the first release of a line through until the
   * folder exists, and never in CI.
   */
  readonly baseline?: string | FirstBaseline
  /**
   * A pinned release that each `toBeNoWorseThanBaseline` is held against as well, so that small steps do not add up to
   * a slide: a baseline's folder, or the id of one in the baseline's history.
   */
  readonly anchor?: string
  /** The instructions that the release line was tuned on: their ids, or a JSON file that holds an array of them. */
  readonly seen?: string | readonly string[]
  /**
   * Instead of `seen`: the training data itself (JSON Lines, relative to the config), or a table of the data sets that the
   * line was tuned on (CSV or TSV, or `{ file, mixtures }`, which `seenInTable` reads). Instructions whose words stand in a
   * line of the data, exactly or nearly, or whose data set the table gives as tuned on, count as seen.
   */
  readonly seenIn?: string | SeenTable
  /**
   * The ledger of attempts: `true` keeps it in the baseline's folder, a path elsewhere. Default: a ledger that is there
   * is read, and written by `vitest-robustness gate --record-attempt` only.
   */
  readonly ledger?: boolean | string
  /** File of temporary looser limits, relative to the root. Default `robustness.waivers.yaml` if there is one. */
  readonly waivers?: string
  /** The age in days from which a baseline is called stale, from 0. Default: never. */
  readonly staleAfterDays?: number
  /** Name of the release line. Default: the name of the baseline's folder, or `default`. */
  readonly line?: string
  /** Seed of the plan. The environment variable ROBUSTNESS_SEED wins over it. Default `0`. */
  readonly seed?: string | number
  /**
   * The chance at most of passing a claim that is false, in (0, 0.5), or `{ pass, fail }`: `fail` is the chance at most
   * of failing any claim that is true. Default: 0.05 for both.
   */
  readonly alpha?: Alpha
  /** Pattern of robust suites, relative to the root. Default: every `*.robust.ts` and the like. */
  readonly include?: readonly string[]
  /** The most cells that one claim may rest on, a whole number from 1. Default: 100,000. */
  readonly maxCells?: number
  /**
   * The largest share of a claim's cells that may end without an answer (unparseable, refused, …) if it is to pass the
   * gate, in [0, 1]. Default: 0.5.
   */
  readonly maxNonAnswers?: number
  /**
   * The most that all calls of one run may take: `{ calls?, tokens?, cost?, seconds? }`. Claims that are open when it
   * is spent end `inconclusive`.
   */
  readonly budget?: Budget
  /** Release or model -> what its tokens cost. Calls to one that costs money need a budget. */
  readonly prices?: PriceTable
  /** The time that one test may take, in milliseconds. Default: 600,000, which is ten minutes. */
  readonly testTimeout?: number
  /**
   * With `true` a plain `vitest run` asks endpoints. With `false` only `gate`, CI, `measure`, `plan`, `baseline accept`
   * and ROBUSTNESS_LIVE=1 do: elsewhere recorded answers are used, releases that run in the process are asked, and
   * tests that need more are held back, which one line says. Default: true.
   */
  readonly live?: boolean
  /**
   * `off` (default), `record` answers, `replay` them only (a miss fails), or `refresh` them; `{ mode, shared: true }` keeps
   * them in the history's Postgres. ROBUSTNESS_STORE wins over the mode.
   */
  readonly store?: 'off' | 'record' | 'replay' | 'refresh' | SharedStoreOption
  /** Folder for runs, journals and the store, relative to the root. ROBUSTNESS_FOLDER wins over it. Default `.robustness`. */
  readonly folder?: string
  /**
   * The place where gate runs are recorded: `true` (default) for `history.sqlite` in `folder`, a file, a Postgres URL
   * without a password, `{ env: 'DATABASE_URL' }` for what that variable holds; `false` for nowhere. ROBUSTNESS_HISTORY
   * wins over it.
   */
  readonly history?: HistoryOption
  /** Files to write after a run, by format. HTML, Markdown and JSON are in the run's folder anyway; `html: false` leaves the page out. */
  readonly reports?: Readonly<Partial<Record<'markdown' | 'json', string>>> & { readonly html?: string | false }
  /**
   * With `true` stored answers of releases without an immutable revision are used as well, and the report says so.
   * Default: false.
   */
  readonly allowUnpinned?: boolean
  /**
   * The effect of claims that stay open: `fail` (default, exit code 3), or `warn`, with which they warn and do not hold
   * the release back.
   */
  readonly inconclusive?: 'fail' | 'warn'
  /** The whole run is advisory: no verdict holds a release back, and every report says so. Default false. */
  readonly advisory?: boolean
  /** Outputs for other programs, in addition to the reports. Default: `github` where GITHUB_ACTIONS is set. */
  readonly outputs?: readonly OutputName[]
  /**
   * Metrics of your own that `measure` shows beside the package's: what `defineMetric` made, or the module that exports it,
   * relative to the config (`./metrics.ts#shareOfTwos`; without a name all that it exports). Computed in vitest's main process.
   */
  readonly metrics?: readonly NamedMetric[]
}

/** Returns the folder that a config names for its baseline; `undefined` where it names none. */
export function baselineFolderOf({ baseline }: Pick<RobustnessOptions, 'baseline'>): string | undefined {
  return typeof baseline === 'object' ? baseline.folder : baseline
}

/** The options as they were checked, with α for each verdict. */
export interface ReadRobustnessOptions extends Omit<RobustnessOptions, 'alpha' | 'baseline' | 'store'>, Levels {
  readonly baseline?: string
  readonly store: StoreModeName
  /** True if the answers are shared in the history's Postgres. */
  readonly sharedStore: boolean
  /** Nothing of the line has shipped yet, so the baseline's folder need not be there. */
  readonly firstRelease: boolean
  readonly outputs: readonly OutputName[]
  /** The policy that changes what exit codes mean; absent without one. */
  readonly policy?: GatePolicy
}

/** Checks the options; variables of the environment win over some of them. Throws `UsageError`. */
export function readRobustnessOptions(raw: RobustnessOptions, env: NodeJS.ProcessEnv): ReadRobustnessOptions {
  for (const key of Object.keys(raw)) {
    if (!(KEYS as readonly string[]).includes(key)) {
      throw new UsageError(`robustness(): unknown option "${key}"${didYouMean(key, KEYS)}; it takes ${KEYS.join(', ')}`)
    }
  }
  const names = Object.keys(raw.releases ?? {})
  if (names.length === 0) throw new UsageError(`robustness(): no releases; add releases: { v1: './models.ts#v1' }`)
  for (const name of names) {
    if (!/^[\w.-]+$/.test(name))
      throw new UsageError(`robustness(): release name "${name}" may hold letters, digits, ".", "_" and "-" only`)
  }
  const candidate = readVariable(env, 'release') ?? raw.candidate
  if (!Object.hasOwn(raw.releases, candidate)) {
    throw new UsageError(
      `robustness(): unknown release "${candidate}"${didYouMean(candidate, names)}; the config names ${names.join(', ')}`,
    )
  }
  if (raw.seen !== undefined && raw.seenIn !== undefined)
    throw new UsageError('robustness(): seen and seenIn both say what the line was tuned on: keep one')
  refuseSeenIn(raw.seenIn)
  const wrong = alphaComplaint(raw.alpha ?? 0.05)
  if (wrong !== null) throw new UsageError(`robustness({ alpha: ${JSON.stringify(raw.alpha)} }): ${wrong}`)
  const alpha = readAlpha(raw.alpha ?? 0.05)
  for (const [key, complain] of Object.entries({ budget: budgetComplaint, prices: pricesComplaint })) {
    const value = raw[key as 'budget' | 'prices']
    const complaint = value === undefined ? null : complain(value)
    if (complaint !== null) throw new UsageError(`robustness({ ${key} }): ${key} ${complaint}`)
  }
  const { staleAfterDays, maxNonAnswers = 0, live = true } = raw
  if (typeof live !== 'boolean')
    throw new UsageError(`robustness({ live: ${JSON.stringify(live)} }): must be true or false`)
  if (!(maxNonAnswers >= 0 && maxNonAnswers <= 1))
    throw new UsageError(`robustness({ maxNonAnswers: ${maxNonAnswers} }): must be a share from 0 to 1`)
  if (staleAfterDays !== undefined && !(staleAfterDays >= 0))
    throw new UsageError(`robustness({ staleAfterDays: ${staleAfterDays} }): must be a number of days from 0`)
  const declared = readStore(raw.store)
  const store = storeModeNamed(readVariable(env, 'store') ?? declared.mode)
  const policy = readPolicy(raw)
  refuseBaseline(raw.baseline)
  const baseline = baselineFolderOf(raw)
  const { baseline: written, ...others } = raw
  readHistoryPlace(raw.history, { folder: '.', root: '.', env })
  const seed = String(readVariable(env, 'seed') ?? raw.seed ?? 0)
  const folder = readVariable(env, 'folder') ?? raw.folder
  return {
    ...others,
    ...(baseline !== undefined && { baseline }),
    firstRelease: typeof written === 'object',
    ...(folder && { folder }),
    candidate,
    alpha: alpha.pass,
    ...(alpha.fail !== alpha.pass && { alphaFail: alpha.fail }),
    store,
    sharedStore: declared.shared,
    seed,
    outputs: readOutputs(raw.outputs, env),
    ...(policy && { policy }),
  }
}

function readPolicy({ inconclusive = 'fail', advisory = false }: RobustnessOptions): GatePolicy | null {
  if (inconclusive !== 'fail' && inconclusive !== 'warn')
    throw new UsageError(`robustness({ inconclusive: ${JSON.stringify(inconclusive)} }): must be "fail" or "warn"`)
  if (typeof advisory !== 'boolean')
    throw new UsageError(`robustness({ advisory: ${JSON.stringify(advisory)} }): must be true or false`)
  if (advisory) return { advisory: true }
  return inconclusive === 'warn' ? { inconclusive: 'warn' } : null
}

function refuseSeenIn(source: unknown): void {
  if (source === undefined || (typeof source === 'string' && source !== '')) return
  const { file, mixtures = [], ...others } = Object(source) as Readonly<Record<string, unknown>>
  const texts = Array.isArray(mixtures) && mixtures.every((value) => typeof value === 'string')
  if (typeof file === 'string' && file !== '' && texts && Object.keys(others).length === 0) return
  throw new UsageError(
    `robustness({ seenIn: ${JSON.stringify(source)} }): must be a file of training data, e.g. 'train.jsonl', or a table of data sets, e.g. { file: 't0_datasets.csv', mixtures: ['BASE'] }`,
  )
}

function refuseBaseline(baseline: unknown): void {
  if (baseline === undefined || (typeof baseline === 'string' && baseline !== '')) return
  const { folder, first, ...others } = (baseline ?? {}) as Readonly<Record<string, unknown>>
  if (typeof folder === 'string' && folder !== '' && first === true && Object.keys(others).length === 0) return
  throw new UsageError(
    `robustness({ baseline: ${JSON.stringify(baseline)} }): must be a folder, e.g. 'baselines/line', or { folder: 'baselines/line', first: true } for the first release of a line`,
  )
}

export type OutputName = (typeof OUTPUTS)[number]

/** Returns the outputs to write: those that were asked for, or `github` on GitHub Actions. Throws `UsageError`. */
export function readOutputs(asked: readonly string[] | undefined, env: NodeJS.ProcessEnv): readonly OutputName[] {
  if (asked === undefined) return env['GITHUB_ACTIONS'] === 'true' ? ['github'] : []
  if (!Array.isArray(asked)) throw new UsageError(`robustness({ outputs }): must be a list of ${OUTPUTS.join(', ')}`)
  for (const name of asked) {
    if ((OUTPUTS as readonly unknown[]).includes(name)) continue
    throw new UsageError(
      `robustness({ outputs }): unknown output ${JSON.stringify(name)}${didYouMean(String(name), OUTPUTS)}; it is one of ${OUTPUTS.join(', ')}`,
    )
  }
  return [...new Set(asked as readonly OutputName[])]
}
