import { setImmediate } from 'node:timers/promises'
import { prepareSchemas } from '../schemas/index.ts'

/**
 * Loads and compiles what the end of a run needs while vitest's process waits for its workers to start, in steps that let
 * sockets have their turn. What cannot be loaded here is missed, and told, where it is used.
 */
export async function warmUp({ history }: { readonly history: boolean }): Promise<void> {
  await import('../../reporters/index.ts').catch(() => null)
  await setImmediate()
  prepareSchemas('run')
  await setImmediate()
  prepareSchemas('observation')
  await import('../cli/pictureStored.ts').catch(() => null)
  await setImmediate()
  if (history) await import('../history/openDatabase.ts').catch(() => null)
}
