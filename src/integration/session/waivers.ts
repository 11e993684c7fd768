import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { sha256 } from '../../core/hash/index.ts'
import { messageOf } from '../../core/text/index.ts'
import { UsageError, type Waiver } from '../../core/types/index.ts'
import { readWaivers } from '../../sources/index.ts'
import type { RobustnessOptions } from './options.ts'

/** The waivers as a session found them. */
export interface SessionWaivers {
  /** The file's name, as the config writes it. */
  readonly file: string
  readonly sha256: string
  readonly today: string
  readonly holding: readonly Waiver[]
  readonly expired: readonly Waiver[]
}

const FILE = 'robustness.waivers.yaml'

/** Reads the waivers' file and judges what has expired; `null` without one. Throws `UsageError` with line and column. */
export async function sessionWaivers(
  options: RobustnessOptions,
  root: string,
  today: string,
): Promise<SessionWaivers | null> {
  const file = options.waivers ?? FILE
  const bytes = await readFile(resolve(root, file)).catch((error: unknown) => {
    if (options.waivers === undefined && error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return null
    throw new UsageError(`robustness({ waivers: '${file}' }): ${messageOf(error)}`)
  })
  if (bytes === null) return null
  const waivers = readWaivers(bytes, file)
  return {
    file,
    sha256: sha256(bytes.toString('utf8')),
    today,
    holding: waivers.filter(({ expires }) => expires >= today),
    expired: waivers.filter(({ expires }) => expires < today),
  }
}
