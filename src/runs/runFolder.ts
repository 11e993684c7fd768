import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { UsageError } from '../core/types/index.ts'
import { makeFolder, readText } from './_internal/files.ts'

/** Returns the folder of runs below `.robustness`. */
export function runsFolder(dir: string): string {
  return join(dir, 'runs')
}

/** Returns the file that holds the id of the run written last. */
export function latestFile(dir: string): string {
  return join(runsFolder(dir), 'latest')
}

/**
 * Finds the folder of a run: by a path to it, by the id of a run below `dir`, or without either the run written last.
 * Throws `UsageError` where there is none.
 */
export async function runFolder(dir: string, which?: string): Promise<string> {
  const id = which ?? (await readText(latestFile(dir)))?.trim()
  if (!id) {
    throw new UsageError(`No run in ${runsFolder(dir)}: make one with \`npx vitest run\`, or name a run folder`)
  }
  const places = which === undefined ? [join(runsFolder(dir), id)] : [which, join(runsFolder(dir), which)]
  for (const place of places) if (await isFolder(place)) return place
  throw new UsageError(
    which === undefined
      ? `${latestFile(dir)} names the run ${id}, which is gone: name a run folder`
      : `No run folder ${which}, and no run of that id in ${runsFolder(dir)}`,
  )
}

/**
 * Finds the id of the latest run below `dir` whose evidence hash begins with these digits; `null` where there is none.
 */
export async function runOfHash(dir: string, hash: string): Promise<string | null> {
  const names = await readdir(runsFolder(dir)).catch(() => [])
  const fits = (digits: string | null): boolean =>
    digits !== null && (digits.startsWith(hash) || hash.startsWith(digits))
  return (
    names
      .filter((name) => fits(hashInName(name)))
      .toSorted()
      .at(-1) ?? null
  )
}

/**
 * Reads the digits of the evidence hash from the name of a run's folder; `null` for a folder with another kind of name.
 */
export function hashInName(folder: string): string | null {
  return /^\d{17}-([0-9a-f]{8,64})$/.exec(basename(resolve(folder)))?.[1] ?? null
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found?.isDirectory() ?? false
}

const TEXT = `# Written once by vitest-robustness: prompts and answers are kept here, which may be confidential.
# Edit it where you mean to commit some, e.g. recorded answers for replay in CI: add the lines !store/ and !store/**
*
`

/**
 * Makes the working folder (`.robustness`) and makes git ignore its contents, so that answers are not committed by
 * accident. A `.gitignore` that is there stays as it is; a folder of another name that was there before is left alone,
 * for it may hold other files.
 */
export async function ignoreAnswers(folder: string): Promise<void> {
  const made = await makeFolder(folder)
  if (!made && basename(folder) !== '.robustness') return
  const file = join(folder, '.gitignore')
  await writeFile(file, TEXT, { flag: 'wx' }).catch(async (error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return
    // On a full disk an empty file was made, which would ignore nothing from then on.
    await rm(file, { force: true })
    throw error
  })
}
