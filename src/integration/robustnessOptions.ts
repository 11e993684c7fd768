import type { Alpha } from '../core/plan/index.ts'
import type { Budget, PriceTable } from '../core/words/index.ts'
import type { HistoryOption } from '../history/historyPlace.ts'
import type { OutputName } from './outputNames.ts'

/** A baseline that is still to be accepted: nothing of this line has shipped yet. */
export interface FirstBaseline {
  readonly folder: string
  readonly first: true
}

/** What the plugin takes. */
export interface RobustnessOptions {
  /** Release name -> `module#export`, relative to the config. Modules: any LangChain model, endpoint, local folder, function. */
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
  /** What the release line was tuned on: instruction ids, or a JSON file that holds an array of them. */
  readonly seen?: string | readonly string[]
  /**
   * Instead of `seen`: the training data itself (JSON Lines, relative to the config). Instructions whose words stand in one
   * of its lines, exactly or nearly, count as seen.
   */
  readonly seenIn?: string
  /**
   * The ledger of attempts: `true` keeps it in the baseline's folder, a path elsewhere. Default: one that lies there is
   * read, and written by `vitest-robustness gate --record-attempt` only.
   */
  readonly ledger?: boolean | string
  /** File of temporary looser limits, relative to the root. Default `robustness.waivers.yaml` if there is one. */
  readonly waivers?: string
  /** Age in days from which a baseline is called stale. Default: never. */
  readonly staleAfterDays?: number
  /** Name of the release line. Default: the name of the baseline's folder, or `default`. */
  readonly line?: string
  /** Seed of the plan. The environment variable ROBUSTNESS_SEED wins over it. Default `0`. */
  readonly seed?: string | number
  /** Chance at most of passing a claim that is false, in (0, 0.5), or `{ pass, fail }`: `fail` is the chance of failing any
   * claim that is true, else the same. Default 0.05. */
  readonly alpha?: Alpha
  /** Pattern of robust suites, relative to the root. Default: every `*.robust.ts` and the like. */
  readonly include?: readonly string[]
  /** Most cells that one claim may rest on. Default 100 000. */
  readonly maxCells?: number
  /**
   * Largest share of a claim's cells that may end without an answer (unparseable, refused, …) if it is to pass the gate,
   * 0 to 1. Default 0.5.
   */
  readonly maxNonAnswers?: number
  /** Most that all calls of one run may take: `{ calls?, tokens?, cost?, seconds? }`. Then open claims end `inconclusive`. */
  readonly budget?: Budget
  /** Release or model -> what its tokens cost. Calls to one that costs money need a budget. */
  readonly prices?: PriceTable
  /** Milliseconds that one test may take. Default 10 minutes. */
  readonly testTimeout?: number
  /**
   * Whether a plain `vitest run` asks endpoints. With `false` only `gate`, CI, `measure`, `plan`, `baseline accept` and
   * ROBUSTNESS_LIVE=1 do: elsewhere recorded answers serve, what runs in the process is asked, and tests that need more
   * are held back, in one line. Default true.
   */
  readonly live?: boolean
  /** `off` (default), `record` answers, `replay` them only (a miss fails), or `refresh` them. ROBUSTNESS_STORE wins over it. */
  readonly store?: 'off' | 'record' | 'replay' | 'refresh'
  /** Folder for runs, journals and the store, relative to the root. ROBUSTNESS_FOLDER wins over it. Default `.robustness`. */
  readonly folder?: string
  /**
   * Where gate runs are recorded: `true` (default) for `history.sqlite` in `folder`, a file, a Postgres URL without a
   * password, `{ env: 'DATABASE_URL' }` for what that variable holds; `false` for nowhere. ROBUSTNESS_HISTORY wins over it.
   */
  readonly history?: HistoryOption
  /** Files to write after a run, by format. HTML, Markdown and JSON are in the run's folder anyway; `html: false` leaves the page out. */
  readonly reports?: Readonly<Partial<Record<'markdown' | 'json', string>>> & { readonly html?: string | false }
  /** Use stored answers of releases without an immutable revision as well. Printed in the report. */
  readonly allowUnpinned?: boolean
  /** What claims that stay open do: `fail` (default, exit code 3), or `warn`, loudly, and do not hold the release back. */
  readonly inconclusive?: 'fail' | 'warn'
  /** The whole run is advisory: no verdict holds a release back, and every report says so. Default false. */
  readonly advisory?: boolean
  /** Outputs for other programs, besides the reports. Default: `github` where GITHUB_ACTIONS is set. */
  readonly outputs?: readonly OutputName[]
}

/** The folder that a config names for its baseline; `undefined` where it names none. */
export function baselineFolderOf({ baseline }: Pick<RobustnessOptions, 'baseline'>): string | undefined {
  return typeof baseline === 'object' ? baseline.folder : baseline
}
