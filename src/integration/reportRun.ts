import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { writeRun, type RunDraft } from '../runs/index.ts'
import type { CollectedClaim } from './collector.ts'
import type { SessionState } from './sessionState.ts'

/** Writes the run folder and its reports, prints the verdict, and returns the exit code. */
export async function reportRun(
  session: SessionState,
  draft: RunDraft,
  collected: readonly CollectedClaim[],
): Promise<number> {
  const { vitest, folder, options } = session
  const observations = collected.flatMap((claim) => claim.observations)
  const { run, folder: runFolder } = await writeRun(folder, draft, observations)
  // Loaded here and not at the top: the plugin works without the reports' room.
  const { renderJson, renderMarkdown, renderTerminal } = await import('../../reporters/index.ts')
  const rendered = { markdown: renderMarkdown(run), json: renderJson(run) }
  await writeFile(join(runFolder, 'report.md'), rendered.markdown)
  for (const [format, path] of Object.entries(options.reports ?? {})) {
    const file = resolve(vitest.config.root, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, rendered[format as keyof typeof rendered])
  }
  vitest.logger.log(renderTerminal(run, { colour: Boolean(process.stdout.isTTY) && !process.env['NO_COLOR'] }))
  vitest.logger.log(
    `Run folder: ${relative(vitest.config.root, runFolder)} (report.md inside; check it: npx vitest-robustness report --verify)`,
  )
  return run.evidence.gate.exitCode
}
