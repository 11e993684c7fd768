import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { membersOf } from '../chaos/command.ts'

/** The time and memory that a command and all processes that it started took. */
export interface TreeUsage {
  /** Start of the command, in milliseconds of the machine's clock. */
  readonly startedAt: number
  /** End of its last process, on the same clock. */
  readonly endedAt: number
  /** User and system time, in seconds. */
  readonly cpuS: number
  /** The most memory at one time, in MB, sampled every 50 ms; `null` where there is no /proc to read it from. */
  readonly peakMB: number | null
}

const SAMPLE_MS = 50

/**
 * Runs a command and measures it with everything that it starts. `folder` gets its output. CPU time is bash's, which counts
 * every process that was waited for. Throws with the command's output where it fails.
 */
export async function measureTree(
  command: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly folder: string },
): Promise<TreeUsage> {
  const [outFile, timeFile] = [join(options.folder, 'output.txt'), join(options.folder, 'time.txt')]
  const time = openSync(timeFile, 'w')
  const startedAt = now()
  // A session of its own, by which its processes are known.
  const child = spawn('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@" >"$0" 2>&1', outFile, ...command], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'ignore', time],
  })
  let peak = 0
  const sampling = setInterval(() => (peak = Math.max(peak, memoryOf(child.pid ?? 0))), SAMPLE_MS)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const endedAt = now()
  clearInterval(sampling)
  closeSync(time)
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${readFileSync(outFile, 'utf8')}`)
  const [user = Number.NaN, system = Number.NaN] = readFileSync(timeFile, 'utf8').trim().split(' ').map(Number)
  return { startedAt, endedAt, cpuS: user + system, peakMB: peak === 0 ? null : peak / 1e6 }
}

/** Bytes in memory of all processes of a session; pages that they share are counted for each. */
function memoryOf(session: number): number {
  return process.platform === 'linux' ? membersOf(session).reduce((sum, { bytes }) => sum + bytes, 0) : 0
}

function now(): number {
  return performance.timeOrigin + performance.now()
}
