import { randomUUID } from 'node:crypto'
import { appendFile, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '../../core/text/index.ts'
import type { Run } from '../../core/types/index.ts'
import type { OutputName } from '../session/options.ts'

/** The size from which GitHub drops a step's summary as a whole, in bytes. */
const MOST_SUMMARY = 1024 * 1024

/** Files of the outputs, below the folder `.robustness/outputs`: the same names for each run, as CI wants them. */
const FILES = {
  gitlab: { 'gl-code-quality-report.json': 'gitlab' },
  openmetrics: { 'metrics.txt': 'openmetrics' },
} as const

/** The two ways in which a line reaches the job's log. */
export interface OutputLog {
  readonly log: (text: string) => void
  readonly warn: (text: string) => void
}

/**
 * Writes a run for other programs: files below `folder/outputs`, and for GitHub the step's summary and annotations on
 * the log. A fault causes a warning and does not change the verdict.
 */
export async function writeOutputs(
  run: Run,
  outputs: readonly OutputName[],
  { folder, env, log, warn }: OutputLog & { readonly folder: string; readonly env: NodeJS.ProcessEnv },
): Promise<void> {
  // Loaded here and not at the top: a run that is not reported (a shard, a plan) does without.
  const { reporters, renderMarkdown } = await import('../../../reporters/index.ts')
  for (const name of outputs) {
    try {
      if (name === 'github') {
        log(reporters['github']!(run).trimEnd())
        const fault = await appendSummary(env['GITHUB_STEP_SUMMARY'], renderMarkdown(run))
        if (fault !== null) warn(`vitest-robustness: ${fault}`)
        continue
      }
      await mkdir(join(folder, 'outputs'), { recursive: true })
      for (const [file, reporter] of Object.entries(FILES[name]))
        await writeFile(join(folder, 'outputs', file), reporters[reporter]!(run))
    } catch (error) {
      warn(`vitest-robustness: output "${name}" could not be written: ${messageOf(error)}`)
    }
  }
}

/**
 * Appends to the step's summary. Returns why it did not: other steps of the job may have filled it, and past 1 MiB
 * GitHub shows nothing of it.
 */
export async function appendSummary(file: string | undefined, text: string): Promise<string | null> {
  if (!file) return null
  const before = await stat(file).catch(() => null)
  if ((before?.size ?? 0) + Buffer.byteLength(text) + 1 >= MOST_SUMMARY)
    return `the step's summary holds ${before?.size ?? 0} bytes already, and this report would pass GitHub's 1 MiB: it is in the run's folder`
  await appendFile(file, `${text}\n`)
  return null
}

/**
 * Makes a report safe for a job's log. It holds texts of models, and GitHub takes a line that begins with `::` for a
 * command: so commands are switched off until a token comes that no text can know. For GitLab the report is folded.
 */
export async function forLog(text: string, outputs: readonly OutputName[]): Promise<string> {
  const { gitlabSection } = await import('../../../reporters/index.ts')
  const folded = outputs.includes('gitlab')
    ? gitlabSection('robustness_report', 'Robustness report', text, Math.floor(Date.now() / 1000)) + verdictLines(text)
    : text
  if (!outputs.includes('github')) return folded
  const token = randomUUID()
  return `::stop-commands::${token}\n${folded}\n::${token}::`
}

/** Returns the verdict's block, between the last two rules: it must be seen without unfolding. */
function verdictLines(text: string): string {
  const lines = text.trimEnd().split('\n')
  const at = lines.findLastIndex((line, index) => /^=+$/.test(line) && index < lines.length - 1)
  return at === -1 ? '' : `${lines.slice(at).join('\n')}\n`
}
