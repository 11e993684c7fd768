import { counted } from '../src/core/text/index.ts'
import type { RunContext } from '../src/core/types/index.ts'
import { usageLines } from './usageLines.ts'

/** What the run cost and where it ran, a sentence a line. */
export function contextLines(context: RunContext): string[] {
  const { calls, tests, tracing } = context
  const versions = Object.entries(context.versions).map(([name, version]) => `${name} ${version}`)
  return [
    `${context.startedAt}, ${(context.durationMs / 1000).toFixed(1)} s, ` +
      `${counted(calls.made, 'call')} made, ${calls.reused} reused, ${calls.retried} retried`,
    ...(context.usage ? usageLines(context.usage) : []),
    `tests: ${tests.passed} passed, ${tests.failed} failed, ${tests.skipped} skipped; exit code ${context.exitCode}`,
    [...versions, ...(context.commit === null ? [] : [`commit ${context.commit.slice(0, 12)}`])].join(', '),
    ...(tracing.length > 0 ? [`Tracing is on and sends prompts elsewhere: ${tracing.join(', ')}`] : []),
    ...(context.warnings ?? []),
  ].filter((line) => line !== '')
}
