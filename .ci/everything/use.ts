/**
 * Uses what the package exports for tasks, readers, adapters, formats, metrics and perturbations, a function for each name
 * of a registry, and prints the names whose use went well, as JSON. Runs in a project with the packed tarball.
 */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import * as api from 'vitest-robustness'
import * as models from 'vitest-robustness/models'
import { adapters, closeServer } from './adapters.ts'
import { formats, providers, studied } from './asked.ts'
import { labels, line, put, set } from './files.ts'
import { predictions, type Uses } from './predictions.ts'

interface Sample {
  readonly text: string
  readonly file: string
  readonly count: number
}

const samples = JSON.parse(readFileSync('samples.json', 'utf8')) as Record<string, Sample>
const RELATIONS = ['Other', 'Content-Container(e1,e2)', 'no_relation', 'per:city_of_birth', 'P1', 'P2']

const instructions = {
  re: set('relation-extraction', '{sentence} {head} {tail}?', labels(...RELATIONS)),
  yesNo: set('boolean-qa', '{passage} {question}'),
  choice: set('multiple-choice', '{question} {options}'),
  span: set('extractive-qa', '{passage} {question}'),
  classes: set('text-classification', '{text} One of: {labels}', labels('x', 'y')),
  request: set('request-handling', '{request}'),
  free: set('free-answer', '{question}'),
  json: set('structured-output', '{request} {schema}'),
  tools: set('tool-calls', '{request} {tools}'),
}
const schema = put('schema.json', '{"type":"object","required":["id"],"properties":{"id":{"type":"integer"}}}')
const newSchema = put(
  'schema2020.json',
  '{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","required":["id"]}',
)
const tools = put('tools.json', '[{"name":"find","parameters":{"type":"object","required":["city"]}},{"name":"stop"}]')

/** Checks that the answer to a task's first example is read and scored as right. */
const answered = (task: ReturnType<typeof api.booleanQa>, answer: string): void => {
  const [example] = task.examples
  assert.ok(example && task.examples.length > 0)
  const context = { labels: task.labels, ...task.surroundings }
  const reading = task.kind.read(answer, example, context)
  assert.equal(reading.outcome, 'answered', JSON.stringify(reading))
  if (reading.outcome === 'answered') assert.equal(task.kind.score(reading.answer, example), 1)
}

const tasks: Uses = {
  'relation-extraction': () => {
    const examples = put('re.jsonl', line({ sentence: 'a b', head: 'a', tail: 'b' }, 'P1'))
    answered(api.relationExtraction({ examples, instructions: instructions.re }), 'P1')
  },
  'boolean-qa': () => {
    const examples = put('bq.jsonl', line({ passage: 'p', question: 'q' }, 'yes'))
    answered(api.booleanQa({ examples, instructions: instructions.yesNo }), 'Yes.')
  },
  'multiple-choice': () => {
    const examples = put('mc.jsonl', line({ question: 'q' }, 'B', { options: ['tea', 'milk'] }))
    answered(api.multipleChoice({ examples, instructions: instructions.choice }), 'B')
  },
  'extractive-qa': () => {
    const examples = put('eq.jsonl', line({ passage: 'Rome is old', question: 'q' }, 'Rome'))
    answered(api.extractiveQa({ examples, instructions: instructions.span }), 'Rome')
  },
  'text-classification': () => {
    const examples = put('tc.jsonl', line({ text: 't' }, 'x'))
    answered(api.textClassification({ examples, instructions: instructions.classes }), 'x')
  },
  'request-handling': () => {
    const examples = put('rh.jsonl', line({ request: 'r' }, 'refuse'))
    answered(api.requestHandling({ examples, instructions: instructions.request }), 'I cannot help with that.')
  },
  'free-answer': () => {
    const examples = put('fa.jsonl', line({ question: 'q' }, 'Rome'))
    const judge = { name: 'same', score: (answer: string, { gold }: { gold: string }) => (answer === gold ? 1 : 0) }
    assert.equal(api.freeAnswer({ examples, instructions: instructions.free, judge }).examples.length, 1)
  },
  'structured-output': () => {
    const examples = put('so.jsonl', line({ request: 'r' }, '{"id":1}'))
    for (const file of [schema, newSchema]) {
      const task = api.structuredOutput({ examples, instructions: instructions.json, schema: file })
      answered(task, '{"id": 1}')
    }
  },
  'tool-calls': () => {
    const examples = put('calls.jsonl', line({ request: 'r' }, '{"name":"find","arguments":{"city":"C"}}'))
    const task = api.toolCalls({ examples, instructions: instructions.tools, tools })
    answered(task, '{"name":"find","arguments":{"city":"C"}}')
  },
}

type Factory = (given: { examples: object; instructions: string }) => { readonly examples: readonly unknown[] }
const read =
  (name: string, make: Factory, asked: string, more: object = {}) =>
  (): void => {
    const { text, file, count } = samples[name]!
    mkdirSync(`used/${name}`, { recursive: true })
    const task = make({ examples: { file: put(`${name}/${file}`, text), ...more }, instructions: asked })
    assert.equal(task.examples.length, count)
  }
const plainFile = (file: string, text: string, format: string, columns?: object) => (): void => {
  const examples = { file: put(file, text), format, ...(columns && { columns }) }
  assert.equal((api.booleanQa as Factory)({ examples, instructions: instructions.yesNo }).examples.length, 1)
}
const columns = { input: { passage: 'p', question: 'q' }, gold: 'g' }
const datasets: Uses = {
  'mapped-jsonl': plainFile('mapped.jsonl', '{"p":"P","q":"Q","g":"yes"}\n', 'mapped-jsonl', columns),
  jsonl: plainFile('own.jsonl', line({ passage: 'P', question: 'Q' }, 'yes'), 'jsonl'),
  csv: plainFile('mapped.csv', 'p,q,g\nP,Q,yes\n', 'csv', columns),
  boolq: read('boolq', api.booleanQa as Factory, instructions.yesNo),
  arc: read('arc', api.multipleChoice as Factory, instructions.choice),
  commonsenseqa: read('commonsenseqa', api.multipleChoice as Factory, instructions.choice),
  mmlu: read('mmlu', api.multipleChoice as Factory, instructions.choice),
  'semeval2010-task8': read('semeval2010-task8', api.relationExtraction as Factory, instructions.re),
  tacred: read('tacred', api.relationExtraction as Factory, instructions.re),
  fewrel: read('fewrel', api.relationExtraction as Factory, instructions.re),
  squad: read('squad', api.extractiveQa as Factory, instructions.span),
}

const wordings = (file: string, text: string, format: string, select?: string) => (): void => {
  const given = { file: put(file, text), format, onRefused: 'list' as const, ...(select !== undefined && { select }) }
  const task = api.booleanQa({
    examples: put('w.jsonl', line({ passage: 'p', question: 'q' }, 'yes')),
    instructions: given,
  })
  assert.ok(task.instructions.length > 0)
}
const instructionFormats: Uses = {
  yaml: wordings('own.yaml', readFileSync(instructions.yesNo, 'utf8'), 'yaml'),
  promptsource: wordings(
    'templates.yaml',
    `dataset: super_glue\nsubset: boolq\ntemplates:\n  1111: !Template\n    answer_choices: No ||| Yes\n    jinja: "{{passage}} {{question}}? ||| {{answer_choices[label]}}"\n    name: One\n`,
    'promptsource',
  ),
  niv2: wordings(
    'niv2.json',
    '{"yes_no":{"definition":"Answer yes or no.","positive_example":{"input":"passage: P. question: Q?","output":"Yes."}}}',
    'niv2',
  ),
  flan: wordings('flan.json', '{"bool_q":[["{text} {question}? {options_}","{answer}"]]}', 'flan', 'bool_q'),
}

const cell = (over: object) => ({
  task: 't',
  release: 'r',
  example: 'e',
  group: 'e',
  variant: 'a',
  trial: 0,
  outcome: 'answered',
  raw: 'yes',
  answer: 'yes',
  gold: 'yes',
  score: 1,
  ...over,
})
const metrics: Uses = Object.fromEntries(
  Object.entries(api.metrics).map(([name, metric]) => [
    name,
    () => {
      const cells = ['a', 'b'].flatMap((variant) =>
        ['e1', 'e2'].flatMap((example) => [0, 1].map((trial) => cell({ example, group: example, variant, trial }))),
      )
      const context = { canonical: 'a', seen: new Set(['a']), labels: null }
      assert.deepEqual(api.metricContract(metric, cells as never, context), [])
    },
  ]),
)
const perturbations: Uses = Object.fromEntries(
  Object.entries(api.perturbations).map(([name, one]) => [
    name,
    () => assert.deepEqual(api.perturbationContract(one), []),
  ]),
)

const used: Record<string, string[]> = {}
const faults: string[] = []
const tables = {
  tasks,
  datasets,
  instructions: instructionFormats,
  predictions,
  formats,
  adapters,
  models: studied,
  providers,
  metrics,
  perturbations,
}
for (const [registry, uses] of Object.entries(tables)) {
  used[registry] = []
  for (const [name, use] of Object.entries(uses)) {
    try {
      await use()
      used[registry].push(name)
    } catch (error) {
      faults.push(`${registry} ${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}
closeServer()
// Adapters have no table of their own: they are the exported functions of these names.
const exported = Object.keys(models).filter((name) => /^(from|to|openAI)[A-Z]/.test(name))
console.log(JSON.stringify({ used, exported, faults }))
