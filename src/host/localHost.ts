import type { CallCounts, HostPort } from '../observe/hostPort.ts'
import { createHostCore, type HostState } from './hostCore.ts'
import type { HostOptions } from './hostOptions.ts'
import { hostPortOf } from './hostPortOf.ts'

/** A host inside this process: its `close` also closes journal and store. */
export interface LocalHost extends HostPort {
  readonly counters: () => CallCounts
  readonly state: HostState
  readonly remarks: () => readonly string[]
}

/** The host and its only port in one process: for the command line and for tests. */
export async function localHost(options: HostOptions): Promise<LocalHost> {
  const core = await createHostCore(options)
  const port = hostPortOf(core)
  return {
    ...port,
    counters: core.counters,
    state: core.state,
    remarks: core.remarks,
    async close() {
      await port.close()
      await core.close()
    },
  }
}
