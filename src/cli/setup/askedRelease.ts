/** Opens the release that a command asks: one that the project's config names, or an export of a module. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { nameHint } from '../../core/text/index.ts'
import { UsageError, type Release } from '../../core/types/index.ts'
import { resolveRelease } from '../../models/index.ts'

/** A release, and how to let go of it and of all that was opened for it. */
export interface AskedRelease {
  readonly release: Release
  readonly close: () => Promise<void>
}

/**
 * Opens `./module.ts#export`, a module with a default export, or a name of the config's `releases`. A word without `#` and
 * without a path is such a name where no file is called like it. Throws `UsageError` where there is none.
 */
export async function askedRelease(written: string, cwd: string): Promise<AskedRelease> {
  if (/[#/\\]/.test(written) || existsSync(resolve(cwd, written))) {
    const release = await resolveRelease(written, cwd, (module) => import(pathToFileURL(module).href))
    return { release, close: async () => release.close?.() }
  }
  // Loaded here and not at the top: it loads Vite, which a module's name does not need.
  const { inspectProject } = await import('../../integration/session/inspectProject.ts')
  const project = await inspectProject(cwd).catch((error: unknown) => {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(
      `--release ${written} is read as a name of the config's releases, for it has no "#": ${error.message}. Or name a module: --release ./models.ts#${written}`,
    )
  })
  try {
    const releases = project.options?.releases ?? {}
    const module = Object.hasOwn(releases, written) ? releases[written] : undefined
    if (module === undefined) throw unknownName(written, Object.keys(releases), project.config)
    const release = await resolveRelease(module, cwd, project.importModule)
    return {
      release,
      close: async () => {
        await release.close?.()
        await project.close()
      },
    }
  } catch (error) {
    await project.close()
    throw error
  }
}

function unknownName(written: string, names: readonly string[], config: string): UsageError {
  const known = names.length === 0 ? 'names no release' : `names ${names.join(', ')}`
  return new UsageError(
    `--release ${written}: ${config} ${known}${nameHint(written, names)}. Or name a module: --release ./models.ts#${written}`,
  )
}
