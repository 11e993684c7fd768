import { didYouMean } from '../core/text/index.ts'
import { UsageError } from '../core/types/index.ts'
import { commandGroups, commands } from './commandGroups.ts'
import { type CliIo, type Command, parseCall } from './common/command.ts'
import { version } from './common/version.ts'
import { commandHelp, mainHelp } from './help.ts'

/** Runs a command line: finds the command, parses its arguments, runs it. Returns the exit code and never throws. */
export async function runCli(args: readonly string[], io: CliIo): Promise<number> {
  try {
    return await dispatch(args, io)
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`${error.message}\n`)
      return 2
    }
    io.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    return 3
  }
}

async function dispatch(args: readonly string[], io: CliIo): Promise<number> {
  const [first] = args
  if (first === undefined) {
    io.err(mainHelp(commandGroups))
    return 2
  }
  if (first === '--version' || first === '-v') {
    io.out(`${await version()}\n`)
    return 0
  }
  const asked = first === 'help' ? args.slice(1) : args
  const found = findCommand(asked)
  if (found === null) {
    const whole = asked.length === 0 || asked[0] === '--help' || asked[0] === '-h'
    if (!whole) throw unknown(asked)
    io.out(mainHelp(commandGroups))
    return 0
  }
  const { command, rest } = found
  if (first === 'help' || rest.includes('--help') || rest.includes('-h')) {
    io.out(commandHelp(command))
    return 0
  }
  return command.run(parseCall(command, rest), io)
}

/** Finds the command whose name the arguments begin with. Names of two words are tried first. */
function findCommand(args: readonly string[]): { command: Command; rest: readonly string[] } | null {
  for (const words of [2, 1]) {
    const command = commands.find(({ name }) => name === args.slice(0, words).join(' '))
    if (command) return { command, rest: args.slice(words) }
  }
  return null
}

function unknown(args: readonly string[]): UsageError {
  const names = commands.map(({ name }) => name)
  const [first = ''] = args
  const group = names.filter((name) => name.startsWith(`${first} `))
  const written = group.length > 0 ? args.slice(0, 2).join(' ') : first
  return new UsageError(`No command "${written}"${didYouMean(written, group.length > 0 ? group : names)}`)
}
