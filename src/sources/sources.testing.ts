import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { onTestFinished } from 'vitest'

import type { SourceFile } from './readSource.ts'

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
