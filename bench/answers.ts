/**
 * Measures the readers on real outputs of language models: `npm run bench:answers -- [file.jsonl] [--json] [--list]`. The
 * file (default `../shared/data/answers/answers.jsonl`) holds texts with the answer that each commits to, annotated by
 * people, and is no part of this repository. Without it nothing is measured, which the first line says.
 *
 * Read right: of the texts that commit to an answer. Wrong: of all texts, also those that commit to none.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { findTaskKind } from '../src/core/tasks/index.ts'
import { wilson } from '../src/core/statistics/rateIntervals.ts'

interface Row {
  readonly id: string
  readonly kind: string
  readonly text: string
  readonly style: string
  readonly drawn?: string
  readonly options?: readonly string[]
  readonly labels?: Readonly<Record<string, string>>
  /** The answer that the text commits to; `null`: none. */
  readonly committed: string | null
}

interface Tally {
  group: string
  texts: number
  committed: number
  right: number
  missed: number
  wrong: number
}

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false }, list: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const file = positionals[0] ?? join(import.meta.dirname, '../../shared/data/answers/answers.jsonl')
if (!existsSync(file)) {
  console.log(
    values.json
      ? JSON.stringify({ skipped: `no file ${file}` })
      : `SKIPPED: no file ${file}; give one with annotated answers`,
  )
  process.exit(0)
}

const rows = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Row)
const read = rows.map((row) => {
  const input = { question: '', passage: '', text: '', sentence: '', head: '', tail: '' }
  const example = { id: row.id, group: row.id, input, gold: 'A', ...(row.options && { options: row.options }) }
  const reading = findTaskKind(row.kind).read(row.text, example, { labels: row.labels ?? null })
  const answer = reading.outcome === 'answered' ? reading.answer : null
  return { row, answer, reason: reading.outcome === 'answered' ? null : reading.reason }
})

const tables = {
  draw: tally(({ drawn }) => drawn ?? 'all'),
  task: tally(({ kind }) => kind),
  style: tally(({ kind, style }) => `${kind}, ${style}`),
}
if (values.json) console.log(JSON.stringify(tables, null, 2))
else for (const [name, groups] of Object.entries(tables)) print(`By ${name}`, groups)
if (values.list) {
  for (const { row, answer, reason } of read) {
    if (answer !== row.committed)
      console.log(JSON.stringify([row.id, { committed: row.committed, read: answer, reason }, row.text.slice(-200)]))
  }
}

function tally(groupOf: (row: Row) => string): Tally[] {
  const groups = new Map<string, Tally>()
  for (const { row, answer } of read) {
    const group = groupOf(row)
    const counts = groups.get(group) ?? { group, texts: 0, committed: 0, right: 0, missed: 0, wrong: 0 }
    counts.texts++
    if (row.committed !== null) counts.committed++
    if (answer === null) counts.missed += row.committed === null ? 0 : 1
    else if (answer === row.committed) counts.right++
    else counts.wrong++
    groups.set(group, counts)
  }
  return [...groups.values()].toSorted((a, b) => (a.group < b.group ? -1 : 1))
}

function print(title: string, groups: readonly Tally[]): void {
  console.log(`\n${title}\n`)
  console.log('| | texts | that commit | read right | missed | read wrong |\n| --- | --: | --: | --: | --: | --: |')
  for (const { group, texts, committed, right, missed, wrong } of groups)
    console.log(
      `| ${group} | ${texts} | ${committed} | ${share(right, committed)} | ${missed} | ${share(wrong, texts)} |`,
    )
}

/** Writes a share with its Wilson interval of 95%. */
function share(count: number, total: number): string {
  if (total === 0) return '-'
  const [low, high] = wilson(count, total, 0.95)
  return `${count} (${percent(count / total)}, ${percent(low)} to ${percent(high)})`
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)}%`
}
