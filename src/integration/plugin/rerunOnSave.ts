import { isAbsolute, resolve } from 'node:path'
import type { Vitest } from 'vitest/node'
import { PROJECT } from '../session/environment.ts'

/** The files that a suite depends on without importing them. */
interface Sources {
  /** The releases, as the config names them: `./models.ts#v2`. */
  readonly releases: readonly string[]
  /** Returns the files of the tasks that were asked so far, relative to the root. */
  readonly taskFiles: () => Iterable<string>
}

/**
 * Has a vitest that watches run the robust suites again where a file is saved that they depend on without importing it: a
 * module of a release, with all that it imports, a data set, a set of instructions. Vitest by itself knows imports alone. Other tests
 * that import the file run again as they would have.
 */
export function rerunOnSave(vitest: Vitest, { releases, taskFiles }: Sources): void {
  const { root } = vitest.config
  const place = (file: string): string => slashed(isAbsolute(file) ? file : resolve(root, file))
  const modules = new Set(releases.map((spec) => place(spec.replace(/#[^#]*$/, ''))))
  const testsToRun = (saved: string): string[] | undefined => {
    const above = importersOf(vitest, saved)
    const concerns =
      [...above].some((file) => modules.has(file)) || [...taskFiles()].some((file) => place(file) === saved)
    if (!concerns) return undefined
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

function slashed(file: string): string {
  return file.replaceAll('\\', '/')
}
