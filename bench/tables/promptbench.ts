import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { metrics } from '../../src/core/metrics/index.ts'
import { metricOf, tableOf, type Check, type Table } from './table.ts'

/** One attacked prompt of the log, in percent. */
interface Attack {
  readonly where: string
  readonly dataset: string
  readonly attack: string
  readonly prompt: string
  readonly original: number
  readonly attacked: number
  readonly dropped: number
}

interface Log {
  /** `dataset\nprompt` -> accuracies in the list of clean prompts. */
  readonly clean: ReadonlyMap<string, readonly number[]>
  readonly attacks: readonly Attack[]
}

/** Half a unit of the last printed digit, and what floating point adds. */
const HALF = 0.005 + 1e-9

/**
 * Recomputes two figures of each attacked prompt: its accuracy before the attack, as in the list of clean prompts, and the
 * dropped accuracy, as performance drop rate times the accuracy before. Both are printed in percent with two decimals, so
 * the number of right answers is recovered first. (Zhu et al., PromptRobust, arXiv 2306.04528.)
 */
export function promptbenchTables(folder: string): Table[] {
  return ['t5_zeroshot.md', 't5_fewshot.md'].flatMap((file) => {
    const log = readLog(folder, file)
    return [
      tableOf(
        `promptbench ${file}, accuracy before the attack`,
        log.attacks.map((attack) => checkOriginal(attack, log)),
      ),
      tableOf(`promptbench ${file}, dropped accuracy`, checkDropped(log)),
    ]
  })
}

function checkOriginal({ where, dataset, attack, prompt, original }: Attack, { clean }: Log): Check {
  const listed = clean.get(`${dataset}\n${prompt}`) ?? []
  const ours = listed.toSorted((a, b) => Math.abs(a - original) - Math.abs(b - original))[0] ?? Number.NaN
  const about = `${dataset}, ${attack}`
  const inconsistent = 'the same prompt stands in the log with two accuracies'
  return { where, about, published: original, ours, within: 1e-9, ...(listed.length > 0 && { inconsistent }) }
}

function checkDropped({ attacks }: Log): Check[] {
  const byDataset = [...Map.groupBy(attacks, ({ dataset }) => dataset).values()]
  return byDataset.flatMap((ofDataset) => {
    const examples = examplesBehind(ofDataset.flatMap(({ original, attacked }) => [original, attacked]))
    const exact = (percent: number) =>
      examples === null ? percent : (Math.round((percent * examples) / 100) / examples) * 100
    return ofDataset.map(({ where, dataset, attack, original, attacked, dropped }): Check => {
      const before = exact(original)
      const rate = metricOf(metrics.dropRate, [before / 100, exact(attacked) / 100])
      const ours = before === 0 ? 0 - exact(attacked) : rate * before
      const size = examples === null ? 'scores, not counts' : `${examples} examples`
      return {
        where,
        about: `${dataset}, ${attack}, ${size}`,
        published: dropped,
        ours: Number(ours.toFixed(4)),
        within: examples === null ? 1e-4 : HALF,
        // each of the three figures may be half a digit off
        ...(examples === null && { rounding: 3 * HALF }),
        // whatever the formula, three figures of one line of the log
        ...(Math.abs(original - attacked - dropped) > 3 * HALF && {
          inconsistent: `the log's own ${original} − ${attacked} is not ${dropped}`,
        }),
      }
    })
  })
}

/**
 * Finds the least number of examples of which every percentage is a share; `null` where they are no shares of up to 1,000.
 */
function examplesBehind(percentages: readonly number[]): number | null {
  for (let n = 1; n <= 1000; n++) {
    if (percentages.every((percent) => Math.abs((Math.round((percent * n) / 100) / n) * 100 - percent) <= HALF))
      return n
  }
  return null
}

function readLog(folder: string, file: string): Log {
  const clean = new Map<string, number[]>()
  const attacks: Attack[] = []
  let [dataset, attack, prompt] = ['', '', '']
  for (const [at, line] of readFileSync(join(folder, file), 'utf8').split(/\r?\n/).entries()) {
    if (line.startsWith('## ')) attack = line.slice(3).trim()
    else if (line.startsWith('# ')) dataset = line.slice(2).trim()
    else if (line.startsWith('Original prompt: ')) prompt = line.slice('Original prompt: '.length).trim()
    const listed = /^Acc: ([\d.]+)%, prompt: (.*)$/.exec(line)
    if (listed) {
      const key = `${dataset}\n${listed[2]!.trim()}`
      clean.set(key, [...(clean.get(key) ?? []), Number(listed[1])])
    }
    const found = /^Original acc: ([\d.]+)%, attacked acc: ([\d.]+)%, dropped acc: (-?[\d.]+)%/.exec(line)
    if (!found) continue
    const [original, attacked, dropped] = found.slice(1).map(Number) as [number, number, number]
    attacks.push({ where: `${file}:${at + 1}`, dataset, attack, prompt, original, attacked, dropped })
  }
  return { clean, attacks }
}
