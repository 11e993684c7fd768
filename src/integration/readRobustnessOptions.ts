import { budgetComplaint, pricesComplaint } from '../core/planning/index.ts'
import { alphaComplaint, readAlpha } from '../core/plan/index.ts'
import { didYouMean } from '../core/text/index.ts'
import { UsageError, type GatePolicy } from '../core/words/index.ts'
import { readHistoryPlace } from '../history/historyPlace.ts'
import { readOutputs, type OutputName } from './outputNames.ts'
import { baselineFolderOf, type RobustnessOptions } from './robustnessOptions.ts'

/** The options as they were checked, with α for each verdict. */
export interface ReadRobustnessOptions extends Omit<RobustnessOptions, 'alpha' | 'baseline'> {
  readonly baseline?: string
  /** Nothing of the line has shipped yet, so the baseline's folder need not be there. */
  readonly firstRelease: boolean
  readonly outputs: readonly OutputName[]
  readonly alpha: number
  /** Of `fail`, where it is another. */
  readonly alphaFail?: number
  /** Absent where exit codes mean what they always mean. */
  readonly policy?: GatePolicy
}

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
] as const satisfies readonly (keyof RobustnessOptions)[]

const STORE_MODES = ['off', 'record', 'replay', 'refresh']

/** Checks the options and lets the environment win where it may. Throws `UsageError`. */
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
  const candidate = env['ROBUSTNESS_RELEASE'] || raw.candidate
  if (!Object.hasOwn(raw.releases, candidate)) {
    throw new UsageError(
      `robustness(): unknown release "${candidate}"${didYouMean(candidate, names)}; the config names ${names.join(', ')}`,
    )
  }
  if (raw.seen !== undefined && raw.seenIn !== undefined)
    throw new UsageError('robustness(): seen and seenIn both say what the line was tuned on: keep one')
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
  const store = (env['ROBUSTNESS_STORE'] || raw.store) ?? 'off'
  if (!STORE_MODES.includes(store)) {
    throw new UsageError(
      `robustness(): unknown store mode "${store}"${didYouMean(store, STORE_MODES)}; it is one of ${STORE_MODES.join(', ')}`,
    )
  }
  const policy = readPolicy(raw)
  refuseBaseline(raw.baseline)
  const baseline = baselineFolderOf(raw)
  const { baseline: written, ...others } = raw
  readHistoryPlace(raw.history, { folder: '.', root: '.', env })
  const seed = String((env['ROBUSTNESS_SEED'] || raw.seed) ?? 0)
  const folder = env['ROBUSTNESS_FOLDER'] || raw.folder
  return {
    ...others,
    ...(baseline !== undefined && { baseline }),
    firstRelease: typeof written === 'object',
    ...(folder && { folder }),
    candidate,
    alpha: alpha.pass,
    ...(alpha.fail !== alpha.pass && { alphaFail: alpha.fail }),
    store: store as NonNullable<RobustnessOptions['store']>,
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

function refuseBaseline(baseline: unknown): void {
  if (baseline === undefined || (typeof baseline === 'string' && baseline !== '')) return
  const { folder, first, ...others } = (baseline ?? {}) as Readonly<Record<string, unknown>>
  if (typeof folder === 'string' && folder !== '' && first === true && Object.keys(others).length === 0) return
  throw new UsageError(
    `robustness({ baseline: ${JSON.stringify(baseline)} }): must be a folder, e.g. 'baselines/line', or { folder: 'baselines/line', first: true } for the first release of a line`,
  )
}
