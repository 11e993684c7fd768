import { spawn } from 'node:child_process'
import { join } from 'node:path'

const VITEST = join(import.meta.dirname, '../node_modules/.bin/vitest')

/** The time in which a first run has to end, in milliseconds. */
const MOST_MS = 300_000

export interface VitestUi {
  /** The address of its page, with the token that opens it. */
  readonly address: string
  readonly stop: () => Promise<void>
}

/**
 * Starts `vitest --ui` in a folder and waits until its first run has ended. It opens no browser by itself. `more` are
 * variables of its environment.
 */
export async function startVitestUi(
  folder: string,
  args: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
): Promise<VitestUi> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|VITE_|ROBUSTNESS_|NODE_ENV$|TEST$|CI$|GITHUB_)/.test(name),
  )
  const env = { ...Object.fromEntries(kept), NO_COLOR: '1', ...more }
  const child = spawn(VITEST, ['--ui', '--watch', '--open=false', ...args], { cwd: folder, env })
  let text = ''
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    const deadline = setTimeout(() => child.kill('SIGKILL'), MOST_MS)
    const look = (chunk: unknown): void => {
      text += String(chunk)
      const found = /http:\/\/\S+\/__vitest__\/\S*/.exec(text)?.[0]
      if (found === undefined || !text.includes('Run folder: ')) return
      clearTimeout(deadline)
      resolve(found)
    }
    for (const stream of [child.stdout, child.stderr]) stream.on('data', look)
    void closed.then(() => reject(new Error(`vitest --ui ended, or its first run did not:\n${text}`)))
  })
  return {
    address,
    stop: () => {
      child.kill('SIGKILL')
      return closed
    },
  }
}
