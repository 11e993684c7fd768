import type { Command } from '../command.ts'

/** What may follow: words that are known, names that the package looks up, file names, or nothing that could be known. */
export type Values = readonly string[] | Lookup | 'files' | null

/** Names that `completion values` prints. */
export const LOOKUPS = ['runs', 'releases', 'claims'] as const
export type Lookup = (typeof LOOKUPS)[number]

/** One option as shells complete it. */
export interface CompletedOption {
  readonly long: string
  readonly short: string | null
  readonly describe: string
  /** `undefined`: it takes no value. */
  readonly values: Values | undefined
}

/** One command as shells complete it. */
export interface CompletedCommand {
  readonly name: string
  readonly summary: string
  readonly options: readonly CompletedOption[]
  readonly values: Values
}

/** What shells may complete, read off the registry: what an option or argument takes is told by its words in the help. */
export function completionOf(commands: readonly Command[]): CompletedCommand[] {
  return commands.map(({ name, summary, options, takes }) => ({
    name,
    summary,
    options: Object.entries(options).map(([long, { type, short, value = '', describe }]) => ({
      long: `--${long}`,
      short: short === undefined ? null : `-${short}`,
      describe,
      values: type === 'boolean' ? undefined : optionValues(long, value, describe),
    })),
    values: argumentValues(takes),
  }))
}

function optionValues(long: string, value: string, describe: string): Values {
  if (long === 'release' || value === 'release') return 'releases'
  if (long === 'run') return 'runs'
  if (long === 'format') return listed(describe)
  return /file|folder/.test(value) ? 'files' : null
}

/** `terminal (default), json or markdown` names three words, `csv or parquet; default: …` two; a sentence names none. */
function listed(describe: string): readonly string[] | null {
  const [list = ''] = /^[a-z-]+(?: \(default\))?(?:(?:, |; | or )[a-z-]+(?=,|;| or |$))*/.exec(describe) ?? []
  const words = list.replace(' (default)', '').split(/, |; | or /)
  return words.length > 1 ? words : null
}

function argumentValues(takes: string): Values {
  if (takes.includes('run folder') || takes.startsWith('<a>')) return 'runs'
  if (/\bclaim\b/.test(takes)) return 'claims'
  if (/^[a-z]+(\|[a-z]+)+$/.test(takes)) return takes.split('|')
  return /folder|file|set>|labels|vitest run/.test(takes) ? 'files' : null
}
