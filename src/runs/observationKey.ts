import type { Observation } from '../core/types/index.ts'

/** The cell key that reports print and `show` takes: `release/task/example/variant/trial`. */
export function observationKey(cell: Pick<Observation, 'release' | 'task' | 'example' | 'variant' | 'trial'>): string {
  return `${cell.release}/${cell.task}/${cell.example}/${cell.variant}/${cell.trial}`
}
