/**
 * Measures the readers on the field's own files: `npm run bench:readers -- [folder] [--json]`. The folder (default
 * `../shared/data`) holds public datasets and template collections and is no part of this repository.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'

import { checkExample, findTaskKind } from '../src/core/tasks/index.ts'
import type { Instruction, Refusal, TaskKind } from '../src/core/types/index.ts'
import { datasetFormats, instructionFormats, readDataset } from '../src/sources/index.ts'
import { niv2Definitions } from '../src/sources/instructions/niv2.ts'
import { flanLists, flanTemplates } from '../src/sources/instructions/flan.ts'
import { promptsourceTemplates } from '../src/sources/instructions/promptsource.ts'
import { readSource } from '../src/sources/files/readSource.ts'
import { renderOwnRows } from './promptsourceRows.ts'

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const data = positionals[0] ?? join(import.meta.dirname, '../../shared/data')
if (!existsSync(data)) {
  console.error(`no folder ${data}: give the folder that holds boolq/, flan/, promptsource-t0/, …`)
  process.exit(2)
}
const kindOf = (name: string): TaskKind => findTaskKind(name)

const result = {
  datasets: [] as object[],
  promptsource: [] as object[],
  flan: [] as object[],
  naturalInstructions: [] as object[],
}
say('Formats\n')
for (const { name, summary } of [...datasetFormats, ...instructionFormats]) say(`${name}: ${summary}`)

say('\nDatasets: read, refused, and what the task itself cannot use\n')
const mmlu = readdirSync(join(data, 'mmlu')).filter((file) => file.endsWith('.csv'))
const datasets: [string, string][] = [
  ['relation-extraction', 'semeval2010-task8/TEST_FILE_FULL.TXT'],
  ['relation-extraction', 'semeval2010-task8/TRAIN_FILE.TXT'],
  ['relation-extraction', 'fewrel/val_wiki.first50.json'],
  ['boolean-qa', 'boolq/dev.jsonl'],
  ...mmlu.map((file): [string, string] => ['multiple-choice', `mmlu/${file}`]),
]
const totals = new Map<string, number>()
for (const [kind, file] of datasets) {
  const start = performance.now()
  const labelNames = file.startsWith('fewrel') ? { labelNames: join(data, 'fewrel/pid2name.json') } : {}
  const { examples, refused, labels, format } = readDataset({
    file: join(data, file),
    onRefused: 'list',
    ...labelNames,
  })
  const ms = Math.round(performance.now() - start)
  const unfit = examples.flatMap((example) => {
    const reason = checkExample(kindOf(kind), example, { labels })
    return reason === null ? [] : [`${example.at?.line}: ${reason}`]
  })
  totals.set(format, (totals.get(format) ?? 0) + examples.length)
  const groups = new Set(examples.map(({ group }) => group)).size
  result.datasets.push({ file, format, read: examples.length, groups, refused: refused.length, unfit })
  say(`${file}: ${examples.length} read as ${format} (${groups} groups, ${ms} ms), ${refused.length} refused`)
  for (const fault of unfit) say(`  ${kind} cannot use ${file}:${fault}`)
}
say(`\n${[...totals].map(([format, total]) => `${format} ${total}`).join(', ')}`)

say('\npromptsource: templates rendered on a row of their dataset, and usable as instructions for the task\n')
const TASKS: Readonly<Record<string, string>> = {
  ade_corpus_v2: 'relation-extraction',
  docred: 'relation-extraction',
  squad_v2: 'extractive-qa',
  'super_glue/boolq': 'boolean-qa',
}
const root = join(data, 'promptsource-t0/templates')
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('templates.yaml'))
const [own, usable, reasons] = [tally(), tally(), new Map<string, number>()]
for (const file of files.toSorted()) {
  const path = join(root, file)
  const name = relative(root, join(path, '..')).replaceAll('\\', '/')
  const rows = renderOwnRows(path)
  own.add(rows.rendered, rows.refused.length)
  const kind = Object.entries(TASKS).find(([prefix]) => name.startsWith(prefix))?.[1] ?? 'multiple-choice'
  const { kept, refused } = sorted(promptsourceTemplates(readSource(path), kindOf(kind)))
  usable.add(kept, refused.length)
  result.promptsource.push({ name, kind, rendered: rows.rendered, templates: rows.total, usable: kept, refused })
  say(`${name}: ${rows.rendered} of ${rows.total} render on a row; ${kept} ask for ${kind}`)
  for (const reason of rows.refused) say(`  not rendered: ${reason}`)
  count(refused, reasons)
}
say(`\n${own.text('rendered on a row')}; ${usable.text('usable as instructions')}, refused because:`)
print(reasons)

say('\nFLAN: templates usable as instructions for a task of ours\n')
const FLAN: Readonly<Record<string, string>> = {
  bool_q: 'boolean-qa',
  arc: 'multiple-choice',
  openbookqa: 'multiple-choice',
  cosmos_qa: 'multiple-choice',
  squad_v1: 'extractive-qa',
  squad_v2: 'extractive-qa',
  drop: 'extractive-qa',
  quac: 'extractive-qa',
  coqa: 'extractive-qa',
  multirc: 'boolean-qa',
  record: 'multiple-choice',
  natural_questions: 'free-answer',
  trivia_qa: 'free-answer',
}
const flan = join(data, 'flan/flan2021_templates.json')
const [flanUsable, flanReasons, flanShows] = [tally(), [] as Named[], [] as Named[]]
for (const [select, kind] of Object.entries(FLAN)) {
  const found = flanTemplates(readSource(flan), kindOf(kind), select)
  const { kept, refused } = sorted(found)
  const inputs = flanLists(readSource(flan))[select] ?? []
  for (const { id } of found.instructions) {
    const [input = ''] = inputs[Number(/\d+$/.exec(id)?.[0]) - 1] ?? []
    const field = /\{(?:title|fact|background|response|query)\}/.exec(input)?.[0]
    if (field !== undefined) flanShows.push({ what: field, id })
  }
  for (const reason of refused) {
    const [, place = '', why = reason] = /^template (\d+) of "\w+" ([^]*)$/.exec(reason) ?? []
    flanReasons.push({ what: why, id: `${select}-${place}` })
  }
  flanUsable.add(kept, refused.length)
  result.flan.push({ list: select, kind, usable: kept, refused })
  say(`${select}: ${kept} ask for ${kind}, ${refused.length} refused`)
}
say(`\n${flanUsable.text('usable as instructions')}, refused because:`)
printIds(flanReasons)
say('\nUsable, with a field beside the question and its passage ({query} is the question of ReCoRD):')
printIds(flanShows)
const others = Object.keys(flanLists(readSource(flan))).filter((name) => !Object.hasOwn(FLAN, name))
say(`\n${others.length} lists for neither RE nor the QA kinds: ${others.join(', ')}`)

say('\nNatural Instructions: definitions usable as instructions for a task of ours\n')
const definitions = readSource(join(data, 'flan/niv2_re_qa_definitions.json'))
for (const kind of ['relation-extraction', 'boolean-qa', 'multiple-choice', 'extractive-qa']) {
  const { instructions, refused } = niv2Definitions(definitions, kindOf(kind))
  const why = new Map<string, number>()
  result.naturalInstructions.push({ kind, usable: instructions.length, refused: refused.map(({ reason }) => reason) })
  for (const { reason } of refused) {
    const general = reason
      .replace(/^definition "[^"]*" /, '')
      .replace(/answered "[^]*", not/, 'answered otherwise, not')
    why.set(general, (why.get(general) ?? 0) + 1)
  }
  say(`${kind}: ${instructions.length} of ${instructions.length + refused.length} usable; refused because:`)
  print(why)
}

if (values.json) console.log(JSON.stringify(result, null, 2))

/** Prints the table, unless it is wanted as data. */
function say(text: string): void {
  if (!values.json) console.log(text)
}

function sorted(found: { readonly instructions: readonly Instruction[]; readonly refused: readonly Refusal[] }) {
  return { kept: found.instructions.length, refused: found.refused.map(({ reason }) => reason) }
}

function tally() {
  let [kept, left] = [0, 0]
  return {
    add: (more: number, refused: number) => void ([kept, left] = [kept + more, left + refused]),
    text: (what: string) => `${kept} ${what}, ${left} refused`,
  }
}

function count(refused: readonly string[], into: Map<string, number>): void {
  for (const reason of refused) {
    const general = reason.replace(/^template (?:"[^"]*"|\d+ of "[^"]*") /, '')
    into.set(general, (into.get(general) ?? 0) + 1)
  }
}

interface Named {
  readonly what: string
  readonly id: string
}

function printIds(templates: readonly Named[]): void {
  const groups = [...Map.groupBy(templates, ({ what }) => what)].toSorted((a, b) => b[1].length - a[1].length)
  for (const [what, all] of groups) say(`  ${all.length} × ${what}: ${all.map(({ id }) => id).join(', ')}`)
}

function print(refusals: ReadonlyMap<string, number>): void {
  for (const [reason, times] of [...refusals].toSorted((a, b) => b[1] - a[1])) say(`  ${times} × ${reason}`)
}
