import { didYouMean } from '../core/text/index.ts'
import { UsageError } from '../core/words/index.ts'

/** What the plugin takes. */
export interface RobustnessOptions {
  /** Release name -> `module#export`, relative to the config. Modules: any LangChain model, endpoint, local folder, function. */
  readonly releases: Readonly<Record<string, string>>
  /** Name of the release under test. The environment variable ROBUSTNESS_RELEASE wins over it. */
  readonly candidate: string
  /** Folder of the accepted baseline, relative to the config. Without one regression claims are `not applicable`. */
  readonly baseline?: string
  /** What the release line was tuned on: instruction ids, or a JSON file that holds an array of them. */
  readonly seen?: string | readonly string[]
  /** Name of the release line. Default: the name of the baseline's folder, or `default`. */
  readonly line?: string
  /** Seed of the plan. The environment variable ROBUSTNESS_SEED wins over it. Default `0`. */
  readonly seed?: string | number
  /** Chance at most of passing a claim that is false, in (0, 0.5). Default 0.05. */
  readonly alpha?: number
  /** Pattern of robust suites, relative to the root. Default: every `*.robust.ts` and the like. */
  readonly include?: readonly string[]
  /** Most cells that one claim may rest on. Default 100 000. */
  readonly maxCells?: number
  /** Milliseconds that one test may take. Default 10 minutes. */
  readonly testTimeout?: number
  /** `off` (default), `record` answers, `replay` them only (a miss fails), or `refresh` them. ROBUSTNESS_STORE wins over it. */
  readonly store?: 'off' | 'record' | 'replay' | 'refresh'
  /** Folder for runs, journals and the store, relative to the root. Default `.robustness`. */
  readonly folder?: string
  /** Files to write after a run, by format. Markdown and JSON are in the run's folder anyway. */
  readonly reports?: Readonly<Partial<Record<'markdown' | 'json', string>>>
  /** Use stored answers of releases without an immutable revision as well. Printed in the report. */
  readonly allowUnpinned?: boolean
}

const KEYS = [
  'releases',
  'candidate',
  'baseline',
  'seen',
  'line',
  'seed',
  'alpha',
  'include',
  'maxCells',
  'testTimeout',
  'store',
  'folder',
  'reports',
  'allowUnpinned',
] as const satisfies readonly (keyof RobustnessOptions)[]

const STORE_MODES = ['off', 'record', 'replay', 'refresh']

/** Checks the options and lets the environment win where it may. Throws `UsageError`. */
export function readRobustnessOptions(raw: RobustnessOptions, env: NodeJS.ProcessEnv): RobustnessOptions {
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
  const alpha = raw.alpha ?? 0.05
  if (!(alpha > 0 && alpha < 0.5))
    throw new UsageError(`robustness({ alpha: ${alpha} }): must lie above 0 and below 0.5`)
  const store = (env['ROBUSTNESS_STORE'] || raw.store) ?? 'off'
  if (!STORE_MODES.includes(store)) {
    throw new UsageError(
      `robustness(): unknown store mode "${store}"${didYouMean(store, STORE_MODES)}; it is one of ${STORE_MODES.join(', ')}`,
    )
  }
  const seed = String((env['ROBUSTNESS_SEED'] || raw.seed) ?? 0)
  return { ...raw, candidate, alpha, store: store as NonNullable<RobustnessOptions['store']>, seed }
}
