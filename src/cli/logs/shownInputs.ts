import type { Counterexample } from '../../core/types/index.ts'
import type { Decision } from '../../engine/index.ts'
import type { ColumnMap } from '../../models/recorded/formats/columns.ts'
import { readInputs } from '../../models/recorded/readLog.ts'
import type { LogParts } from './decideLogs.ts'

/** The decisions on a task with what their counterexamples asked, which was not kept of the log while it was read. */
export function shownInputs(
  { paired, baseline }: LogParts,
  decisions: readonly Decision[],
  cwd: string,
  columns?: ColumnMap,
): Decision[] {
  const shown = decisions.flatMap(({ result }) => result.counterexamples)
  const lines = new Map(
    shown.flatMap(({ example }) => {
      const logged = paired.before.get(example)?.[0]?.logged
      return logged?.input === '' && logged.content !== null ? [[example, logged.line] as const] : []
    }),
  )
  if (lines.size === 0) return [...decisions]
  const inputs = readInputs(baseline.file, cwd, new Set(lines.values()), columns)
  const withInput = (one: Counterexample): Counterexample => {
    const question = inputs.get(lines.get(one.example) ?? 0)
    return question === undefined ? one : { ...one, input: { question } }
  }
  return decisions.map(({ result, observations }) => {
    const counterexamples = result.counterexamples.map(withInput)
    return { observations, result: { ...result, counterexamples } }
  })
}
