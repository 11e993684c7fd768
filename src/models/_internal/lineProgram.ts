import { isUtf8 } from 'node:buffer'
import { spawn, type ChildProcess } from 'node:child_process'
import { harmless, quote } from '../../core/text/index.ts'
import { EndpointError, RetryableError } from '../../core/types/index.ts'

/** A program and the folder in which it runs. */
export interface ProgramOptions {
  /** The name of the program in messages. */
  readonly where: string
  readonly words: readonly string[]
  readonly cwd: string
  /** Says whether its standard error is passed on, line by line. */
  readonly showStderr: boolean
  /** Called once, where the program has not answered anything for a while since it was started. */
  readonly onSilence: (seconds: number) => void
}

/** A `Message` is what a program is sent or sends: one line of JSON with the request's id. */
export type Message = Readonly<Record<string, unknown>>

/** A `LineProgram` is a program that speaks JSON Lines: started at the first question, alive until nobody needs it. */
export interface LineProgram {
  /**
   * Sends a message and gives the line that answers it. Rejects as soon as it is known that there will be no answer; the
   * signal only ends the waiting.
   */
  readonly ask: (message: Message, signal: AbortSignal) => Promise<{ readonly line: string; readonly said: Message }>
  /** Says whether it has ever answered a question. */
  readonly hasAnswered: () => boolean
  /** Lets the program end by itself for a moment, then kills it and all that it started. */
  readonly close: () => Promise<void>
}

/** The most bytes of a line, as many as an answer over HTTP may have. */
const LONGEST_LINE = 4 * 2 ** 20
/** The part of standard error that is kept for messages. */
const KEPT = { lines: 10, characters: 2000 }
/**
 * The time that a program may take to end by itself, and that its pipes may take to be read to their end, in milliseconds.
 */
const GRACE = { end: 1000, pipes: 200 }
/** The time without any answer after which somebody should hear of it, in milliseconds. */
const SILENCE = 30_000

interface Waiting {
  readonly resolve: (answer: { readonly line: string; readonly said: Message }) => void
  readonly reject: (error: Error) => void
}

/** One run of the program. */
interface Running {
  readonly child: ChildProcess
  readonly open: Map<string, Waiting>
  /** Ids that nobody waits for any more; their answers may still come. */
  readonly dropped: Set<string>
  readonly ended: Promise<void>
  /** Kills the program and all that it started; its open requests fail with this error. */
  readonly kill: (error: Error) => void
}

/** Opens a program without starting it. It is started again at the next question after it has ended. */
export function lineProgram(options: ProgramOptions): LineProgram {
  const { where } = options
  let running: Running | null = null
  let lastId = 0
  /** The program's fault while nobody waited: the next question fails with it. */
  let fault: Error | null = null
  let answered = false
  let silence: NodeJS.Timeout | undefined

  function sayNothingCame(): void {
    if (running !== null && running.open.size > 0) options.onSilence(SILENCE / 1000)
  }

  function start(): Running {
    // A program that has answered before shows in the progress of the run that it is alive.
    if (!answered && silence === undefined) silence = setTimeout(sayNothingCame, SILENCE).unref()
    const made = run(options, (error) => {
      if (running === made) running = null
      if (error !== null) fault = error
    })
    running = made
    return made
  }

  return {
    async ask(message, signal) {
      if (fault !== null) {
        const error = fault
        fault = null
        throw error
      }
      const { child, open, dropped, kill } = running ?? start()
      const id = String((lastId += 1))
      const answer = Promise.withResolvers<{ readonly line: string; readonly said: Message }>()
      const leave = (): void => {
        if (!open.delete(id)) return
        dropped.add(id)
        answer.reject(signal.reason as Error)
        // It works on a question that nobody waits for, or on nothing: the next question starts it again.
        if (open.size === 0) kill(new RetryableError(`${where}: it was stopped, since nobody waited for its answer`))
      }
      open.set(id, answer)
      signal.addEventListener('abort', leave, { once: true })
      hold(child, true)
      child.stdin?.write(`${JSON.stringify({ id: lastId, ...message })}\n`)
      try {
        const came = await answer.promise
        answered = true
        clearTimeout(silence)
        return came
      } finally {
        signal.removeEventListener('abort', leave)
        if (open.size === 0) hold(child, false)
      }
    },
    hasAnswered: () => answered,
    async close() {
      clearTimeout(silence)
      const last = running
      if (last === null) return
      last.child.stdin?.end()
      const timer = setTimeout(() => last.kill(new Error(`${where}: it was closed`)), GRACE.end)
      hold(last.child, true)
      await last.ended
      clearTimeout(timer)
      fault = null
    },
  }
}

/** Lets the program keep this process alive only while somebody waits for it. */
function hold(child: ChildProcess, wanted: boolean): void {
  const handles = [child, child.stdin, child.stdout, child.stderr] as readonly (null | {
    ref?(): void
    unref?(): void
  })[]
  for (const handle of handles) {
    if (wanted) handle?.ref?.()
    else handle?.unref?.()
  }
}

/** Starts the program; `onEnd` is called when it has ended, with its fault while nobody waited. */
function run({ where, words, cwd, showStderr }: ProgramOptions, onEnd: (fault: Error | null) => void): Running {
  const [program = '', ...args] = words
  // It has a process group of its own on POSIX, so that the signal reaches all that the program starts.
  const child = spawn(program, args, { cwd, stdio: 'pipe', detached: !WINDOWS, windowsHide: true })
  const guard = child.pid === undefined ? null : guardOf(child.pid)
  const open = new Map<string, Waiting>()
  const dropped = new Set<string>()
  const ended = Promise.withResolvers<void>()
  let answered = false
  let over = false
  let stderr = ''

  function end(error: Error): void {
    if (over) return
    over = true
    killTree(child.pid)
    guard?.kill('SIGKILL')
    process.off('exit', onExit)
    // A fault of the protocol concerns the next question too where nobody waits for this one.
    onEnd(open.size === 0 && error instanceof EndpointError ? error : null)
    for (const { reject } of open.values()) reject(error)
    open.clear()
    ended.resolve()
  }
  const onExit = (): void => killTree(child.pid)
  process.on('exit', onExit)

  function heard(line: string): void {
    if (line.trim() === '') return
    const wrong = (why: string): void =>
      end(
        new EndpointError(
          `${where}: ${why}: ${quote(line, 200)}. It must write one JSON object a line to standard output and all else to standard error`,
          { blames: 'configuration' },
        ),
      )
    let said: unknown
    try {
      said = JSON.parse(line)
    } catch {
      return wrong('it wrote a line that is no JSON')
    }
    if (typeof said !== 'object' || said === null || Array.isArray(said))
      return wrong('it wrote a line that is no object')
    const { id } = said as Message
    const key = typeof id === 'string' || typeof id === 'number' ? String(id) : ''
    const waiting = open.get(key)
    if (waiting === undefined) return dropped.delete(key) ? undefined : wrong('it answered an id that is not asked')
    answered = true
    open.delete(key)
    waiting.resolve({ line, said: said as Message })
  }

  readLines(child.stdout, heard, (why) => end(new EndpointError(`${where}: ${why}`, { blames: 'configuration' })))
  child.stderr.setEncoding('utf8')
  child.stderr.on('data', (piece: string) => {
    stderr = `${stderr}${piece}`.slice(-KEPT.characters)
    if (showStderr) process.stderr.write(piece.split('\n').map(harmless).join('\n'))
  })
  // A write to a program that has ended needs no handling: its end is reported already.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {})

  child.on('error', (error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'ENOENT' ? `there is no program ${quote(program)}, or no folder ${quote(cwd)}` : error.message
    end(new EndpointError(`${where}: it cannot be started: ${why}`, { blames: 'configuration' }))
  })
  child.on('exit', (code, signal) => {
    // Processes that the program started may hold its pipes open.
    killTree(child.pid)
    const how = signal === null ? `with exit code ${code}` : `by ${signal}`
    const gone = (): void => {
      const last = stderr.trimEnd().split('\n').slice(-KEPT.lines).join('\n')
      const said = `${where}: it ended ${how}${answered ? '' : ' before its first answer'}${last === '' ? ', with nothing on standard error' : `; its last lines on standard error: ${last}`}`
      end(answered ? new RetryableError(said) : new EndpointError(said, { blames: 'configuration' }))
    }
    const late = setTimeout(gone, GRACE.pipes)
    child.once('close', () => {
      clearTimeout(late)
      gone()
    })
  })
  return { child, open, dropped, ended: ended.promise, kill: end }
}

/** Calls `heard` for each line, and `fail` for one that is too long or no UTF-8. */
function readLines(stream: NodeJS.ReadableStream, heard: (line: string) => void, fail: (why: string) => void): void {
  let pieces: Buffer[] = []
  let size = 0
  const take = (piece: Buffer): void => {
    size += piece.length
    pieces.push(piece)
  }
  stream.on('data', (data: Buffer) => {
    let rest = data
    for (let at = rest.indexOf(10); at !== -1; at = rest.indexOf(10)) {
      take(rest.subarray(0, at))
      rest = rest.subarray(at + 1)
      const line = Buffer.concat(pieces)
      ;[pieces, size] = [[], 0]
      if (!isUtf8(line)) return fail('it wrote a line that is not UTF-8, so its letters cannot be known')
      heard(line.toString('utf8'))
    }
    take(rest)
    if (size > LONGEST_LINE) fail(`it wrote a line of more than ${LONGEST_LINE / 2 ** 20} MB`)
  })
}

const WINDOWS = process.platform === 'win32'

/** Kills a program and all that it started, whatever is left of them. */
function killTree(pid: number | undefined): void {
  if (pid === undefined) return
  if (WINDOWS) {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true }).on('error', () => {})
    return
  }
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // The group is gone already.
  }
}

/**
 * Starts a process that kills the program's group where this process dies without a chance to: a shell that waits for the
 * end of a pipe which only this process holds open. Windows has no groups of this kind; there a program has to end at the
 * end of its input.
 */
function guardOf(pid: number): ChildProcess | null {
  if (WINDOWS) return null
  const guard = spawn('/bin/sh', ['-c', 'read -r line; kill -s KILL -- "-$1"', 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  guard.on('error', () => {})
  guard.stdin.on('error', () => {})
  hold(guard, false)
  return guard
}
