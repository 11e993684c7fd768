import { shellWord } from '../../core/report/shellWord.ts'
import type { CommandCall } from '../command.ts'

/** Options that say how a report is shown, and not what is decided. */
const SHOWN = new Set(['format', 'output'])

/** The options of a call as one would write them in a shell, sorted by name. */
export function commandLine(values: CommandCall['values']): string {
  return Object.entries(values)
    .filter(([name, value]) => typeof value === 'string' && !SHOWN.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `--${name} ${shellWord(String(value))}`)
    .join(' ')
}
