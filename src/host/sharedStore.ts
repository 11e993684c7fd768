import { relative } from 'node:path'
import { setImmediate as immediate, setTimeout as pause } from 'node:timers/promises'
import { counted, messageOf } from '../core/text/index.ts'
import { UsageError } from '../core/types/index.ts'
import { AT_ONCE, type AnswerTable, inOrder, openAnswerTable } from './_internal/answerTable.ts'
import { openOutbox, unsentFolder } from './_internal/outbox.ts'
import { conflictAmong, type Conflict, type Entry } from './entry.ts'
import { openStore, type Store } from './store.ts'
import { afterDrop } from './storeWarnings.ts'
import type { ReplacedAnswer } from './_internal/answerIndex.ts'

/** The place of a store that a team shares. */
export interface SharedPlace {
  /** Holds a secret: it is handed to the driver, printed nowhere, and given to no worker. */
  readonly url: string
  /** True if nothing can be decided without it: then a database that cannot be used is an error, and never a miss. */
  readonly needed: boolean
}

/** A store that a team shares, beside the files of this machine. */
export interface SharedStore extends Store {
  /** Finds answers of keys in the database and in the files of this machine; a key that is missing has none. */
  readonly find: (keys: readonly string[]) => Promise<ReadonlyMap<string, Entry>>
  /** Sentences for the terminal when it was opened: the database is out of reach. */
  readonly warnings: readonly string[]
  /** Sends what waits, and says in sentences for the terminal what keeps it from arriving. */
  readonly settle: () => Promise<readonly string[]>
  /** Returns what a reader of the run should know by now; neither answers nor the database's address are in it. */
  readonly remarks: () => readonly string[]
}

/** Milliseconds for which a database that was lost is left alone, so that a run does not wait for it at each question. */
const AWAY_MS = 30_000

/** Milliseconds in which answers gather before they are sent together, and the most that a question waits for others. */
const GATHER_MS = { send: 50, find: 5 }

/**
 * Opens the store of a team: the answers in the database and those of the files in `folder`, as one. New answers go to the
 * database; they are written to this machine's disk first, and stay there until they have arrived. A database that cannot be
 * reached costs calls and no answers, unless it is needed: then this throws `UsageError`, and so does `find`.
 */
export async function openSharedStore(folder: string, { url, needed }: SharedPlace): Promise<SharedStore> {
  const local = await openStore(folder)
  const outbox = await openOutbox(unsentFolder(folder))
  const conflicts = new Map<string, Conflict>(local.conflicts.map((conflict) => [conflict.key, conflict]))
  const replaced: ReplacedAnswer[] = []
  const damaged = new Map<string, string>()
  const left = outbox.waiting()
  let table: AnswerTable | null = null
  let [failure, awayUntil, unanswered] = ['', 0, 0]
  let sending: Promise<void> | null = null
  let releases: Awaited<ReturnType<AnswerTable['releases']>> = []

  /** Does work in the database; `null` where it is lost, or was lost a moment ago and is left alone. */
  async function reach<Result>(work: (table: AnswerTable) => Promise<Result>, now = false): Promise<Result | null> {
    if (!now && performance.now() < awayUntil) return null
    try {
      table ??= await openAnswerTable(url)
      const result = await work(table)
      awayUntil = 0
      return result
    } catch (error) {
      failure = messageOf(error)
      awayUntil = performance.now() + AWAY_MS
      return null
    }
  }

  const ask = batched(async (keys) => {
    const entries = new Map<string, readonly Entry[]>()
    for (let from = 0; from < keys.length; from += AT_ONCE.find) {
      const some = keys.slice(from, from + AT_ONCE.find)
      const found = await reach((opened) => opened.find(some))
      if (found === null && needed) throw new Error(`${failure} A replay asks nothing without it`)
      if (found === null) unanswered += some.length
      for (const { key, why } of found?.damaged ?? []) damaged.set(key, why)
      for (const [key, rivals] of found?.entries ?? []) entries.set(key, rivals)
    }
    return keys.map((key) => entries.get(key) ?? [])
  })

  function choose(key: string, inDatabase: readonly Entry[]): Entry | null {
    const unsent = outbox.rivals(key)
    const [newest] = unsent
    if (newest?.refreshed === true) return newest
    const own = local.get(key)
    const rivals = inOrder([...inDatabase, ...unsent, ...(own === null ? [] : [own])])
    const conflict = conflictAmong(rivals)
    if (conflict !== null) conflicts.set(key, conflict)
    return rivals[0] ?? null
  }

  /** Sends what waits until nothing does, or the database is lost. */
  async function send(now: boolean): Promise<void> {
    for (let first = now; outbox.waiting() > 0; first = false) {
      const entries = outbox.take(AT_ONCE.send)
      const sent = await reach((opened) => opened.send(entries), first)
      if (sent === null) return outbox.back(entries)
      outbox.arrived(entries)
      for (const conflict of sent.conflicts) conflicts.set(conflict.key, conflict)
      for (const one of sent.replaced) replaced.push({ ...one, file: 'the shared store', line: null })
    }
  }

  function sendSoon(): void {
    sending ??= pause(GATHER_MS.send, undefined, { ref: false })
      .then(() => send(false))
      .finally(() => (sending = null))
  }

  async function settle(): Promise<readonly string[]> {
    await sending
    await send(true)
    const waiting = outbox.waiting()
    return waiting === 0 ? [] : [`${failure} ${unsentInWords(waiting, folder)}`]
  }

  releases = (await reach((opened) => opened.releases(), true)) ?? []
  if (failure !== '' && needed) {
    await Promise.all([local.close(), outbox.close()])
    throw new UsageError(failure)
  }
  if (left > 0) sendSoon()
  const warnings =
    failure === ''
      ? []
      : [`${failure} Recorded answers are those of this machine alone; new ones are sent when it is back`]

  return {
    warnings,
    get: local.get,
    find: async (keys) => {
      const found = await ask(keys)
      return new Map(
        keys.flatMap((key, index) => {
          const entry = choose(key, found[index] ?? [])
          return entry === null ? [] : [[key, entry] as const]
        }),
      )
    },
    async put(entry) {
      await outbox.put({ ...entry, on: new Date().toISOString().slice(0, 10) })
      sendSoon()
    },
    lacking: (keys) => local.lacking(keys).filter((key) => outbox.rivals(key).length === 0),
    releases: (pinned) =>
      new Set([...local.releases(pinned), ...releases.flatMap((one) => (one.pinned || !pinned ? [one.release] : []))]),
    get conflicts() {
      return [...conflicts.values()]
    },
    damaged: [...local.damaged, ...outbox.damaged],
    replaced,
    settle,
    remarks: () => [
      ...[...damaged].map(
        ([key, why]) =>
          `the shared store: the answer under key ${key.slice(0, 12)} is damaged (${why}): ${afterDrop(needed)}`,
      ),
      ...(unanswered === 0
        ? []
        : [
            `the shared store could not be reached: ${counted(unanswered, 'look-up')} found nothing there, and what this machine did not have was asked`,
          ]),
      ...(awayUntil === 0 || outbox.waiting() === 0 ? [] : [unsentInWords(outbox.waiting(), folder)]),
    ],
    async close() {
      await sending
      await send(false)
      await Promise.all([local.close(), outbox.close()])
      await table?.close().catch(() => {})
    },
  }
}

function unsentInWords(count: number, folder: string): string {
  const place = relative(process.cwd(), unsentFolder(folder))
  return (
    `${counted(count, 'answer')} wait in ${place} for the shared store: the next run there sends them, ` +
    'and so does npx vitest-robustness store send --env <variable>'
  )
}

/**
 * Asks for many keys at once: those that come while a question is under way are the next one, so that no call pays for a
 * round trip of its own.
 */
function batched<Found>(
  ask: (keys: readonly string[]) => Promise<readonly Found[]>,
): (keys: readonly string[]) => Promise<readonly Found[]> {
  interface Asking {
    readonly keys: readonly string[]
    readonly done: PromiseWithResolvers<readonly Found[]>
  }
  let next: Asking[] = []
  let asking = false

  async function run(): Promise<void> {
    asking = true
    let took = 0
    while (next.length > 0) {
      // Whoever got an answer asks for the next one right away: without a moment's wait callers would go on in two groups.
      await (took < 4 ? immediate() : pause(Math.min(took / 4, GATHER_MS.find)))
      const start = performance.now()
      const batch: Asking[] = []
      let count = 0
      for (const asked of next) {
        count += asked.keys.length
        if (batch.length > 0 && count > AT_ONCE.find) break
        batch.push(asked)
      }
      next = next.slice(batch.length)
      try {
        const found = await ask(batch.flatMap(({ keys }) => keys))
        let from = 0
        for (const { keys, done } of batch) done.resolve(found.slice(from, (from += keys.length)))
      } catch (error) {
        for (const { done } of batch) done.reject(error)
      }
      took = performance.now() - start
    }
    asking = false
  }

  return (keys) => {
    const done = Promise.withResolvers<readonly Found[]>()
    next.push({ keys, done })
    if (!asking) void run()
    return done.promise
  }
}
