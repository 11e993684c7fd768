import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { onTestFinished } from 'vitest'

import { UsageError, type Example, type Refusal } from '../core/types/index.ts'
import type { DatasetOptions } from './files/taskOptions.ts'
import type { DatasetFormat } from './datasets/index.ts'
import type { DataSource } from './files/openSource.ts'
import { readExamples } from './readExamples.ts'
import type { SourceFile } from './files/readSource.ts'

/** What a dataset reader takes, from memory, in pieces of `size` bytes. Pieces share one buffer, as a file's do. */
export function dataSource(content: string | Uint8Array, file = 'd.jsonl', size = 7): DataSource {
  const { bytes } = source(content, file)
  const buffer = new Uint8Array(size)
  function* chunks(): Generator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += size) {
      const piece = bytes.subarray(start, start + size)
      buffer.set(piece)
      yield buffer.subarray(0, piece.length)
    }
  }
  return { file, chunks }
}

/** Examples and refusals of a text in a format. */
export function itemsOf(
  format: DatasetFormat,
  content: string | Uint8Array,
  options: Omit<DatasetOptions, 'file'> = {},
  file?: string,
): readonly (Example | Refusal)[] {
  return [...readExamples(format, dataSource(content, file), options)]
}

/** Examples of a text in a format. Throws `UsageError` at the first refusal, as a suite does by default. */
export function examplesOf(...args: Parameters<typeof itemsOf>): readonly Example[] {
  return itemsOf(...args).map((item) => {
    if ('reason' in item) throw new UsageError(item.reason, item.at)
    return item
  })
}

/** A source held in memory, shown as `d.jsonl` unless named. */
export function source(content: string | Uint8Array, file = 'd.jsonl'): SourceFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return { file, bytes, sha256: '' }
}

/** A folder with these files, gone when the test ends. Gives the path of a file in it. */
export function folder(files: Readonly<Record<string, string>>): (name: string) => string {
  const root = mkdtempSync(join(tmpdir(), 'sources-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text)
  return (name) => join(root, name)
}

/** Overwrites a file with a later time stamp. */
export function rewrite(path: string, text: string, seconds: number): void {
  writeFileSync(path, text)
  utimesSync(path, seconds, seconds)
}

/** The message that a call throws, with the folder's path taken out. */
export function messageOf(call: () => unknown, path = ''): string {
  try {
    call()
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return path === ''
      ? message
      : message.replaceAll(/[^\s"]*\/sources-\w+\//g, '<folder>/').replaceAll(/[^\s"]*\/sources-\w+/g, '<folder>')
  }
  return 'nothing thrown'
}
