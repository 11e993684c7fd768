import { join, resolve } from 'node:path'
import type { CommandCall } from '../command.ts'

/** The option that all commands on stores take. */
export const STORE_OPTION = {
  folder: { type: 'string', value: 'folder', describe: 'the store; default: .robustness/store' },
} as const

/** The folder of the store that the user named, or the project's. */
export function storeFolder({ values }: CommandCall, cwd: string): string {
  const { folder } = values
  return resolve(cwd, typeof folder === 'string' ? folder : join('.robustness', 'store'))
}
