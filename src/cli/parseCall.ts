import { parseArgs } from 'node:util'
import { didYouMean, messageOf } from '../core/text/index.ts'
import { UsageError } from '../core/words/index.ts'
import type { Command, CommandCall } from './command.ts'

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
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
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
