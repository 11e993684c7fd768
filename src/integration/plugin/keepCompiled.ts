import { existsSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { isCi } from '../session/environment.ts'

/**
 * Has Node keep the compiled code of this process in `parent`, the folder in which vite and vitest keep what they can make
 * again, and returns where: the workers are to use the same folder. Returns `null`, and keeps nothing, where the user has set
 * one of Node's own variables for it, and in CI without a folder that was kept from an earlier job, which nothing would read.
 */
export function keepCompiled(parent: string, env: NodeJS.ProcessEnv): string | null {
  if (env['NODE_COMPILE_CACHE'] || env['NODE_DISABLE_COMPILE_CACHE']) return null
  const folder = join(parent, 'vitest-robustness')
  if (isCi(env) && !existsSync(folder)) return null
  // Where the folder cannot be written nothing is kept, and nobody has to know.
  enableCompileCache(folder)
  return folder
}
