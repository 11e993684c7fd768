import { inject, vi } from 'vitest'
import { UsageError } from '../../core/types/index.ts'
import { buildWorker, type Worker } from '../../deciding/ask/worker.ts'
import type { WorkerConfig } from '../../deciding/ask/workerConfig.ts'

declare module 'vitest' {
  interface ProvidedContext {
    robustness: WorkerConfig
    /** The folder in which this worker keeps compiled code; `null` where the plugin chose none. */
    robustnessCompiled: string | null
  }
}

let worker: Promise<Worker> | undefined

/**
 * Gives what the matchers of this worker share; it is built at the first claim. Rejects with `UsageError` if the plugin
 * is not in the config.
 */
export function getWorker(): Promise<Worker> {
  worker ??= build()
  return worker
}

/** Closes the worker's connection and its models, if it made any. */
export async function closeWorker(): Promise<void> {
  const open = worker
  worker = undefined
  if (!open) return
  const { host, close } = await open
  await close()
  await host.close()
}

async function build(): Promise<Worker> {
  const config = inject('robustness') as WorkerConfig | undefined
  if (!config) {
    throw new UsageError(
      `robust suites need the plugin: plugins: [robustness({ releases, candidate })] in vitest.config.ts`,
    )
  }
  return buildWorker(config, importAsSuites)
}

/**
 * Imports a user's module as vitest imports the suites: with the project's aliases and all of TypeScript, in a CommonJS
 * project too. A plain `import` from an installed package is Node's own, which knows none of these.
 */
function importAsSuites(path: string): Promise<unknown> {
  return vi.importActual(path)
}
