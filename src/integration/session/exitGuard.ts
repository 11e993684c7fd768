import { writeFileSync, writeSync } from 'node:fs'
import { VARIABLES } from '../../core/environment/index.ts'

/** The exit code of the process: 0 may ship, 1 may not, 2 usage or configuration, 3 not decided or infrastructure. */
export type ExitCode = 0 | 1 | 2 | 3

/**
 * The file that the plugin leaves for the command `gate`. `gate` is the verdict; `null` where no run folder was
 * written.
 */
export interface GateReceipt {
  readonly exitCode: number
  readonly gate: 'pass' | 'fail' | 'inconclusive' | null
}

/** Holds the exit code of the process to what was decided. */
export interface ExitGuard {
  /** Call it when vitest begins to run tests: from then on an end without a decision is a fault of the machinery. */
  readonly begun: () => void
  /**
   * Records the exit code that the gate gives, or `null` where it decides nothing. `gate` is the verdict of the run
   * that was written.
   */
  readonly decided: (exitCode: ExitCode | null, gate: GateReceipt['gate']) => void
  /** Records a fault that happened while the process closes. */
  readonly fault: (message: string) => void
  /**
   * Call it when vitest has closed: sets the exit code and prints what is left to say. Where vitest never closes, the
   * end of the process does this.
   */
  readonly closed: () => void
}

/** The process that the guard works on; a test gives its own. */
export interface ExitGuardDeps {
  readonly process: Pick<NodeJS.Process, 'once' | 'off' | 'exitCode'>
  /** The file of the receipt for the command `gate`, absolute; `null` where the command did not start vitest. */
  readonly receipt: string | null
  readonly say?: (line: string) => void
}

/**
 * Makes the guard of the exit code. Vitest sets exit codes of its own before and after the gate: while it starts, for
 * coverage, while it closes. When it has closed, the stronger code holds; where it is not the one that was printed, a
 * last line says so.
 */
export function guardExit({ process, receipt, say = toStderr }: ExitGuardDeps): ExitGuard {
  let running = false
  let lacking = false
  let decision: { readonly exitCode: ExitCode | null } | null = null
  let verdict: GateReceipt['gate'] = null
  const faults: string[] = []

  const end = (): void => {
    process.off('exit', end)
    const later = Number(process.exitCode ?? 0)
    const exitCode = final(later)
    if (exitCode !== later) process.exitCode = exitCode
    if (receipt !== null) writeFileSync(receipt, JSON.stringify({ exitCode, gate: verdict } satisfies GateReceipt))
  }
  process.once('exit', end)

  function final(later: number): number {
    if (later > 3) {
      if (running && decision === null)
        say(
          `vitest-robustness: exit code ${later}: stopped before anything was decided. What was answered is kept: the same command goes on from there.`,
        )
      return later
    }
    if (decision === null) {
      // Without a run, e.g. in `vitest list`, nobody asked for a decision but the command `gate`.
      if (later !== 1 || (!running && receipt === null)) return later
      say(
        `vitest-robustness: exit code 3: vitest broke off before ${running ? 'anything was decided' : 'any test ran'}; what it printed above says why.`,
      )
      return 3
    }
    const { exitCode } = decision
    if (lacking && exitCode === null) return later === 0 ? 1 : later
    if (lacking && (exitCode === 0 || exitCode === 3) && later !== 1) {
      const instead = exitCode === 3 ? '' : ` and not ${exitCode}`
      say(
        `vitest-robustness: exit code 3${instead}: vitest lacks a package, which it named before the first test: install it, or take it out of the config.`,
      )
      return 3
    }
    if (faults.length > 0 && exitCode !== 2 && exitCode !== 1) {
      say(`vitest-robustness: exit code 3: ${faults.join(' ')}`)
      return 3
    }
    if (exitCode === null) return later
    // Where nothing was decided, vitest's 1 means that it broke off, and says nothing of the release.
    if (verdict === null && exitCode === 3 && later === 1) return 3
    const code = strongerCode(exitCode, later)
    if (code !== exitCode)
      say(`vitest-robustness: exit code ${code} and not ${exitCode}: vitest itself failed, apart from the gate.`)
    return code
  }

  return {
    begun() {
      // Before the first test vitest fails only where it lacks something that it needs itself, such as an environment's
      // package.
      if (!running && Number(process.exitCode ?? 0) === 1) {
        lacking = true
        process.exitCode = undefined
      }
      running = true
    },
    decided(exitCode, gate) {
      decision = { exitCode }
      verdict = gate
      // A 0 must not hide a code that vitest has set before.
      if (exitCode !== null && exitCode !== 0) process.exitCode = exitCode
    },
    fault: (message) => void faults.push(message),
    closed: end,
  }
}

/** The order in which exit codes win. */
const PRECEDENCE: readonly number[] = [2, 1, 3, 0]

/**
 * Returns the code that the process may end with, when vitest has set `later` after the gate had said `decided`: a later
 * code (of a coverage threshold, of an error while closing) never makes it milder.
 */
export function strongerCode(decided: ExitCode, later: number): number {
  const [ours, theirs] = [PRECEDENCE.indexOf(decided), PRECEDENCE.indexOf(later)]
  return theirs === -1 || theirs < ours ? later : decided
}

/** Writes at once, because the process is ending and nothing asynchronous is written any more. */
function toStderr(line: string): void {
  writeSync(2, `${line}\n`)
}

/**
 * Returns the sentence for an error of the file system, e.g. `no space is left where .robustness is written …`; `null` for
 * any other error, whose own message and stack say more.
 */
export function faultInWords(error: unknown, folder: string): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null
  const { code, path, syscall } = error as Error & SystemError
  // Node gives this code for a folder that cannot be made on a read-only disk although its parent exists.
  const sentence = code === 'ENOENT' && syscall === 'mkdir' ? unmade : SENTENCES[code]
  return sentence === undefined ? null : `${sentence(path ?? folder)} (${error.message})`
}

/** The fields of an error of the file system that a sentence needs. */

interface SystemError {
  readonly code: string
  readonly path?: string
  readonly syscall?: string
}

type Sentence = (path: string) => string

const MOVE = `move it away, or name another folder: robustness({ folder }) or ${VARIABLES.folder}`

const elsewhere: Sentence = (path) =>
  `${path} cannot be written: give this user the right to, or name another folder: robustness({ folder }) or ${VARIABLES.folder}`

const unmade: Sentence = (path) =>
  `${path} cannot be made: the disk may be read-only, or the folder above it gone; name another folder: robustness({ folder }) or ${VARIABLES.folder}`

const space: Sentence = (path) =>
  `no space is left where ${path} is written: free some, then run again; what was answered until then is kept`

const SENTENCES: Readonly<Record<string, Sentence>> = {
  ENOSPC: space,
  EDQUOT: space,
  EROFS: elsewhere,
  EACCES: elsewhere,
  EPERM: elsewhere,
  EEXIST: (path) => `${path} is a file, where a folder is needed: ${MOVE}`,
  ENOTDIR: (path) => `a part of ${path} is a file, where a folder is needed: ${MOVE}`,
  EISDIR: (path) => `${path} is a folder, where a file is to be written: name another file in robustness({ reports })`,
}
