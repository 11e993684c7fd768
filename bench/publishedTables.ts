/**
 * Recomputes published tables from their raw files with the formulas of `src/core/metrics` and counts the cells that
 * come out equal: MaxP, AvgP and CPS of Mizrahi et al. (TACL 2024) to 1e-9, attacked and dropped accuracies of
 * PromptRobust to their last digit
 * (its accuracies are published rounded, so a drop of two rounded ones may be 0.01 off: marked as rounding). The data lies outside the repository; without it this says so and ends.
 *
 *   node bench/publishedTables.ts [--data ../shared/data] [--json]
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { combinedPerformanceOf, dropRateOf, greatest, mean } from '../src/core/metrics/formulas.ts'

interface Table {
  readonly table: string
  readonly equal: number
  readonly cells: number
  /** Cells that differ, in words. */
  readonly differing: readonly string[]
}

const { values } = parseArgs({
  options: { data: { type: 'string', default: '../shared/data' }, json: { type: 'boolean', default: false } },
})
const MULTI = join(values.data, 'multiprompt')
const BENCH = join(values.data, 'promptbench')
const absent = [MULTI, BENCH].filter((folder) => !existsSync(folder))

if (absent.length > 0) {
  console.error(`No published tables to recompute: ${absent.join(' and ')} is absent. Name the folder with --data.`)
  process.exitCode = 2
} else {
  const tables = [...multiprompt(), ...promptbench()]
  const equal = tables.reduce((sum, table) => sum + table.equal, 0)
  const cells = tables.reduce((sum, table) => sum + table.cells, 0)
  if (values.json) console.log(JSON.stringify({ tables, equal, cells }, null, 2))
  else {
    for (const table of tables) {
      console.log(`${table.table}: ${table.equal} equal / ${table.cells} in the table`)
      for (const line of table.differing) console.log(`  differs: ${line}`)
    }
    console.log(`total: ${equal} equal / ${cells} in the tables`)
  }
  if (equal < cells) process.exitCode = 1
}

function tableOf(table: string, checks: readonly { where: string; published: number; ours: number; within: number }[]) {
  const wrong = checks.filter(({ published, ours, within }) => !(Math.abs(published - ours) <= within))
  const differing = wrong.map(({ where, published, ours }) => {
    const rounding = Math.abs(published - ours) < 0.0101 ? ' (rounding)' : ''
    return `${where}: published ${published}, recomputed ${ours}${rounding}`
  })
  return { table, equal: checks.length - wrong.length, cells: checks.length, differing } satisfies Table
}

function multiprompt(): Table[] {
  const raw = new Map<string, { correct: boolean; accs: Record<string, number> }[]>()
  for (const path of readdirSync(join(MULTI, 'aggregated'), { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.json')) continue
    const name = path.replace(/^.*[\\/]/, '').replace(/\.json$/, '')
    const { paraphrases } = JSON.parse(readFileSync(join(MULTI, 'aggregated', path), 'utf8')) as {
      paraphrases: Record<string, { correct: boolean; accs: Record<string, number> }>
    }
    raw.set(name, Object.values(paraphrases))
  }
  const formulas = { MaxP: greatest, AvgP: mean, CPS: combinedPerformanceOf }
  return Object.entries(formulas).flatMap(([metric, formula]) =>
    (['no filtering', 'correct paraphrases only'] as const).map((filter) => {
      const file = join(MULTI, 'metric_results', `open-source models ${metric} (${filter}).csv`)
      const [head = [], ...rows] = readFileSync(file, 'utf8')
        .trim()
        .split(/\r?\n/)
        .map((line) => line.split(','))
      const checks = rows.flatMap(([, task = '', ...figures]) =>
        figures.flatMap((figure, at) => {
          if (figure === '') return []
          const model = head[at + 2]!
          const paraphrases = raw.get(task.replaceAll(' ', '_')) ?? []
          const kept = paraphrases.filter(({ correct }) => correct || filter === 'no filtering')
          const ours = formula(kept.flatMap(({ accs }) => accs[model] ?? []))
          return [{ where: `${task}, ${model}`, published: Number(figure), ours, within: 1e-9 }]
        }),
      )
      return tableOf(`multiprompt ${metric} (${filter})`, checks)
    }),
  )
}

/**
 * Of each attacked prompt: the original accuracy against the list of clean prompts of its dataset, and the dropped
 * accuracy as drop rate × original, published with two decimals of a percentage.
 */
function promptbench(): Table[] {
  return ['t5_zeroshot.md', 't5_fewshot.md'].flatMap((file) => {
    const clean = new Map<string, number[]>()
    const original: Parameters<typeof tableOf>[1][number][] = []
    const dropped: Parameters<typeof tableOf>[1][number][] = []
    let [dataset, attack, prompt] = ['', '', '']
    for (const [at, line] of readFileSync(join(BENCH, file), 'utf8').split(/\r?\n/).entries()) {
      if (line.startsWith('## ')) attack = line.slice(3).trim()
      else if (line.startsWith('# ')) dataset = line.slice(2).trim()
      else if (line.startsWith('Original prompt: ')) prompt = line.slice('Original prompt: '.length).trim()
      const acc = /^Acc: ([\d.]+)%, prompt: (.*)$/.exec(line)
      if (acc) {
        const key = `${dataset}\n${acc[2]!.trim()}`
        clean.set(key, [...(clean.get(key) ?? []), Number(acc[1])])
      }
      const found = /^Original acc: ([\d.]+)%, attacked acc: ([\d.]+)%, dropped acc: (-?[\d.]+)%/.exec(line)
      if (!found) continue
      const [before, after, drop] = found.slice(1).map(Number) as [number, number, number]
      const where = `${file}:${at + 1} (${dataset}, ${attack})`
      const listed = clean.get(`${dataset}\n${prompt}`) ?? []
      const nearest = listed.toSorted((a, b) => Math.abs(a - before) - Math.abs(b - before))[0] ?? Number.NaN
      original.push({ where, published: before, ours: nearest, within: 1e-9 })
      const ours = Number(((dropRateOf(before, after) ?? Number.NaN) * before).toFixed(2))
      dropped.push({ where, published: drop, ours, within: 1e-9 })
    }
    return [
      tableOf(`promptbench ${file}, original accuracy as in the list of clean prompts`, original),
      tableOf(`promptbench ${file}, dropped accuracy`, dropped),
    ]
  })
}
