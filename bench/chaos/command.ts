/** Starts a command with all that it starts in a session of its own, so that it can be killed, paused and waited for whole. */
import { spawn } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process of a command. */
export interface Member {
  readonly pid: number
  readonly parent: number
  /** Bytes in memory. */
  readonly bytes: number
}

export interface Command {
  readonly pid: number
  readonly output: () => string
  /** The exit code of the first process, `null` where a signal ended it. */
  readonly ended: Promise<number | null>
  readonly isOver: () => boolean
  readonly members: () => Member[]
  /** Sends a signal to every process. */
  readonly signalAll: (signal: NodeJS.Signals) => void
  /** Waits until no process is left; kills those that stay longer, and returns how many these were. */
  readonly gone: (patienceMs: number) => Promise<number>
}

export function startCommand(
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Command {
  const child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const pid = child.pid ?? 0
  let output = ''
  let over = false
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  // `exit` and not `close`: an orphan may hold the pipes open.
  const ended = new Promise<number | null>((resolve) =>
    child.on('exit', (code) => {
      over = true
      resolve(code)
    }),
  )
  const signalAll = (signal: NodeJS.Signals): void => {
    for (const member of membersOf(pid)) send(member.pid, signal)
  }
  return {
    pid,
    output: () => output,
    ended,
    isOver: () => over,
    members: () => membersOf(pid),
    signalAll,
    async gone(patienceMs) {
      const until = Date.now() + patienceMs
      while (membersOf(pid).length > 0 && Date.now() < until) await sleep(20)
      const left = membersOf(pid)
      if (left.length > 0) signalAll('SIGKILL')
      return left.length
    },
  }
}

/** Sends a signal to a process that may have ended. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended.
  }
}

const PAGE_BYTES = 4096

/** Finds the processes of a session; those that have ended and were not waited for are none. */
export function membersOf(session: number): Member[] {
  const found: Member[] = []
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const text = readFileSync(`/proc/${name}/stat`, 'utf8')
      // The name before the closing bracket may hold blanks.
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
      if (Number(fields[3]) !== session || fields[0] === 'Z') continue
      found.push({ pid: Number(name), parent: Number(fields[1]), bytes: Number(fields[21]) * PAGE_BYTES })
    } catch {
      // It ended in the meantime.
    }
  }
  return found
}
