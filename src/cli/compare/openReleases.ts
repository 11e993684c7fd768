import { stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { chooseScore, type ComparedRelease, type RecordedLog } from '../../core/compare/index.ts'
import { readLog } from '../../models/recorded/readLog.ts'
import { readBaseline, readRun, runFolder } from '../../runs/index.ts'
import { comparedLog } from './comparedLog.ts'
import { comparedBaseline, comparedRun } from './comparedRuns.ts'

/**
 * Opens what a user named: a run folder, its run.json, the id of a run, a baseline's folder, or a recorded log. Two of
 * one name get the folder or file beside it. Throws `UsageError` for anything else.
 */
export async function openReleases(
  written: readonly string[],
  cwd: string,
  score: string | undefined,
): Promise<ComparedRelease[]> {
  const opened = await Promise.all(written.map((one) => openOne(one, cwd)))
  const logs = opened.flatMap((one) => ('answers' in one ? one : []))
  const chosen = logs.length === 0 ? '' : chooseScore(logs, score)
  const releases = opened.map((one) => ('answers' in one ? comparedLog(one, chosen) : one))
  const shown = apart(
    releases.map(({ name }) => name),
    written.map((path) => besides(path, cwd)),
  )
  return releases.map((release, at) => Object.assign({}, release, { name: shown[at] }))
}

/** Names with what tells equal ones apart: the file or folder, and else their number. */
function apart(names: readonly string[], beside: readonly string[]): string[] {
  const longer = names.map((name, at) => (twice(names, name) ? `${name} (${beside[at]})` : name))
  return longer.map((name, at) => (twice(longer, name) ? `${name} ${at + 1}` : name))
}

function twice(all: readonly string[], name: string): boolean {
  return all.indexOf(name) !== all.lastIndexOf(name)
}

function besides(path: string, cwd: string): string {
  return basename(path) === 'run.json' ? basename(dirname(resolve(cwd, path))) : basename(path)
}

async function openOne(written: string, cwd: string): Promise<ComparedRelease | RecordedLog> {
  const path = resolve(cwd, written)
  const found = await stat(path).catch(() => null)
  if (found?.isFile()) {
    return basename(path) === 'run.json' ? comparedRun(await readRun(dirname(path))) : readLog(written, cwd)
  }
  if (found === null && (/\.(?:jsonl?|csv)$/i.test(written) || written.includes('#'))) return readLog(written, cwd)
  const baseline = found?.isDirectory() ? await readBaseline(path) : null
  if (baseline !== null) return comparedBaseline(baseline)
  return comparedRun(await readRun(await runFolder(join(cwd, '.robustness'), found === null ? written : path)))
}
