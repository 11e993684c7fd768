/**
 * The package's own variables of the environment, by what they mean. Users set the first group. The commands set the second
 * for the vitest that they start; nobody else needs them. Names and reading stand here alone, so that a plugin, a command, a
 * message and a test cannot disagree about a name.
 */
export const VARIABLES = {
  /** Name of the release under test; wins over `candidate` in the config. */
  release: 'ROBUSTNESS_RELEASE',
  /** Seed of the plan; wins over `seed` in the config. */
  seed: 'ROBUSTNESS_SEED',
  /** `off`, `record`, `replay` or `refresh`; wins over `store` in the config. */
  store: 'ROBUSTNESS_STORE',
  /** Working folder; wins over `folder` in the config. */
  folder: 'ROBUSTNESS_FOLDER',
  /** `off` or `false`, a file or a Postgres URL; wins over `history` in the config. */
  history: 'ROBUSTNESS_HISTORY',
  /** `1`: endpoints are asked even where recorded answers would serve. */
  live: 'ROBUSTNESS_LIVE',
  /** The day on which waivers are judged, for replays: an ISO date. */
  today: 'ROBUSTNESS_TODAY',
  /** `record` or `off`: says whether this attempt is written into the ledger. */
  ledger: 'ROBUSTNESS_LEDGER',
  /** `2/4` asks the second of four ranges of each claim's plan; `merge` decides on what the ranges asked. */
  range: 'ROBUSTNESS_RANGE',
  /** The reason why a gate is no second draw of an earlier one. */
  newAttempt: 'ROBUSTNESS_NEW_ATTEMPT',

  /** Set by every command to its process id: the plugin then takes another mode than the gate's, and ends with the command. */
  command: 'ROBUSTNESS_COMMAND',
  /** `gate`, `measure` or `plan`. */
  mode: 'ROBUSTNESS_MODE',
  /** The file in which the plugin leaves its verdict for the command `gate`. */
  gate: 'ROBUSTNESS_GATE',
  /** File that the plugin makes when it is reached, for commands that need it. */
  reached: 'ROBUSTNESS_REACHED',
  /** File for a plan, as JSON. */
  plan: 'ROBUSTNESS_PLAN',
  /** Milliseconds of one call, for a plan. */
  latency: 'ROBUSTNESS_LATENCY',
  /** Cells to spend on each task: a whole number, or JSON with a number by task. */
  cells: 'ROBUSTNESS_CELLS',
  /** File for a survey of the tasks, before cells are shared out. */
  survey: 'ROBUSTNESS_SURVEY',
  /** Modules of metrics, separated by commas. */
  metrics: 'ROBUSTNESS_METRICS',
  /** The reason why a release becomes the baseline although its gate did not pass. */
  force: 'ROBUSTNESS_FORCE',
  /** The reason why a baseline may ask for less than the one before it. */
  loosen: 'ROBUSTNESS_LOOSEN',
  /** The name of the person who accepts a baseline. */
  by: 'ROBUSTNESS_BY',
} as const

/** A `Variable` is the meaning of a variable, e.g. `release` for `ROBUSTNESS_RELEASE`. */
export type Variable = keyof typeof VARIABLES

/**
 * Reads the text of a variable; `undefined` where it is not set, or empty, since CI systems set those without a value to an
 * empty text.
 */
export function readVariable(
  env: Readonly<Record<string, string | undefined>>,
  variable: Variable,
): string | undefined {
  return env[VARIABLES[variable]] || undefined
}

/** Returns variables for a process that is about to start; those without a value are left out. */
export function writeVariables(
  values: Readonly<Partial<Record<Variable, string | undefined>>>,
): Record<string, string> {
  const written: Record<string, string> = {}
  for (const [variable, value] of Object.entries(values))
    if (value !== undefined) written[VARIABLES[variable as Variable]] = value
  return written
}
