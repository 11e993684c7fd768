import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import type { RobustnessOptions } from './options.ts'

/** A project's config and modules, looked at without running anything. */
export interface InspectedProject {
  /** Name of the config file. */
  readonly config: string
  /** The options of the plugin; `null` where the config does not have it. */
  readonly options: RobustnessOptions | null
  /** Imports a module as a test worker would, TypeScript and aliases included. */
  readonly importModule: (path: string) => Promise<unknown>
  readonly close: () => Promise<void>
}

/** Opens the project in `root` by its vitest (or vite) config. Throws `UsageError` where there is none or it does not load. */
export async function inspectProject(root: string): Promise<InspectedProject> {
  const names = (await readdir(root)).toSorted()
  const config =
    names.find((name) => /^vitest\.config\.[cm]?[jt]s$/.test(name)) ??
    names.find((name) => /^vite\.config\.[cm]?[jt]s$/.test(name))
  if (config === undefined) throw new UsageError(`No vitest.config.ts in ${root}: run this in your project`)
  const server = await open(root, config)
  const plugin = server.config.plugins.find(({ name }) => name === 'vitest-robustness')
  const { options = null } = (plugin?.api ?? {}) as { readonly options?: RobustnessOptions }
  return { config, options, importModule: (path) => server.ssrLoadModule(path), close: () => server.close() }
}

async function open(root: string, config: string) {
  // Loaded here and not at the top: the command line works without it, and starts faster.
  const { createViteServer } = await import('vitest/node')
  try {
    return await createViteServer({
      root,
      configFile: join(root, config),
      logLevel: 'silent',
      server: { middlewareMode: true, watch: null, ws: false },
      optimizeDeps: { noDiscovery: true },
    })
  } catch (cause) {
    throw new UsageError(`${config} cannot be loaded: ${messageOf(cause)}`)
  }
}
