import { stringify } from 'yaml'
import { visible } from '../src/core/report/index.ts'
import { claimFigures } from '../src/core/wording/index.ts'
import type { Run } from '../src/core/words/index.ts'
import type { RenderOptions } from './render.ts'

/** Texts in quotes, on one line each: none can mean anything but itself. */
const YAML = { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' } as const

/**
 * A run as a file of `.eval_results/` in a model's repository on the Hub. An entry names a benchmark of the Hub, so only
 * claims on tasks that `datasets` gives such a name are in it; a comment says which were left out.
 *
 * https://github.com/huggingface/hub-docs/blob/main/eval_results.yaml
 */
export function evalResults({ evidence, context }: Run, options: RenderOptions = {}): string {
  const { datasets = {}, context: shown = true } = options
  const known = (task: string) => Object.hasOwn(datasets, task) && datasets[task] !== ''
  const measured = evidence.claims.filter(({ estimate }) => estimate !== null)
  const entries = measured
    .filter(({ spec }) => known(spec.task))
    .map((claim) => ({
      dataset: { id: datasets[claim.spec.task], task_id: claim.spec.task },
      value: claim.estimate ?? 0,
      date: shown ? context.startedAt : undefined,
      notes: visible(
        `${claim.title}: ${claim.verdict}, ${claimFigures(claim)}; the value is biased if it stopped early`,
      ),
    }))
  const left = [...new Set(measured.map(({ spec }) => spec.task))].filter((task) => !known(task))
  return (
    left.map((task) => `# Left out, no benchmark of the Hub is named for it: ${visible(task)}\n`).join('') +
    stringify(entries, YAML)
  )
}
