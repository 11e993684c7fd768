import { writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { messageOf, shellWord } from '../../core/text/index.ts'
import type { TrendPoint, ObservationList, Run, TookOf, ClaimRecord } from '../../core/types/index.ts'
import { openHistory, readHistoryPlace, trendPoints } from '../../history/index.ts'
import { makeFolder, type RunDraft, writeRun, type WrittenRun } from '../../runs/index.ts'
import { tracesFrom, type KnownOfRun, type Traces } from '../../verify/index.ts'
import type { ExitCode } from '../session/exitGuard.ts'
import type { SessionState } from '../session/sessionState.ts'
import { allObservations, type CollectedClaim, uniqueTitles } from './collectedClaims.ts'
import { keepShard } from './shards.ts'
import { forLog, writeOutputs } from './writeOutputs.ts'

/** The number of runs that the trend of a page goes back. */
const TREND_RUNS = 24

/** A run whose verdict is printed. */
export interface Reported {
  readonly exitCode: ExitCode
  /**
   * Records the run in the history and draws its page, which take the longest: call it when the exit code is set and the
   * attempt is counted. Neither changes them, so it never rejects.
   */
  readonly illustrate: () => Promise<void>
}

/** Writes the run folder and its reports but for the page, and prints the verdict. */
export async function reportRun(
  session: SessionState,
  draft: RunDraft,
  collected: readonly CollectedClaim<ClaimRecord>[],
  took?: TookOf,
): Promise<Reported> {
  const { vitest, folder, options } = session
  const observations = allObservations(collected)
  const { run, folder: runFolder, order } = await writeRun(folder, draft, observations, took)
  // Loaded here and not at the top: a shard, a plan and a survey are not reported.
  const { renderJson, renderMarkdown, renderTerminal } = await import('../../../reporters/index.ts')
  const rendered = { markdown: renderMarkdown(run), json: renderJson(run) }
  await writeFile(join(runFolder, 'report.md'), rendered.markdown)
  const { html: _, ...reports } = options.reports ?? {}
  for (const [format, path] of Object.entries(reports)) {
    await writeFile(await fileAt(vitest.config.root, path), rendered[format as keyof typeof rendered])
  }
  const shown = renderTerminal(run, { colour: Boolean(process.stdout.isTTY) && !process.env['NO_COLOR'] })
  const outputs = session.shard ? [] : options.outputs
  vitest.logger.log(await forLog(shown, outputs))
  await writeOutputs(run, outputs, {
    folder,
    env: process.env,
    log: (text) => vitest.logger.log(text),
    warn: (text) => vitest.logger.warn(text),
  })
  await keepShard(session, runFolder, collected)
  return { exitCode: run.context.exitCode, illustrate: () => illustrate(session, { run, order }, collected, runFolder) }
}

async function illustrate(
  session: SessionState,
  { run, order }: Pick<WrittenRun, 'run' | 'order'>,
  collected: readonly CollectedClaim<ClaimRecord>[],
  runFolder: string,
): Promise<void> {
  const { logger, config } = session.vitest
  const html = session.options.reports?.html
  const pages = [join(runFolder, 'report.html'), ...(typeof html === 'string' ? [resolve(config.root, html)] : [])]
  const history = await recordHistory(session, run, runFolder)
  const fault =
    html === false
      ? null
      : await writePage(run, allObservations(collected), pages, {
          history,
          known: { order, traces: tracesOf(collected) },
        })
  if (fault !== null) logger.error(`report.html could not be written: ${fault}`)
  const inside = html === false || fault !== null ? 'report.md' : 'report.html and report.md'
  const path = relative(config.root, runFolder)
  // Commands load no config, so they find the run by themselves only where it is in the usual folder.
  const named = session.folder === resolve(config.root, '.robustness') ? '' : `${shellWord(path)} `
  logger.log(`Run folder: ${path} (${inside} inside; check it: npx vitest-robustness report ${named}--verify)`)
}

async function fileAt(root: string, path: string): Promise<string> {
  const file = resolve(root, path)
  await makeFolder(dirname(file))
  return file
}

/**
 * Writes the page of a run to each of `files`. It takes as long as writing the run folder, so it comes after the verdict was
 * printed; `history` are the claims of earlier runs, `known` what need not be worked out again. Returns why it could not be
 * made, or `null`: a page that fails must not change the run's exit code.
 */
export async function writePage(
  run: Run,
  observations: ObservationList,
  files: readonly string[],
  { history = [], known }: { readonly history?: readonly TrendPoint[]; readonly known?: KnownOfRun } = {},
): Promise<string | null> {
  try {
    const { renderHtml } = await import('../../../reporters/index.ts')
    const { pictureStored } = await import('./pictureStored.ts')
    const page = renderHtml(run, { picture: pictureStored(run, observations, known), history })
    for (const file of files) {
      await makeFolder(dirname(file))
      await writeFile(file, page)
    }
    return null
  } catch (error) {
    return messageOf(error)
  }
}

/**
 * Records a gate run in the history and returns the claims of those before it in its line, for the page's trend. A
 * history that cannot be used causes a warning and never changes the verdict. Runs of shards are recorded by their
 * merge.
 */
async function recordHistory(
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

/** Returns what was noted of claims for their pictures, by the titles that they have in the run. */
function tracesOf(collected: readonly CollectedClaim<ClaimRecord>[]): Traces {
  const titled = uniqueTitles(collected.map(({ result }) => result))
  return tracesFrom(
    collected.map(({ observations, about: { trace } }, at) => ({ title: titled[at]!.title, observations, trace })),
  )
}
