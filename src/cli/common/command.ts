import { parseArgs, type ParseArgsConfig } from 'node:util'
import { didYouMean, messageOf } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'

/** The parts of the process that a command may use. They are passed in, so that tests can pass their own. */
export interface CliIo {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly env: Readonly<Record<string, string | undefined>>
  /** Working directory; the project. */
  readonly cwd: string
  /** True if both input and output are a terminal. */
  readonly tty: boolean
  /** Asks a yes-or-no question on the terminal. */
  readonly confirm: (question: string) => Promise<boolean>
  /** Asks for a line of text on the terminal; empty where the input ends. */
  readonly ask: (question: string) => Promise<string>
  /** Waits for one key on the terminal, in lower case; `q` where the input ends or Ctrl-C is pressed. */
  readonly pressKey: (question: string) => Promise<string>
}

/** The arguments of a call, parsed. */
export interface CommandCall {
  /** A list for an option that may be given several times. */
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
  readonly positionals: readonly string[]
}

/** One option as `node:util` parses it, with its line in the help. */
type CommandOption = NonNullable<ParseArgsConfig['options']>[string] & {
  readonly describe: string
  /** The word that stands for the value in the help. */
  readonly value?: string
  /**
   * The value may be left out, and is an empty text then. The next argument is taken as the value only where it matches
   * this pattern.
   */
  readonly valueLike?: RegExp
}

/** A command is one file and a line in `commandGroups`. */
export interface Command {
  /** One word or two, e.g. `baseline accept`. */
  readonly name: string
  readonly summary: string
  /** The arguments after the name, as the help shows them, e.g. `[run folder]`. */
  readonly takes: string
  /** The lines of the command's help: what it does, what it prints, examples. */
  readonly help: readonly string[]
  readonly options: Readonly<Record<string, CommandOption>>
  /** The most positional arguments; Infinity where they are handed on. */
  readonly most: number
  /** True if all arguments are handed on unread. */
  readonly raw?: boolean
  /** Returns the exit code: 0 pass, 1 fail, 2 usage, 3 inconclusive or infrastructure. Throws `UsageError`. */
  readonly run: (call: CommandCall, io: CliIo) => Promise<number>
}

/** Returns the text that an option was given; `undefined` where it was left out, or is a flag or a list. */
export function textOf(value: CommandCall['values'][string]): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Parses a command's arguments. Throws `UsageError` for an option it does not take and for too many arguments. */
export function parseCall(command: Command, args: readonly string[]): CommandCall {
  if (command.raw) return { values: {}, positionals: args }
  const { values, positionals } = parsed(command, args)
  if (positionals.length > command.most) {
    throw new UsageError(
      `${command.name} takes ${command.most === 0 ? 'no arguments' : command.takes}, not ${JSON.stringify(positionals[command.most])}`,
    )
  }
  return { values: values as CommandCall['values'], positionals }
}

function parsed({ name, options }: Command, args: readonly string[]) {
  try {
    return parseArgs({ args: withOptionalValues(args, options), options, allowPositionals: true, strict: true })
  } catch (error) {
    const message = messageOf(error)
    const [, written] = /^Unknown option '--?([^']+)'/.exec(message) ?? []
    if (written === undefined) throw new UsageError(`${name}: ${message}`)
    const hint = didYouMean(
      `--${written}`,
      Object.keys(options).map((option) => `--${option}`),
    )
    throw new UsageError(`${name} has no option --${written}${hint}`)
  }
}

/**
 * Writes optional values so that `parseArgs` can read them: `--verify` becomes `--verify=`, and `--verify 3f9a…`
 * becomes `--verify=3f9a…`.
 */
function withOptionalValues(args: readonly string[], options: Command['options']): string[] {
  const written: string[] = []
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!
    if (arg === '--') return [...written, ...args.slice(at)]
    const like = arg.startsWith('--') ? options[arg.slice(2)]?.valueLike : undefined
    if (like === undefined) written.push(arg)
    else written.push(like.test(args[at + 1] ?? '') ? `${arg}=${args[++at]}` : `${arg}=`)
  }
  return written
}
