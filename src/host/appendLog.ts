import { open, type FileHandle } from 'node:fs/promises'

/** An append-only file of lines. */
export interface AppendLog {
  /** Resolves once the operating system has the line: it then outlives a kill of this process. */
  readonly append: (line: string) => Promise<void>
  /** Writes what is pending and closes the file. */
  readonly close: () => Promise<void>
}

interface Pending {
  readonly line: string
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Opens a file for appending; `torn` says that it ends in the middle of a line, which is then closed first, so that the
 * rest of a killed write never runs into a new line. Lines that arrive during a write go out together in the next one.
 */
export async function openAppendLog(file: string, torn: boolean): Promise<AppendLog> {
  const handle: FileHandle = await open(file, 'a', 0o600)
  let pending: Pending[] = []
  let midLine = torn
  let writing: Promise<void> | null = null
  let closed = false

  async function drain(): Promise<void> {
    while (pending.length > 0) {
      const batch = pending
      pending = []
      const text = `${midLine ? '\n' : ''}${batch.map((item) => `${item.line}\n`).join('')}`
      try {
        midLine = true
        await handle.appendFile(text)
        midLine = false
        for (const item of batch) item.resolve()
      } catch (error) {
        for (const item of batch) item.reject(error)
      }
    }
    writing = null
  }

  return {
    append(line) {
      if (closed) return Promise.reject(new Error(`${file} is closed`))
      return new Promise((resolve, reject) => {
        pending.push({ line, resolve, reject })
        writing ??= Promise.resolve().then(drain)
      })
    },
    async close() {
      if (closed) return
      closed = true
      await writing
      await handle.close()
    },
  }
}
