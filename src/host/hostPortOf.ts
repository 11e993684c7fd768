import type { HostPort } from '../observe/hostPort.ts'
import type { HostCore } from './hostCore.ts'
import { createPermitHolder, type PermitHolder } from './permitHolder.ts'
import type { Party } from './permits.ts'

/** A host's port for code in its own process: no socket between. */
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
    get: (keys) => Promise.resolve(core.get(keys)),
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
