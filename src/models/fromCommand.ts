import { existsSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { canonicalJson, sha256 } from '../core/hash/index.ts'
import { quote } from '../core/text/index.ts'
import {
  EndpointError,
  RetryableError,
  UsageError,
  type Answer,
  type Identity,
  type PromptFormat,
  type Rejection,
  type Release,
} from '../core/types/index.ts'
import { filesDigest } from './_internal/filesDigest.ts'
import { lineProgram, type Message } from './_internal/lineProgram.ts'
import { splitCommand } from './_internal/splitCommand.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { askClient, checkClient, LONGEST_CALL, warnOnce } from './endpoint/client.ts'
import { count } from './endpoint/completions.ts'
import { releaseParts } from './endpoint/endpointOptions.ts'
import { finishReason } from './endpoint/finishReason.ts'
import { messagesSent } from './formats/chatDefault.ts'
import { plain } from './formats/index.ts'

/**
 * `CommandOptions` say how a program is run and what is known of the model behind it.
 *
 * @example
 * const options: CommandOptions = { model: 'tiny', revisionOf: ['answer.py', 'weights.bin'], parameters: { beams: 4 } }
 */
export interface CommandOptions {
  /** Name of the model. Default: the program with its first file, without folders: `python answer.py`. */
  readonly model?: string
  /** Immutable revision of the model. Default: that of `revisionOf`, else none, so stored answers serve no gate. */
  readonly revision?: string
  /** Files whose names and contents are the revision (their sha256), from `cwd`: the program, its weights. */
  readonly revisionOf?: readonly string[]
  /** The folder in which the program runs. Default: that of this process. */
  readonly cwd?: string
  /**
   * The format in which a prompt is laid out. Default: `plain`, one text. `chatMessages()` sends `messages` and `system` as
   * well.
   */
  readonly format?: PromptFormat
  /** Parameters that are sent with every question as `parameters`; plain JSON, part of the key of stored answers. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Says whether the trial's seed is sent. Default: true. */
  readonly sendSeed?: boolean
  /**
   * Says whether a task's tools and schema are sent as `tools` and `schema`, in addition to what the prompt shows of them.
   * Default: false.
   */
  readonly native?: boolean
  /** Says whether what the program writes to standard error is passed on. Default: false, since it may print prompts. */
  readonly showStderr?: boolean
  /** The most open questions, over all workers: a whole number from 1. Default: 8. Each worker has a process of its own. */
  readonly concurrency?: number
  /**
   * The longest time of one question, in milliseconds. It is not asked again after that, and a program that has not
   * answered anything by then ends the run. Default: 600000.
   */
  readonly deadlineMs?: number
  /** The most attempts at one question, the first included: a whole number from 1. Default: 6. */
  readonly attempts?: number
}

/**
 * Opens a release behind any program that speaks JSON Lines. The command is a list of words, or a text that is split at
 * blanks outside of quotes; no shell is started and nothing is expanded. The program is started at the first question, once
 * per worker, with this process's environment, and answers one line with one line, in any order:
 *
 * - question: `{ "id", "prompt", "messages"?, "system"?, "parameters", "seed"?, "tools"?, "schema"? }`
 * - answer: `{ "id", "text", "finish"?, "usage"?: { "input", "output", "reasoning"? }, "model"? }`
 * - no answer: `{ "id", "error": { "message", "retryable"? } }`, or `{ "id", "outcome": "refused", "reason" }` (`filtered`,
 *   `too_long`)
 *
 * It ends at the end of its input; what is left of it and of all that it started is killed at the end of the run, where
 * nobody waits for an answer any more, and when the worker dies. Its last lines on standard error stand in the error of its
 * end. A line that is no answer stops the run. Throws `UsageError` for a command without a word and for files of
 * `revisionOf` that are not there.
 *
 * @example
 * export const v2 = () => fromCommand('python3 answer.py --beams 4', { revisionOf: ['answer.py', 'weights.bin'] })
 */
export const fromCommand = defineReleaseAdapter(
  'fromCommand',
  (command: string | readonly string[], options: CommandOptions = {}): Release => {
    const words = typeof command === 'string' ? splitCommand(command) : [...command]
    if (
      words.length === 0 ||
      words.some((word) => typeof word !== 'string' || word.includes('\0')) ||
      words[0] === ''
    ) {
      throw new UsageError(
        `fromCommand: ${quote(String(command))} names no program: give it as 'python3 answer.py' or as a list of words`,
      )
    }
    checkClient('fromCommand', options, ['command', 'native', 'sendSeed'])
    const { format = plain, parameters = {}, sendSeed = true, native = false, showStderr = false } = options
    const { deadlineMs = LONGEST_CALL } = options
    const cwd = resolve(options.cwd ?? '.')
    const who = { model: options.model ?? nameOf(words), revision: revisionOf(options, cwd) }
    const where = `command:${who.model}`
    const warn = warnOnce(where)
    const onSilence = (seconds: number): void => warn(silent(nameOf(words), seconds, deadlineMs))
    const program = lineProgram({ where, words, cwd, showStderr, onSilence })
    // The same question would hang the same program again, for as long.
    const late = (message: string): Error =>
      program.hasAnswered()
        ? new Error(`${message}; ${LATE}`)
        : new EndpointError(`${message}, and none before: ${LATE}`, { blames: 'configuration' })
    return {
      endpointKind: 'command',
      endpoint: where,
      ...who,
      format,
      parameters: {
        ...parameters,
        // Its words may hold paths and secrets; another option of the program is another model.
        command: sha256(canonicalJson(words)).slice(0, 16),
        ...(native ? { native } : {}),
        ...(sendSeed ? {} : { sendSeed }),
      },
      ...releaseParts({ concurrency: 8, ...options }),
      ...(native ? { sendsForm: true } : {}),
      ask: (request) =>
        askClient(request, { deadlineMs, late }, who, where, async (signal) => {
          const { line, said } = await program.ask(
            {
              ...promptFields(format, request.prompt),
              parameters,
              ...(sendSeed ? { seed: request.seed } : {}),
              ...(native ? request.form : {}),
            },
            signal,
          )
          return readAnswer(said, who, (wrong) => `${where}: ${wrong}: ${quote(line, 200)}`)
        }),
      close: program.close,
    }
  },
)

/** This names the options that help where a program takes too long. */
const LATE =
  'deadlineMs of fromCommand allows more time, a lower concurrency asks less at once, and showStderr: true shows what the program writes'

/** Says that a program has not answered yet. Its further words may hold secrets. */
function silent(program: string, seconds: number, deadlineMs: number): string {
  return (
    `${program} has not answered anything since it was started ${seconds} s ago; a question is waited for ${deadlineMs / 1000} s ` +
    '(deadlineMs of fromCommand). showStderr: true shows what it writes to standard error'
  )
}

/** Returns the program and the first of its words that is no option, without folders. */
function nameOf([program = '', ...words]: readonly string[]): string {
  const first = words.find((word) => !word.startsWith('-'))
  return [program, ...(first === undefined ? [] : [first])].map((word) => basename(word)).join(' ')
}

function revisionOf({ revision, revisionOf: files }: CommandOptions, cwd: string): string | null {
  if (files === undefined) return revision ?? null
  if (revision !== undefined) throw new UsageError('fromCommand: give revision or revisionOf, not both')
  if (files.length === 0) throw new UsageError('fromCommand: revisionOf names no file')
  const missing = files.find((file) => !existsSync(resolve(cwd, file)) || !statSync(resolve(cwd, file)).isFile())
  if (missing !== undefined)
    throw new UsageError(`fromCommand: revisionOf: there is no file ${quote(missing)} in ${cwd}`)
  return filesDigest(cwd, [...new Set(files)].toSorted())
}

/** Adds to a prompt of messages its parts, so that the shortest program reads `prompt` alone. */
function promptFields(format: PromptFormat, prompt: string): Message {
  if (!format.messages) return { prompt }
  const messages = messagesSent(format, prompt)
  const system = messages.find(({ role }) => role === 'system')?.content
  return { prompt: messages.at(-1)?.content ?? '', ...(system === undefined ? {} : { system }), messages }
}

/** Reads the program's line. Throws `EndpointError` for one that is no answer, with `wrong` and the line. */
function readAnswer(said: Message, asked: Identity, wrong: (why: string) => string): Answer | Rejection {
  const { text, finish = null, usage, model, error, outcome, reason } = said
  const refuse = (why: string): EndpointError => new EndpointError(wrong(why), { blames: 'configuration' })
  const who = typeof model === 'string' && model !== '' ? { ...asked, model } : asked
  if (error !== undefined && error !== null) {
    const { message, retryable } = Object(error) as { message?: unknown; retryable?: unknown }
    const words = typeof error === 'string' ? error : message
    const told = wrong(
      typeof words === 'string' ? `it answers with the error ${quote(words, 300)}` : 'it answers with an error',
    )
    throw retryable === true ? new RetryableError(told) : new Error(told)
  }
  if (outcome !== undefined) {
    // The release's guard checks whether it is one of the outcomes.
    return {
      outcome: outcome as Rejection['outcome'],
      reason: typeof reason === 'string' ? reason : String(outcome),
      who,
    }
  }
  if (typeof text !== 'string') throw refuse('its answer has no text')
  if (finish !== null && typeof finish !== 'string') throw refuse('finish of its answer is no text')
  const { input, output, reasoning } = Object(usage) as Record<string, unknown>
  const thought = count(reasoning)
  return {
    text,
    finish: finishReason(finish),
    tokens: { input: count(input), output: count(output), ...(thought === null ? {} : { reasoning: thought }) },
    who,
  }
}
