import { existsSync } from 'node:fs'
import nodeModule from 'node:module'
import { join } from 'node:path'
import type { Vitest } from 'vitest/node'
import { isCi } from '../session/environment.ts'

/** Variables of Node that say where compiled code is kept, that it is not, or that coverage is measured, which it would blur. */
const OF_NODE = ['NODE_COMPILE_CACHE', 'NODE_DISABLE_COMPILE_CACHE', 'NODE_V8_COVERAGE']

/**
 * Has Node keep the compiled code of this process in the folder in which vite and vitest keep what they can make again, and
 * returns where: the workers are to use the same folder. Returns `null`, and keeps nothing, where vitest is to keep nothing or
 * one of Node's own variables is set, and in CI without a folder that was kept from an earlier job, which nothing would read.
 */
export function keepCompiled({ config, vite }: Pick<Vitest, 'config' | 'vite'>, env: NodeJS.ProcessEnv): string | null {
  if (config.cache === false || OF_NODE.some((name) => env[name])) return null
  const folder = join(vite.config.cacheDir, 'vitest-robustness')
  if (isCi(env) && !existsSync(folder)) return null
  // Where the folder cannot be written nothing is kept, and nobody has to know.
  // Asked of the module and not imported by name: an old Node, which has none, must come as far as the line that says so.
  nodeModule.enableCompileCache(folder)
  return folder
}
