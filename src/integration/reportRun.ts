import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import type { TookOf } from '../core/words/index.ts'
import { writeRun, type RunDraft } from '../runs/index.ts'
import type { CollectedClaim } from './collector.ts'
import { keepShard } from './keepShard.ts'
import type { ExitCode } from './run/endOfInvocation.ts'
import type { SessionState } from './sessionState.ts'
import { recordHistory } from './recordHistory.ts'
import { forLog, writeOutputs } from './writeOutputs.ts'
import { writePage } from './writePage.ts'

/** Writes the run folder and its reports, prints the verdict, and returns the exit code. */
export async function reportRun(
  session: SessionState,
  draft: RunDraft,
  collected: readonly CollectedClaim[],
  took?: TookOf,
): Promise<ExitCode> {
  const { vitest, folder, options } = session
  const observations = collected.flatMap((claim) => claim.observations)
  const { run, folder: runFolder } = await writeRun(folder, draft, observations, took)
  // Loaded here and not at the top: the plugin works without the reports' room.
  const { renderJson, renderMarkdown, renderTerminal } = await import('../../reporters/index.ts')
  const rendered = { markdown: renderMarkdown(run), json: renderJson(run) }
  await writeFile(join(runFolder, 'report.md'), rendered.markdown)
  const { html, ...reports } = options.reports ?? {}
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
  const pages = [
    join(runFolder, 'report.html'),
    ...(typeof html === 'string' ? [await fileAt(vitest.config.root, html)] : []),
  ]
  const history = await recordHistory(session, run, runFolder)
  const fault = html === false ? null : await writePage(run, observations, pages, history)
  if (fault !== null) vitest.logger.error(`report.html could not be written: ${fault}`)
  const inside = html === false || fault !== null ? 'report.md' : 'report.html and report.md'
  vitest.logger.log(
    `Run folder: ${relative(vitest.config.root, runFolder)} (${inside} inside; check it: npx vitest-robustness report --verify)`,
  )
  await keepShard(session, runFolder, collected)
  return run.context.exitCode
}

async function fileAt(root: string, path: string): Promise<string> {
  const file = resolve(root, path)
  await mkdir(dirname(file), { recursive: true })
  return file
}
