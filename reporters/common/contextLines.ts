import { money } from '../../src/core/cost/index.ts'
import { counted } from '../../src/core/text/index.ts'
import type { RunContext, RunUsage } from '../../src/core/types/index.ts'

/** Says what the run cost and where it ran, a sentence a line. */
export function contextLines(context: RunContext): string[] {
  const { calls, tests, tracing } = context
  const versions = Object.entries(context.versions).map(([name, version]) => `${name} ${version}`)
  return [
    `${context.startedAt}, ${(context.durationMs / 1000).toFixed(1)} s, ` +
      `${counted(calls.made, 'call')} made, ${calls.reused} reused, ${calls.retried} retried`,
    ...(context.ranges ? [rangesLine(context.ranges)] : []),
    ...(context.usage ? usageLines(context.usage) : []),
    `tests: ${tests.passed} passed, ${tests.failed} failed, ${tests.skipped} skipped; exit code ${context.exitCode}`,
    [...versions, ...(context.commit === null ? [] : [`commit ${context.commit.slice(0, 12)}`])].join(', '),
    ...(tracing.length > 0 ? [`Tracing is on and sends prompts elsewhere: ${tracing.join(', ')}`] : []),
    ...(context.warnings ?? []),
  ].filter((line) => line !== '')
}

/** Says what the shards that asked ranges of the claims' plans spent, and what of it is no evidence. */
function rangesLine({ count, missing, answers, beyond }: NonNullable<RunContext['ranges']>): string {
  const gone = missing.length === 0 ? '' : `; without range ${missing.join(', ')}`
  return (
    `merged from ${counted(count, 'range')} of each plan${gone}: ${counted(answers, 'answer')}, ` +
    `${beyond} of them beyond the stops of their claims (calls spent, no evidence)`
  )
}

/** Says what the calls of a run took: tokens, money where there is a price, latencies, and the budget. */
export function usageLines({ tokens, cost, latencyMs, budget }: RunUsage): string[] {
  const { input, output, reasoning, estimated } = tokens
  const thought = reasoning > 0 ? ` (${reasoning} of them reasoning)` : ''
  const guessed = estimated > 0 ? `, estimated for ${counted(estimated, 'answer')} whose endpoint reported none` : ''
  const parts = budget ? Object.entries(budget).map(([key, most]) => `${most} ${key}`) : []
  const took = [
    `tokens: ${input} in, ${output} out${thought}${guessed}`,
    ...(cost === null ? [] : [`cost: ${money(cost.amount, cost.currency)}`]),
  ]
  const pace = [
    ...(latencyMs === null
      ? []
      : [
          `latency of a call: median ${ms(latencyMs.p50)}, 90% under ${ms(latencyMs.p90)}, 99% under ${ms(latencyMs.p99)}`,
        ]),
    ...(parts.length > 0 ? [`budget of the run: ${parts.join(', ')}`] : []),
  ]
  return [took.join('; '), ...pace]
}

function ms(value: number): string {
  return value >= 1000 ? `${(value / 1000).toFixed(1)} s` : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
}
