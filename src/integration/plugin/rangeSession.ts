import { relative } from 'node:path'
import type { Vitest } from 'vitest/node'
import { VARIABLES } from '../../core/environment/index.ts'
import { type Mode, type RangePart, UsageError } from '../../core/types/index.ts'
import { beginRange, rangeFolder, rangesFolder, readRanges, type StoredRange } from '../../runs/index.ts'
import { gitCommit, ownVersion } from '../run/provenance.ts'
import type { SessionBaseline } from '../session/baseline.ts'
import type { ReadRobustnessOptions } from '../session/options.ts'
import type { SessionState } from '../session/sessionState.ts'

/** The parts of a session that must be the same in the shards that ask ranges and in the run that merges them. */
interface Shared extends Pick<SessionBaseline, 'stored' | 'anchor' | 'claimsPlanned'> {
  readonly options: ReadRobustnessOptions
  readonly maxCells: number
}

/** The part that a session takes in a gate whose plans are cut into ranges. */
type RangeSession = Pick<SessionState, 'range' | 'ranges'>

/**
 * Begins the session of a shard that asks a range, or of the run that merges what the shards handed in; neither where plans
 * are not cut. Throws `UsageError` where the shards ran under another config than this one.
 */
export async function rangeSession(
  vitest: Vitest,
  { mode, merges, folder }: { readonly mode: Mode; readonly merges: boolean; readonly folder: string },
  shared: Shared,
): Promise<RangeSession> {
  if (mode.name === 'range') {
    const { index, count } = mode
    const part: RangePart = {
      schema: 1,
      index,
      count,
      settings: settingsOf(shared),
      commit: await gitCommit(vitest.config.root),
      version: await ownVersion(),
      complete: false,
      claims: [],
      calls: { made: 0, reused: 0, retried: 0 },
    }
    const own = rangeFolder(folder, mode)
    await beginRange(own, part)
    return { range: { part, folder: own }, ranges: null }
  }
  if (!merges) return { range: null, ranges: null }
  const ranges = await readRanges(folder)
  for (const range of ranges) refuseOther(range, settingsOf(shared))
  vitest.logger.log(
    ranges.length === 0
      ? `vitest-robustness: no range is in ${relative(vitest.config.root, rangesFolder(folder))}: bring that folder of each shard`
      : `vitest-robustness: merges ${ranges.length} of ${ranges[0]?.part.count} ranges; what the shards should have asked is not asked here`,
  )
  return { range: null, ranges }
}

function settingsOf({ options, stored, anchor, claimsPlanned, maxCells }: Shared): RangePart['settings'] {
  return {
    candidate: options.candidate,
    seed: String(options.seed),
    baseline: stored?.id ?? 'none',
    anchor: anchor?.id ?? 'none',
    'number of gating claims': String(claimsPlanned.count),
    alpha: JSON.stringify([options.alpha ?? null, options.alphaFail ?? null]),
    maxCells: String(maxCells),
  }
}

/** Refuses a range that was asked under another config: it may be of another plan, or of another release. */
function refuseOther({ part, folder }: StoredRange, settings: RangePart['settings']): void {
  const other = Object.keys(settings).find((name) => part.settings[name] !== settings[name])
  if (other === undefined) return
  throw new UsageError(
    `range ${part.index} of ${part.count} (${folder}) was asked with ${other} ${part.settings[other] ?? 'unknown'}, here it is ` +
      `${settings[other]}: run the shards and the merge with one config and one environment`,
  )
}

/** Refuses to cut plans where something else decides what is asked. Throws `UsageError`. */
export function refuseRange(
  { config }: Pick<Vitest, 'config'>,
  { mode, merges, gate }: { readonly mode: Mode; readonly merges: boolean; readonly gate: boolean },
): void {
  if (mode.name !== 'range' && !merges) return
  const name = VARIABLES.range
  if (config.mergeReports || config.shard)
    throw new UsageError(
      `${name} cuts each claim's plan, and --shard and --merge-reports cut by test file: leave one of them out`,
    )
  if (config.watch) throw new UsageError(`${name} is for one run in CI, and vitest watches here: unset it`)
  if (mode.name === 'range' && gate)
    throw new UsageError(
      `gate decides, and a range decides nothing: npx vitest run with ${name}, then gate with ${name}=merge`,
    )
}
