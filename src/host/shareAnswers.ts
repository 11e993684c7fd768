import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type AnswerTable, AT_ONCE, openAnswerTable } from './_internal/answerTable.ts'
import { createAnswerIndex, type DamagedLine } from './_internal/answerIndex.ts'
import { openOutbox, unsentFolder } from './_internal/outbox.ts'
import type { Conflict, Entry } from './entry.ts'
import { rewriteStore, type Rewritten } from './store.ts'

/** The outcome of sending answers to a shared store. */
export interface Shared {
  readonly sent: number
  readonly damaged: readonly DamagedLine[]
  readonly conflicts: readonly Conflict[]
  readonly replaced: readonly { readonly key: string; readonly release: string }[]
}

/**
 * Sends answers to a shared store: those that wait below `folder` because the database was out of reach, and those of further
 * stores. The former go from the disk once they have arrived, the latter stay. Sending again changes nothing. Throws
 * `UsageError` where the database cannot be used.
 * @param also the files of each further store, oldest first
 * @param replace true if the answers of `also` replace those that the database has under their keys
 */
export async function sendAnswers(
  url: string,
  folder: string,
  { also, replace }: { readonly also: readonly (readonly string[])[]; readonly replace: boolean },
): Promise<Shared> {
  const table = await openAnswerTable(url)
  const [damaged, replaced]: [DamagedLine[], Shared['replaced'][number][]] = [[], []]
  const conflicts = new Map<string, Conflict>()
  let sent = 0

  async function send(entries: readonly Entry[]): Promise<void> {
    const done = await table.send(entries)
    sent += entries.length
    for (const conflict of done.conflicts) conflicts.set(conflict.key, conflict)
    for (const one of done.replaced) replaced.push(one)
  }

  try {
    const outbox = await openOutbox(unsentFolder(folder))
    for (const line of outbox.damaged) damaged.push(line)
    while (outbox.waiting() > 0) {
      const entries = outbox.take(AT_ONCE.send)
      await send(entries)
      outbox.arrived(entries)
    }
    await outbox.close()
    for (const store of also) {
      const index = createAnswerIndex({ fold: true })
      for (const file of store) for (const line of (await index.addFile(file)).damaged) damaged.push(line)
      let entries: Entry[] = []
      for (const key of index.keys()) {
        for (const [place, { refreshed: _, ...entry }] of index.rivals(key).entries())
          entries.push(replace && place === 0 ? { ...entry, refreshed: true } : entry)
        if (entries.length < AT_ONCE.send) continue
        await send(entries)
        entries = []
      }
      if (entries.length > 0) await send(entries)
      index.close()
    }
    return { sent, damaged, conflicts: [...conflicts.values()], replaced }
  } finally {
    await table.close()
  }
}

/**
 * Takes all answers of a shared store into the files of a folder, as `rewriteStore` does it. Throws `UsageError` where the
 * database cannot be used.
 */
export async function fetchAnswers(url: string, folder: string): Promise<Rewritten | null> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, `.fetched-${process.pid}.tmp`)
  const table = await openAnswerTable(url)
  try {
    await pipeline(Readable.from(linesOf(table)), createWriteStream(file, { mode: 0o600 }))
    return await rewriteStore(folder, { also: [[file]] })
  } finally {
    await table.close()
    await rm(file, { force: true })
  }
}

async function* linesOf(table: AnswerTable): AsyncGenerator<string> {
  for await (const lines of table.all()) yield lines.map((line) => `${line}\n`).join('')
}
