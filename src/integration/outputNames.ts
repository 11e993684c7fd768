import { didYouMean } from '../core/text/index.ts'
import { UsageError } from '../core/words/index.ts'

/** Outputs for other programs, by name. */
export const OUTPUTS = ['github', 'gitlab', 'openmetrics', 'bencher', 'huggingface'] as const

export type OutputName = (typeof OUTPUTS)[number]

/** The outputs to write: those that were asked for, or `github` on GitHub Actions. Throws `UsageError`. */
export function readOutputs(asked: readonly string[] | undefined, env: NodeJS.ProcessEnv): readonly OutputName[] {
  if (asked === undefined) return env['GITHUB_ACTIONS'] === 'true' ? ['github'] : []
  if (!Array.isArray(asked)) throw new UsageError(`robustness({ outputs }): must be a list of ${OUTPUTS.join(', ')}`)
  for (const name of asked) {
    if ((OUTPUTS as readonly unknown[]).includes(name)) continue
    throw new UsageError(
      `robustness({ outputs }): unknown output ${JSON.stringify(name)}${didYouMean(String(name), OUTPUTS)}; it is one of ${OUTPUTS.join(', ')}`,
    )
  }
  return [...new Set(asked as readonly OutputName[])]
}
