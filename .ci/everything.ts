/** The data of the project in which everything public is used, and a use of each command. */
import { dataset, instructionSet } from '../src/integration/fakeProject.testing.ts'
import { SAMPLES } from '../src/sources/datasets/formats.testing.ts'

const EXAMPLES = 120

const lines = (item: (index: number) => object): string =>
  Array.from({ length: EXAMPLES }, (_, index) => `${JSON.stringify(item(index))}\n`).join('')
const request = (gold: (index: number) => unknown, words = 'the city is'): string =>
  lines((index) => {
    const right = gold(index)
    const input = { request: `Item ${index}: ${words} C${index}.` }
    return { input, gold: typeof right === 'string' ? right : JSON.stringify(right) }
  })
const set = (task: string, text: string): string => `set: ${task}
task: ${task}
licence: Apache-2.0
author: a user
reviewed: { by: a user, on: '2026-11-21' }
canonical: s1
instructions:
  - { id: s1, family: plain, text: 'Do this: ${text}' }
  - { id: s2, family: polite, text: 'Please do this: ${text}' }
  - { id: u1, family: terse, text: '${text}' }
`

export const DATA: Readonly<Record<string, string>> = {
  'samples.json': JSON.stringify(SAMPLES),
  'data/qa.jsonl': dataset(EXAMPLES),
  'data/qa.yaml': instructionSet(),
  'data/other.jsonl': dataset(EXAMPLES).replaceAll('Item', 'Thing'),
  'data/mc.jsonl': lines((index) => ({
    input: { question: `Item ${index} says ${index % 3 === 0 ? 'yes' : 'no'}. Is it so?` },
    options: ['yes it is', 'no it is'],
    gold: index % 3 === 0 ? 'A' : 'B',
  })),
  'data/mc.yaml': set('multiple-choice', '{question} {options}'),
  'data/schema.json': '{"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}}',
  'data/tools.json': '[{"name": "find", "parameters": {"type": "object", "required": ["city"]}}, {"name": "stop"}]',
  'data/so.jsonl': request((index) => ({ city: `C${index}` })),
  'data/so.yaml': set('structured-output', '{request} {schema}'),
  'data/tc.jsonl': request((index) => ({ name: 'find', arguments: { city: `C${index}` } })),
  'data/tc.yaml': set('tool-calls', '{request} {tools}'),
  'data/rh.jsonl': request(() => 'refuse', 'do harm in'),
  'data/rh.yaml': set('request-handling', '{request}'),
  'labels.jsonl': lines((index) => ({ question: `q${index}`, reference: 'yes', answer: 'yes', human: true })),
  'rubric.md': 'Your verdict, yes or no. {question} {reference} {answer}\n',
}

/** A command line for each command, in an order in which each finds what it reads, with the exit codes that are right. */
export const COMMANDS: Readonly<Record<string, { readonly line: string; readonly codes?: readonly number[] }>> = {
  list: { line: 'list' },
  init: { line: 'init --pack yes-no' },
  doctor: { line: 'doctor' },
  plan: { line: 'plan --release v1', codes: [0, 2] },
  'baseline accept': { line: 'baseline accept --release v1 --yes' },
  'baseline show': { line: 'baseline show' },
  claims: { line: 'claims' },
  gate: { line: 'gate' },
  report: { line: 'report --verify' },
  show: { line: 'show CELL' },
  export: { line: 'export --format csv --output cells.csv' },
  measure: { line: 'measure --cells 200 --release v2' },
  compare: { line: 'compare FIRST LATEST' },
  history: { line: 'history' },
  'history list': { line: 'history list' },
  'history first-broken': { line: 'history first-broken toStayAbove' },
  'history drift': { line: 'history drift' },
  'history add': { line: 'history add' },
  'history rebuild': { line: 'history rebuild' },
  'store list': { line: 'store list' },
  'store verify': { line: 'store verify' },
  'store export': { line: 'store export --format csv --output answers.csv' },
  'store merge': { line: 'store merge' },
  'store send': { line: 'store send', codes: [2] },
  'store fetch': { line: 'store fetch', codes: [2] },
  'store prune': { line: 'store prune --older-than 1' },
  paraphrase: { line: 'paraphrase data/rh.yaml s1 --release ./models.ts#writer --count 2' },
  review: { line: 'review data/rh.yaml' },
  judge: { line: 'judge labels.jsonl --release ./models.ts#writer --rubric rubric.md --output judge.json' },
  'baseline rollback': { line: 'baseline rollback --reason none', codes: [2] },
}
