import type { CallCounts, HostPort } from '../observe/hostPort.ts'
import type { HostCore, HostOptions, HostState } from './hostCore.ts'
import { createHostCore } from './hostCore.ts'
import type { PermitHolder } from './_internal/permitHolder.ts'
import { createPermitHolder } from './_internal/permitHolder.ts'
import type { Party } from './_internal/permits.ts'

/** A host inside this process: its `close` also closes journal and store. */
export interface LocalHost extends HostPort {
  readonly counters: () => CallCounts
  readonly state: HostState
  readonly remarks: () => readonly string[]
  readonly settle: () => Promise<readonly string[]>
}

/** Returns the host and its only port in one process: for the command line and for tests. */
export async function localHost(options: HostOptions): Promise<LocalHost> {
  const core = await createHostCore(options)
  const port = hostPortOf(core)
  return {
    ...port,
    counters: core.counters,
    state: core.state,
    remarks: core.remarks,
    settle: core.settle,
    async close() {
      await port.close()
      await core.close()
    },
  }
}

/** Makes a host's port for code in its own process, without a socket. */
export function hostPortOf(core: HostCore): HostPort {
  const party: Party = {
    granted: (endpoint) => holder.granted(endpoint),
    shared: (endpoint, shared) => holder.shared(endpoint, shared),
  }
  const holder: PermitHolder = createPermitHolder({
    ask: (endpoint, limits) => core.permits.ask(party, endpoint, limits),
    felt: (endpoint, felt) => core.permits.felt(endpoint, felt),
    giveBack: (endpoint, count) => core.permits.giveBack(party, endpoint, count),
  })
  return {
    mode: core.mode,
    offline: core.offline,
    allowUnpinned: core.allowUnpinned,
    get: async (keys) => core.get(keys),
    put: core.put,
    permit: holder.run,
    claim: core.claim,
    live: core.live,
    waiting: core.waiting,
    mayCall: async () => core.budget.begin(),
    called: core.budget.end,
    tally: core.tally,
    async close() {
      core.permits.leave(party)
    },
  }
}
