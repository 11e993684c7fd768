import { resolve } from 'node:path'
import { readVariable } from '../../core/environment/index.ts'
import type { CliIo } from './command.ts'

/**
 * Returns the folder of the project's runs, journals and recorded answers, as an absolute path: the one that ROBUSTNESS_FOLDER names,
 * as for a gate, or else `.robustness`. What `folder` says in the config is not looked up, since these commands load no config.
 */
export function workingFolder({ cwd, env }: Pick<CliIo, 'cwd' | 'env'>): string {
  return resolve(cwd, readVariable(env, 'folder') ?? '.robustness')
}
