import { setImmediate, setTimeout } from 'node:timers/promises'
import { prepareSchemas } from '../schemas/index.ts'

/** Milliseconds in which vitest spawns its first workers: work before that would hold them up. */
const UNTIL_SPAWNED = 40

/**
 * Loads what the end of a run needs while vitest's process waits for its workers to start, in steps that let
 * sockets have their turn. What cannot be loaded here is missed, and told, where it is used.
 */
export async function warmUp({ history }: { readonly history: boolean }): Promise<void> {
  await setTimeout(UNTIL_SPAWNED)
  await import('../../reporters/index.ts').catch(() => null)
  await setImmediate()
  prepareSchemas('run')
  await setImmediate()
  prepareSchemas('observation', 'dataset-line', 'instruction-set')
  await import('../cli/pictureStored.ts').catch(() => null)
  await setImmediate()
  if (history) await import('../history/openDatabase.ts').catch(() => null)
}
