import { parseArgs } from 'node:util'
import { didYouMean, messageOf } from '../core/text/index.ts'
import { UsageError } from '../core/types/index.ts'
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

/** `--verify` becomes `--verify=`, and `--verify 3f9a…` becomes `--verify=3f9a…`, which `parseArgs` cannot tell apart. */
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
