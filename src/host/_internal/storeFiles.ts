import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { isAlive } from './appendLog.ts'

/** The segments that this process opened: one of its own number that it did not open is that of a process before it. */
const opened = new Set<string>()

/** Makes the name of a segment for this process, so that no two processes write to one file; it begins with the time. */
export function newSegment(): string {
  const name = `segment-${Date.now()}-${process.pid}-${randomBytes(4).toString('hex')}.jsonl`
  opened.add(name)
  return name
}

/** Returns the name for a segment that its process has closed, which need not have ended. */
export function closedSegment(name: string): string {
  return name.replace(/^(segment-\d+)-\d+-/, '$1-closed-')
}

/** Says whether a file of this name holds a store's answers. */
export function isStoreFile(name: string): boolean {
  return name === 'answers.jsonl' || /^segment-.*\.jsonl$/.test(name)
}

/** Lists the merged file first, then segments by name, which begins with the time at which they were opened. */
export async function storeFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter(isStoreFile).toSorted()
}

/** Says whether nobody writes to a segment any more. */
export function isFinished(name: string): boolean {
  if (name === 'answers.jsonl') return true
  const [, writer = ''] = /^segment-\d+-(\d+|closed)-/.exec(name) ?? []
  if (writer === 'closed') return true
  return writer === String(process.pid) ? !opened.has(name) : writer !== '' && !isAlive(Number(writer))
}
