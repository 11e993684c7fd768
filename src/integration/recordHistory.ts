import { basename } from 'node:path'
import type { TrendPoint } from '../core/report/index.ts'
import { messageOf } from '../core/text/index.ts'
import type { Run } from '../core/words/index.ts'
import { openHistory, readHistoryPlace, trendPoints } from '../history/index.ts'
import type { SessionState } from './sessionState.ts'

/** Runs that the trend of a page goes back. */
const TREND_RUNS = 24

/**
 * Records a gate run in the history and returns the claims of those before it in its line, for the page's trend. A
 * history that cannot be used is a warning: it never changes the verdict. Runs of shards are left to their merge.
 */
export async function recordHistory(
  { vitest, options, folder, shard }: Pick<SessionState, 'vitest' | 'options' | 'folder' | 'shard'>,
  run: Run,
  runFolder: string,
): Promise<TrendPoint[]> {
  if (shard) return []
  try {
    const place = readHistoryPlace(options.history, { folder, root: vitest.config.root, env: process.env })
    if (place === null) return []
    const history = await openHistory(place)
    try {
      await history.record(run, { runId: basename(runFolder) })
      const line = run.context.line ?? 'default'
      return trendPoints(await history.claims({ before: run.context.startedAt, line, latestRuns: TREND_RUNS }))
    } finally {
      await history.close()
    }
  } catch (error) {
    vitest.logger.warn(
      `vitest-robustness: this run is not in the history: ${messageOf(error)}\n` +
        `  The verdict stands. Record it later: npx vitest-robustness history add ${basename(runFolder)}`,
    )
    return []
  }
}
