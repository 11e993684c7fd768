/** A made-up task whose answers are known, for tests of what is measured. */
import type { MeasurePlan, Observation } from '../types/index.ts'

/** A plan over so many examples and three seen and three unseen variants of three families. */
export function samplePlan(examples: number, changes: Partial<MeasurePlan> = {}): MeasurePlan {
  const variants = ['s1', 's2', 's3', 'u1', 'u2', 'u3'].map((id, at) => ({
    id,
    family: ['imperative', 'question', 'polite'][at % 3]!,
    seen: id.startsWith('s'),
  }))
  return {
    task: 'qa',
    taskHash: 'a'.repeat(64),
    kind: 'boolean-qa',
    seed: '7',
    budget: 2 * 6 * examples,
    trials: 2,
    canonical: 's1',
    labels: null,
    examples,
    variants,
    notApplicable: [],
    figures: 2,
    ...changes,
  }
}

/** What came back for a cell: an answer, or `null` for one that cannot be read. The gold answer is `yes`. */
export function sampleCell(example: string, variant: string, trial: number, answer: string | null): Observation {
  return {
    task: 'qa',
    release: 'v2',
    example,
    group: example,
    variant,
    trial,
    key: `${example}/${variant}`,
    gold: 'yes',
    raw: answer ?? '?',
    answer,
    outcome: answer === null ? 'unparseable' : 'answered',
    score: answer === 'yes' ? 1 : 0,
    who: { model: 'm', revision: '1' },
    tokens: { input: null, output: null },
  }
}

/** Every cell of a plan, answered by `say`; `trials` of each. */
export function sampleCells(
  { variants, trials }: MeasurePlan,
  examples: number,
  say: (example: number, variant: string, trial: number) => string | null,
): Observation[] {
  return Array.from({ length: examples }, (_, at) =>
    variants.flatMap(({ id }) =>
      Array.from({ length: trials }, (_trial, trial) => sampleCell(`e${at}`, id, trial, say(at, id, trial))),
    ),
  ).flat()
}

/**
 * Seen variants are right; `u1` is wrong on every fifth example, `u2` on every second, `u3` gives no answer on every tenth.
 */
export function sampleAnswer(example: number, variant: string): string | null {
  if (variant === 'u1') return example % 5 === 0 ? 'no' : 'yes'
  if (variant === 'u2') return example % 2 === 0 ? 'no' : 'yes'
  if (variant === 'u3') return example % 10 === 3 ? null : 'yes'
  return 'yes'
}
