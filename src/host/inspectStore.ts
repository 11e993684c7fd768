import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DamagedLine, ReplacedAnswer } from './answerIndex.ts'
import { conflictAmong, type Conflict } from './conflict.ts'
import type { Entry } from './entry.ts'
import { indexStore, storeFiles } from './storeFiles.ts'

/** A store as it lies on disk, read without changing it. */
export interface InspectedStore {
  readonly folder: string
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
  /** Keys that are known. */
  readonly size: number
  /** All answers sorted by key, rivals included, read from disk one by one. */
  readonly entries: () => Generator<Entry>
  readonly damaged: readonly DamagedLine[]
  readonly conflicts: readonly Conflict[]
  /** Lines that took the place of another answer, as mode "refresh" writes them. */
  readonly replaced: readonly ReplacedAnswer[]
  /** Keys that no request can have. */
  readonly oddKeys: readonly string[]
  readonly close: () => void
}

/** Reads a store's files. One that is not there is empty. */
export async function inspectStore(folder: string): Promise<InspectedStore> {
  const { index, damaged } = await indexStore(folder)
  const files = await Promise.all(
    (await storeFiles(folder)).map(async (name) => ({ name, bytes: (await stat(join(folder, name))).size })),
  )
  const keys = [...index.keys()].toSorted()
  return {
    folder,
    files,
    size: keys.length,
    *entries() {
      for (const key of keys) yield* index.rivals(key)
    },
    damaged,
    conflicts: index.disputed().flatMap((key) => conflictAmong(index.rivals(key)) ?? []),
    replaced: index.replaced,
    oddKeys: keys.filter((key) => !/^[0-9a-f]{64}$/.test(key)),
    close: index.close,
  }
}
