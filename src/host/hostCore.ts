import { join } from 'node:path'
import type { BudgetMeter } from '../core/cost/index.ts'
import { budgetMeter } from '../core/cost/index.ts'
import type {
  Budget,
  ClaimRecord,
  EarlierAnswers,
  ObservationList,
  RunUsage,
  StoredAnswer,
  TookOf,
} from '../core/types/index.ts'
import type { CallCounts, ClaimAbout, EndpointWait, HostPort, LiveClaim, StoreMode } from '../observe/hostPort.ts'
import type { Conflict, Entry } from './entry.ts'
import { openJournal } from './journal.ts'
import type { NewAnswer } from './_internal/lineChannel.ts'
import { openRanges } from './rangeJournals.ts'
import type { Permits } from './_internal/permits.ts'
import { createPermits } from './_internal/permits.ts'
import { createUsage } from './_internal/usage.ts'
import type { SharedStore } from './sharedStore.ts'
import { openStore } from './store.ts'
import { storeRemarks, storeWarnings } from './storeWarnings.ts'

type FoundAnswers = readonly (StoredAnswer | null)[]

/** The host without any transport: journal, store, permits, claims and counts of one run. */
export interface HostCore {
  readonly mode: StoreMode
  readonly offline: boolean
  readonly allowUnpinned: boolean
  /**
   * Returns answers that may be used; a promise only where some have to be looked up in a shared store. Throws where an answer
   * is missing and none could be kept, because the disk takes no more.
   */
  readonly get: (keys: readonly string[]) => FoundAnswers | Promise<FoundAnswers>
  readonly put: HostPort['put']
  /** Puts several answers, and resolves once all of them are handed to the operating system. */
  readonly putAll: (answers: readonly NewAnswer[]) => Promise<void>
  /** Says whether no answer is known, so that `get` would find nothing whatever the key. */
  readonly empty: () => boolean
  readonly claim: HostPort['claim']
  readonly live: (event: LiveClaim) => void
  readonly waiting: (wait: EndpointWait) => void
  readonly tally: (counts: CallCounts) => void
  readonly permits: Permits
  /** The run's budget; without one it allows every call. */
  readonly budget: BudgetMeter
  /** A run begins: from here on the counters and totals are its own. While vitest watches, there are many. */
  readonly beginRun: () => Promise<void>
  /**
   * The module of a release was saved: the next run reuses no answer of a release without an immutable revision, because nobody
   * can say whether it is still the same.
   */
  readonly releaseSaved: () => void
  readonly counters: () => CallCounts
  /** Returns the totals of the calls; `null` where none brought an answer. */
  readonly usage: () => RunUsage | null
  /** Returns what the call took that brought an answer of this attempt. */
  readonly took: TookOf
  /** Returns the keys of the answers that shards asked for and this run reads. */
  readonly rangeKeys: () => readonly string[]
  /** Returns the unpinned answers of an earlier invocation that were used here; `null` where none was. */
  readonly earlierAnswers: () => EarlierAnswers | null
  readonly state: HostState
  /** Returns what a reader of the run should know about journal and store by now, without any answer in it. */
  readonly remarks: () => readonly string[]
  /** Sends what waits for a shared store. Returns what keeps it from arriving, in sentences for the terminal. */
  readonly settle: () => Promise<readonly string[]>
  /** The attempt is decided: its journal is closed, and no later run continues it. */
  readonly finish: () => Promise<void>
  /** Writes what is pending and merges the store. Idempotent. */
  readonly close: () => Promise<void>
  /** Gives up the locks of the journal at once, where the process ends without closing it. */
  readonly unlockNow: () => void
}

/** The state of journal and store when the host opened. */
export interface HostState {
  /** The number of answers of this attempt that an interrupted run had left. */
  readonly recovered: number
  /** The releases of which the store had answers that this run may use instead of asking. */
  readonly stored: ReadonlySet<string>
  /** Id of a process that runs the same attempt in the same folder just now; `null` where this one is alone. */
  readonly besides: number | null
  /** The number of torn or foreign lines that were dropped from journal and store. */
  readonly dropped: number
  /** Keys under which the store holds different answers. */
  readonly conflicts: readonly Conflict[]
  /** The same in sentences, for the user. */
  readonly warnings: readonly string[]
}

const NO_CALLS: CallCounts = { made: 0, reused: 0, retried: 0 }

/** Opens journal and store for one attempt. */
export async function createHostCore(options: HostOptions): Promise<HostCore> {
  const { dir, mode, runKey, allowUnpinned = false, offline = false } = options
  const journal = await openJournal(join(dir, 'journal', `${runKey}.jsonl`))
  const storeFolder = options.storeFolder ?? join(dir, 'store')
  const ranges = await openRanges(options.ranges ?? [])
  const shared = mode === 'off' ? null : await openShared(options, storeFolder)
  const store = mode === 'off' ? null : (shared ?? (await openStore(storeFolder)))
  let counts = NO_CALLS
  const usedEarlier = new Set<string>()
  let saved = false
  const currency = options.currency ?? 'USD'
  let usage = createUsage(currency, options.budget)
  const budget = budgetMeter(options.budget ?? {}, {
    whose: 'the run',
    where: 'robustness({ budget })',
    currency,
    now: () => performance.now(),
  })
  let closing: Promise<void> | null = null

  async function closeAll(): Promise<void> {
    ranges.close()
    const recorded = await Promise.allSettled([recordRest()])
    const closed = await Promise.allSettled([journal.close(), store?.close()])
    for (const end of [...recorded, ...closed]) if (end.status === 'rejected') throw end.reason
  }

  function usable(entry: Entry | null | undefined): StoredAnswer | null {
    return entry && (entry.pinned || allowUnpinned) ? entry.answer : null
  }

  function fromStore(key: string): StoredAnswer | null {
    return store === null || mode === 'refresh' ? null : usable(store.get(key))
  }

  function known(key: string): StoredAnswer | null {
    return ofAttempt(key) ?? fromStore(key)
  }

  function find(keys: readonly string[]): FoundAnswers | Promise<FoundAnswers> {
    if (shared === null || mode === 'refresh') {
      const found = keys.map(known)
      return found.includes(null) && journal.keepLost() ? keys.map(known) : found
    }
    const own = keys.map(ofAttempt)
    const missing = keys.filter((_, index) => own[index] === null)
    if (missing.length === 0) return own
    return shared.find(missing).then((found) => {
      const all = keys.map((key, index) => own[index] ?? usable(found.get(key)))
      return all.includes(null) && journal.keepLost() ? keys.map((key, index) => all[index] ?? known(key)) : all
    })
  }

  function ofAttempt(key: string): StoredAnswer | null {
    return (fromJournal(key) ?? ranges.get(key))?.answer ?? null
  }

  function fromJournal(key: string): Entry | null {
    const entry = journal.get(key)
    if (entry !== null && !entry.pinned && journal.isEarlier(key)) usedEarlier.add(key)
    return entry
  }

  const stored = store === null || mode === 'refresh' ? new Set<string>() : store.releases(!allowUnpinned)
  // Another machine may fill a store that is shared while this run is under way.
  let empty =
    journal.recovered === 0 &&
    ranges.keys().length === 0 &&
    stored.size === 0 &&
    (shared === null || mode === 'refresh')

  async function putAll(answers: readonly NewAnswer[]): Promise<void> {
    if (answers.length > 0) empty = false
    const written = answers.map(({ key, answer, context: { release, pinned, latencyMs, attempts, usage: took } }) => {
      usage.add(latencyMs, took ?? null)
      const entry: Entry = { key, pinned, release, answer }
      const journaled = journal.put({ ...entry, context: { latencyMs, attempts } })
      if (store === null || mode === 'replay') return journaled
      // An answer that was asked for although one was stored replaces it, since the stored one is refreshed or may not count.
      const replaces = mode === 'refresh' || !(pinned || allowUnpinned)
      const recording = store.put(replaces ? { ...entry, refreshed: true } : entry)
      return Promise.all([journaled, recording.catch(() => void unrecorded.add(key))])
    })
    await Promise.all(written)
  }

  /**
   * Keys whose answers are in the journal and not in the store: those of a run that did not record, or that died between the
   * two, or that the store could not take.
   */
  const unrecorded = new Set(store === null || mode === 'replay' ? [] : store.lacking(journal.keys()))

  /** Takes into the store what is missing there, or a recording would have gaps that a replay stumbles over. */
  async function recordRest(): Promise<void> {
    for (const key of unrecorded) {
      const entry = journal.get(key)
      if (entry !== null) {
        const { context: _, ...answered } = entry
        await store?.put(answered)
      }
      unrecorded.delete(key)
    }
  }

  const damaged = [...journal.damaged, ...ranges.damaged, ...(store?.damaged ?? [])]
  const conflicts = store?.conflicts ?? []
  const replaced = store?.replaced ?? []
  return {
    mode,
    offline,
    allowUnpinned,
    get: find,
    put: (key, answer, context) => putAll([{ key, answer, context }]),
    putAll,
    empty: () => empty,
    async claim(result, observations, about) {
      await options.onClaim?.(result, observations, about)
    },
    live: (event) => options.onLive?.(event),
    waiting: (wait) => options.onWait?.(wait),
    async beginRun() {
      counts = NO_CALLS
      usage = createUsage(currency, options.budget)
      usedEarlier.clear()
      if (!saved) return
      saved = false
      await recordRest()
      await journal.outdate()
    },
    releaseSaved() {
      saved = true
    },
    tally({ made, reused, retried }) {
      counts = {
        made: counts.made + made,
        reused: counts.reused + reused,
        retried: counts.retried + retried,
      }
    },
    permits: createPermits(),
    budget,
    usage: () => usage.total(),
    took: (key) => journal.took(key) ?? ranges.took(key),
    rangeKeys: ranges.keys,
    earlierAnswers() {
      const until = journal.earlierUntil
      return until === null || usedEarlier.size === 0 ? null : { count: usedEarlier.size, until: until.toISOString() }
    },
    counters: () => counts,
    state: {
      recovered: journal.recovered,
      stored,
      besides: journal.besides,
      dropped: damaged.length,
      conflicts,
      warnings: [
        ...storeWarnings({ damaged, conflicts, replaced, folder: storeFolder, mode }),
        ...(shared?.warnings ?? []),
      ],
    },
    remarks: () => [
      ...storeRemarks({ damaged, conflicts: store?.conflicts ?? [], replaced, folder: storeFolder, mode }),
      ...(shared?.remarks() ?? []),
    ],
    settle: async () => (await shared?.settle()) ?? [],
    async finish() {
      await recordRest()
      await journal.finish()
      await ranges.finish()
    },
    close() {
      closing ??= closeAll()
      return closing
    },
    unlockNow: journal.unlockNow,
  }
}

/** Opens the store that a team shares, where the options name one; its code is loaded only then. */
async function openShared({ shared, mode, offline }: HostOptions, folder: string): Promise<SharedStore | null> {
  if (shared === undefined) return null
  const { openSharedStore } = await import('./sharedStore.ts')
  return openSharedStore(folder, { url: shared.url, needed: mode === 'replay' && !offline })
}

/** The settings of a run that the main process decides. */
export interface HostOptions {
  /** Folder of the package's working files, e.g. `.robustness`; the journal is in `journal/` below it. */
  readonly dir: string
  /** Names the attempt: a hash of candidate, revision and plan, the same in a rerun, so that it finds the journal. */
  readonly runKey: string
  readonly mode: StoreMode
  /** Says whether releases that run in the process are asked although the mode is `replay`. */
  readonly offline?: boolean
  /** Folder of recorded answers. Default: `store/` below `dir`. */
  readonly storeFolder?: string
  /** The database of a store that a team shares, in addition to the folder. The URL holds a secret, and stays in this process. */
  readonly shared?: { readonly url: string }
  /** The journals of shards whose answers this run merges, the most binding first; absent where it asks by itself. */
  readonly ranges?: readonly string[]
  /** Let stored answers of a release without an immutable revision count. Reports must say so. Default: false. */
  readonly allowUnpinned?: boolean
  /** The budget of all calls of this process together. */
  readonly budget?: Budget
  /** Currency of the price table, for messages. Default: USD. */
  readonly currency?: string
  readonly onClaim?: (result: ClaimRecord, observations: ObservationList, about: ClaimAbout) => void | Promise<void>
  readonly onLive?: (event: LiveClaim) => void
  readonly onWait?: (wait: EndpointWait) => void
}
