import { stringify } from 'yaml'
import { visible } from '../src/core/report/index.ts'
import { claimFigures } from '../src/core/wording/index.ts'
import type { ClaimResult, Run } from '../src/core/words/index.ts'
import type { RenderOptions } from './render.ts'

/** Texts in quotes, on one line each: none can mean anything but itself. */
const YAML = { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' } as const

/**
 * A run as the `model-index` of a model card: metadata to put between the `---` lines of the model's README.md. A result
 * for each claim that was measured, with its bounds, limit and verdict beside the estimate, which is biased where the
 * claim stopped early. `datasets` gives the tasks' names on the Hub; a task without one goes by its own name.
 *
 * https://github.com/huggingface/hub-docs/blob/main/modelcard.md
 */
export function huggingface({ evidence }: Run, { datasets = {} }: RenderOptions = {}): string {
  const kinds = new Map(evidence.tasks.map(({ name, kind }) => [name, kind]))
  const results = evidence.claims.flatMap((claim) => {
    const { estimate, spec } = claim
    if (estimate === null) return []
    return [
      {
        task: { type: TASKS[kinds.get(spec.task) ?? ''] ?? 'text-generation', name: spec.task },
        dataset: { type: (Object.hasOwn(datasets, spec.task) && datasets[spec.task]) || spec.task, name: spec.task },
        metrics: [
          {
            type: spec.statistic.replaceAll(/\W+/g, '_'),
            value: estimate,
            name: visible(claim.title),
            args: argsOf(claim),
          },
        ],
      },
    ]
  })
  return stringify({ 'model-index': [{ name: evidence.candidate.name, results }] }, YAML)
}

function argsOf(claim: ClaimResult) {
  const { interval, spec, alpha, verdict, examples, cells } = claim
  return {
    verdict,
    limit: spec.limit,
    sense: spec.sense,
    lower: interval[0],
    upper: interval[1],
    level: Number((1 - 2 * alpha).toPrecision(12)),
    examples,
    cells,
    bound: claimFigures(claim),
  }
}

/** The Hub's names for our kinds of task: https://huggingface.co/tasks */
const TASKS: Readonly<Record<string, string>> = {
  'relation-extraction': 'text-classification',
  'text-classification': 'text-classification',
  'boolean-qa': 'question-answering',
  'multiple-choice': 'question-answering',
  'extractive-qa': 'question-answering',
  'free-answer': 'question-answering',
}
