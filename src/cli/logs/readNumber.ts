import { UsageError } from '../../core/words/index.ts'
import type { CommandCall } from '../command.ts'

/** A number among a command's options, strictly between two ends; `undefined` if left out. Throws `UsageError`. */
export function readNumber(
  values: CommandCall['values'],
  name: string,
  { above, below }: { readonly above: number; readonly below: number },
): number | undefined {
  const written = values[name]
  if (written === undefined) return undefined
  const value = typeof written === 'string' && written.trim() !== '' ? Number(written) : Number.NaN
  if (value > above && value < below) return value
  const [low, high] = [Math.round(above * 1e6) / 1e6, Math.round(below * 1e6) / 1e6]
  throw new UsageError(
    `--${name} ${JSON.stringify(written)}: must be a number between ${low} and ${high}, e.g. --${name} 0.02`,
  )
}
