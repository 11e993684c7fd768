import { readFileSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import type { Vitest } from 'vitest/node'
import { sha256 } from '../../core/hash/index.ts'
import { PROJECT } from '../session/environment.ts'

/** The files that a suite depends on without importing them. */
interface Sources {
  /** The releases, as the config names them: `./models.ts#v2`. */
  readonly releases: readonly string[]
  /** The files of the tasks that were asked so far, relative to the root, with the sha256 of what was read. */
  readonly taskFiles: ReadonlyMap<string, string>
  /** Called where a release's module or what it imports is saved. */
  readonly releaseSaved: () => void
}

/**
 * Has a vitest that watches run the robust suites again where a file is saved that they depend on without importing it: a
 * module of a release, with all that it imports, a data set, a set of instructions. Vitest by itself knows imports alone. Other tests
 * that import the file run again as they would have.
 */
export function rerunOnSave(vitest: Vitest, { releases, taskFiles, releaseSaved }: Sources): void {
  const { root } = vitest.config
  const place = (file: string): string => slashed(isAbsolute(file) ? file : resolve(root, file))
  const modules = new Set(releases.map((spec) => place(spec.replace(/#[^#]*$/, ''))))
  const testsToRun = (saved: string): string[] | undefined => {
    const above = importersOf(vitest, saved)
    // A suite that writes its own data set would otherwise run again and again.
    const isOther = [...taskFiles].some(([file, known]) => place(file) === saved && known !== sha256Of(saved))
    const isRelease = [...above].some((file) => modules.has(file))
    if (isRelease) releaseSaved()
    if (!isOther && !isRelease) return undefined
    const tests = vitest.state.getFiles()
    return tests
      .filter(({ projectName, filepath }) => projectName === PROJECT || above.has(slashed(filepath)))
      .map(({ filepath }) => filepath)
  }
  // It is asked about every file: which modules a release imports is only known when it has been loaded.
  const every = { pattern: /^/, testsToRun: testsToRun as (saved: string) => string[] }
  vitest.config.watchTriggerPatterns = [...(vitest.config.watchTriggerPatterns ?? []), every]
}

/** Returns the file and all that import it, directly or not. */
function importersOf(vitest: Vitest, file: string): ReadonlySet<string> {
  const found = new Set([file])
  for (const one of found) {
    for (const { vite } of vitest.projects) {
      for (const { moduleGraph } of Object.values(vite.environments)) {
        for (const { importers } of moduleGraph.getModulesByFile(one) ?? [])
          for (const importer of importers) if (importer.file !== null) found.add(importer.file)
      }
    }
  }
  return found
}

/** Returns the sha256 of a file's bytes; `null` if it cannot be read just now. */
function sha256Of(file: string): string | null {
  try {
    return sha256(readFileSync(file))
  } catch {
    return null
  }
}

function slashed(file: string): string {
  return file.replaceAll('\\', '/')
}
