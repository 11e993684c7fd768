import { type GridMode, type Mode, UsageError } from '../../core/types/index.ts'
import { readVariable, VARIABLES } from '../../core/environment/index.ts'
import type { StoreMode } from '../../observe/hostPort.ts'

/** Name of the vitest project that robust suites run in. */
export const PROJECT = 'robustness'

/** Variables that CI systems set; most set the first. */
const CI_VARIABLES = [
  'CI',
  'CONTINUOUS_INTEGRATION',
  'GITHUB_ACTIONS',
  'GITLAB_CI',
  'BUILDKITE',
  'TF_BUILD',
  'JENKINS_URL',
]

/** True in a CI system, where nobody watches the process. */
export function isCi(env: NodeJS.ProcessEnv): boolean {
  return CI_VARIABLES.some((name) => !['', '0', 'false', undefined].includes(env[name]?.toLowerCase()))
}

/** Variables that make LangChain send every prompt to a tracing service. */
const TRACING = ['LANGSMITH_TRACING', 'LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING', 'LANGCHAIN_TRACING_V2']

/**
 * Returns the day as an ISO date, UTC. The environment variable ROBUSTNESS_TODAY wins, for replays. In CI it may not name a
 * past day, because expired waivers would hold again. Throws `UsageError`.
 */
export function today(env: NodeJS.ProcessEnv, now: Date = new Date()): string {
  const clock = now.toISOString().slice(0, 10)
  const given = readVariable(env, 'today') ?? ''
  if (given === '') return clock
  if (!/^\d{4}-\d{2}-\d{2}$/.test(given) || Number.isNaN(Date.parse(`${given}T00:00:00Z`)))
    throw new UsageError(`${VARIABLES.today}="${given}": must be an ISO date such as 2026-01-31`)
  if (given < clock && isCi(env))
    throw new UsageError(
      `${VARIABLES.today}="${given}" is a day gone by (it is ${clock}), and in CI waivers that have expired must not hold: unset it, or replay that day on a developer's machine`,
    )
  return given
}

/**
 * Reads the mode of this run. The other modes decide nothing or replace the baseline, so only the package's commands can start
 * them.
 * Throws `UsageError` for a mode that no command has started, and for figures of one that cannot be read.
 */
export function readMode(env: NodeJS.ProcessEnv): Mode {
  const name = readVariable(env, 'mode') ?? 'gate'
  const range = readRange(env)
  if (range !== null && name !== 'gate')
    throw new UsageError(`${VARIABLES.range} cuts the claims of a gate, and this is none: unset it`)
  if (range !== null && range !== 'merge') return { name: 'range', ...range }
  if (name === 'gate') return { name }
  if (name !== 'measure' && name !== 'plan')
    throw new UsageError(`${VARIABLES.mode}="${name}": must be gate, measure or plan`)
  if (readVariable(env, 'command') === undefined) {
    const commands = name === 'plan' ? 'plan' : 'measure or baseline accept'
    throw new UsageError(
      `${VARIABLES.mode}="${name}" makes vitest run decide nothing: unset it to gate, or run npx vitest-robustness ${commands}`,
    )
  }
  return name === 'plan' ? { name, ...latencyGiven(env) } : (gridMode(env) ?? { name: 'acceptEvidence' })
}

/**
 * Reads which range of each claim's plan this process asks, or that it merges what the ranges asked; `null` where plans are not
 * cut. Throws `UsageError`.
 */
export function readRange(env: NodeJS.ProcessEnv): { readonly index: number; readonly count: number } | 'merge' | null {
  const text = readVariable(env, 'range')
  if (text === undefined || text === 'merge') return text ?? null
  const [index = 0, count = 0] = /^[1-9]\d*\/[1-9]\d*$/.test(text) ? text.split('/').map(Number) : []
  const last = 'or "merge" to decide on what they asked; unset it to gate without ranges'
  if (index === 0)
    throw new UsageError(`${VARIABLES.range}="${text}": must be one range of so many, such as 2/4, ${last}`)
  if (index > count)
    throw new UsageError(
      `${VARIABLES.range}="${text}": there is no range ${index} of ${count}: set it to one from 1/${count} to ${count}/${count}, ${last}`,
    )
  return { index, count }
}

/** Returns the latency of one call, in milliseconds above 0, as the user gave it for a plan. Throws `UsageError`. */
function latencyGiven(env: NodeJS.ProcessEnv): { readonly latencyMs?: number } {
  const text = readVariable(env, 'latency')
  if (text === undefined) return {}
  const latencyMs = Number(text)
  if (latencyMs > 0 && Number.isFinite(latencyMs)) return { latencyMs }
  throw new UsageError(`${VARIABLES.latency}="${text}": must be milliseconds above 0`)
}

/**
 * Reads what a measurement may spend: ROBUSTNESS_CELLS (a whole number: so many cells for each task; or JSON with a number
 * by task), or ROBUSTNESS_SURVEY (a file: the tasks are written there and nothing is asked). `null` where neither is set.
 */
function gridMode(env: NodeJS.ProcessEnv): GridMode | null {
  const file = readVariable(env, 'survey')
  const written = readVariable(env, 'cells')
  if (file) return { name: 'survey', file }
  if (!written) return null
  const cells = parsed(written)
  const counts = typeof cells === 'number' ? [cells] : isRecord(cells) ? Object.values(cells) : []
  if (counts.length === 0 || !counts.every((count) => Number.isSafeInteger(count) && Number(count) > 0)) {
    throw new UsageError(`${VARIABLES.cells}=${JSON.stringify(written)}: must be a whole number of cells from 1`)
  }
  return { name: 'measure', cells: cells as number | Record<string, number> }
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

/** Names, never values, of tracing variables that are on. */
export function tracingVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  return TRACING.filter((name) => !['', 'false', '0', undefined].includes(env[name]?.toLowerCase()))
}

/** Returns a sentence that says what the tracing variables do; `null` where none is on. */
export function tracingWarning(env: Readonly<Record<string, string | undefined>>): string | null {
  const names = tracingVariables(env)
  if (names.length === 0) return null
  const are = names.length === 1 ? 'is' : 'are'
  return `${names.join(', ')} ${are} set: LangChain models send every prompt and answer to a tracing service. Unset ${names.length === 1 ? 'it' : 'them'} if that is not wanted; the run records the names`
}

/** The way in which the store is used in this process. `offline` is true if no endpoint may be asked here. */
interface StoreInUse {
  readonly mode: StoreMode
  readonly offline: boolean
}

/** The circumstances in which vitest runs, and the config's options for them. */
interface Circumstances {
  /** The mode of the option `store` as it was written in the config; `undefined` where it was left out. */
  readonly declared: string | undefined
  /** The mode that the option and the environment give together. */
  readonly mode: StoreMode
  readonly live: boolean
  readonly watch: boolean
  /** A verdict or answers were asked for: the command `gate`, CI, a measurement, a baseline. */
  readonly promised: boolean
}

/**
 * Decides how the store is used. While vitest watches, or an editor holds it, every saved file runs suites again, and
 * with `live: false` a plain `vitest run` is for ordinary tests too. In these cases no endpoint is asked and recorded
 * answers are used, unless ROBUSTNESS_LIVE=1 or ROBUSTNESS_STORE is set, or, while vitest watches, the config turns the
 * store off.
 */
export function storeInUse(
  { declared, mode, live, watch, promised }: Circumstances,
  env: NodeJS.ProcessEnv,
): StoreInUse {
  const asked = readVariable(env, 'live') === '1' || readVariable(env, 'store') !== undefined
  // The editor's extension keeps a vitest process alive for its run buttons.
  const again = (watch || env['VITEST_VSCODE'] === 'true') && declared !== 'off'
  const offline = !asked && (again || (!live && !promised))
  return offline ? { mode: 'replay', offline } : { mode, offline }
}
