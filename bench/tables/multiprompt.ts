import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { metrics } from '../../src/core/metrics/index.ts'
import { metricOf, tableOf, type Table } from './table.ts'

interface Paraphrase {
  readonly correct: boolean
  readonly accs: Readonly<Record<string, number>>
}

const METRICS = { MaxP: metrics.maximum, AvgP: metrics.average, CPS: metrics.combinedPerformance }
const FILTERS = ['no filtering', 'correct paraphrases only'] as const

/**
 * Recomputes MaxP, AvgP and CPS per task and model from the accuracy of each paraphrase, over all of them and over those
 * that the authors checked to be correct, to 1e-9. (Mizrahi et al., TACL 2024, arXiv 2401.00595.)
 */
export function multipromptTables(folder: string): Table[] {
  const tasks = paraphrasesOf(folder)
  return Object.entries(METRICS).flatMap(([name, metric]) =>
    FILTERS.map((filter) => {
      const file = `open-source models ${name} (${filter}).csv`
      const [head = [], ...rows] = readFileSync(join(folder, 'metric_results', file), 'utf8')
        .trim()
        .split(/\r?\n/)
        .map((line) => line.split(','))
      const checks = rows.flatMap(([, task = '', ...figures], row) =>
        figures.flatMap((figure, at) => {
          if (figure === '') return [] // the model was not asked this task
          const model = head[at + 2] ?? ''
          const kept = (tasks.get(task.replaceAll(' ', '_')) ?? []).filter(
            ({ correct }) => correct || filter === 'no filtering',
          )
          const ours = metricOf(
            metric,
            kept.flatMap(({ accs }) => accs[model] ?? []),
          )
          return [
            { where: `${file}:${row + 2}`, about: `${task}, ${model}`, published: Number(figure), ours, within: 1e-9 },
          ]
        }),
      )
      return tableOf(`multiprompt ${name} (${filter})`, checks)
    }),
  )
}

function paraphrasesOf(folder: string): Map<string, Paraphrase[]> {
  const files = readdirSync(join(folder, 'aggregated'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.json'),
  )
  return new Map(
    files.map((path) => {
      const text = readFileSync(join(folder, 'aggregated', path), 'utf8')
      const { paraphrases } = JSON.parse(text) as { paraphrases: Record<string, Paraphrase> }
      return [path.replace(/^.*[\\/]/, '').replace(/\.json$/, ''), Object.values(paraphrases)]
    }),
  )
}
