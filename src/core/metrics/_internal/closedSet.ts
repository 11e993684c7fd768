import type { MetricTask } from '../metric.ts'

/** Task kinds whose answers are chosen from a closed set. */
const CLOSED = new Set(['boolean-qa', 'multiple-choice', 'relation-extraction', 'text-classification'])

/** Why a comparison of texts says nothing about a task whose answers are chosen; `null` where they are free. */
export function closedSetComplaint({ kind }: MetricTask): string | null {
  return CLOSED.has(kind) ? 'answers are chosen from a closed set: accuracy says the same' : null
}
