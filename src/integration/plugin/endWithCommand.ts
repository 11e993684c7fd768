import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname } from 'node:path'
import { readVariable } from '../../core/environment/index.ts'

/** Milliseconds between two looks at the command. */
const LOOK_MS = 500

/**
 * Ends this vitest where the command that started it is gone: nobody waits for the verdict, and a command that is killed
 * outright passes no signal on. It ends as SIGTERM ends it, with what was answered kept, and removes the temporary folder that
 * the command would have removed.
 */
export function endWithCommand(): void {
  const command = Number(readVariable(process.env, 'command'))
  // A process above all others is no command: 1 is what a person writes.
  if (!Number.isInteger(command) || command <= 1) return
  const isChild = process.ppid === command
  const timer = setInterval(() => {
    // A process that nobody has waited for still has its number, but no children any more.
    if (isChild ? process.ppid === command : isRunning(command)) return
    clearInterval(timer)
    process.once('exit', removeFolders)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK_MS)
  timer.unref()
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** Removes the folders that commands make for what vitest leaves them, and nothing else that these variables may name. */
function removeFolders(): void {
  for (const variable of ['gate', 'reached'] as const) {
    const folder = dirname(readVariable(process.env, variable) ?? '')
    if (dirname(folder) === tmpdir() && basename(folder).startsWith('vitest-robustness-'))
      rmSync(folder, { recursive: true, force: true })
  }
}
