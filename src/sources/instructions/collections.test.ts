import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import {
  booleanQa,
  extractiveQa,
  multipleChoice,
  relationExtraction,
  renderQuestion,
  taskKinds,
} from '../../core/tasks/index.ts'
import { UsageError, type Example, type TaskKind } from '../../core/types/index.ts'
import { loadTask } from '../loadTask.ts'
import { readInstructions } from '../readInstructions.ts'
import { folder, messageOf, source } from '../sources.testing.ts'
import { readSource } from '../files/readSource.ts'
import { flan } from './flan.ts'
import { promptsource, promptsourceTemplate, promptsourceTemplates } from './promptsource.ts'

const TEMPLATES = `dataset: super_glue
subset: boolq
templates:
  11111111-0000: !Template
    answer_choices: No ||| Yes
    id: 11111111-0000
    jinja: "{{passage}}\\nQ: {{question}}? |||\\n{{answer_choices[label]}}"
    metadata: !TemplateMetadata
      original_task: true
    name: Plain one
  22222222-0000: !Template
    answer_choices: No ||| Yes
    jinja: '{{ ["Say", "Tell"] | choice }}: {{passage}} {{question}} {{ answer_choices | join(" or ") }}? ||| {{answer_choices[label]}}'
    name: Choosing one
  33333333-0000: !Template
    answer_choices: null
    jinja: '{{passage}} {{question}} {{answer}} ||| x'
    name: Unknown field
  44444444-0000: !Template
    jinja: '{{passage}} {{question}} {% if label == 1 %}really{% endif %} ||| x'
    name: Leaks
  55555555-0000: !Template
    jinja: '{{question}} ||| x'
    name: Half
  66666666-0000: !Template
    jinja: '{{passage}} {{question}}'
    name: No answer
  77777777-0000: !Template
    jinja: '{{passage | rot13}} ||| x'
    name: Odd filter
  88888888-0000: !Template
    jinja: '{{passage.__class__}} ||| x'
    name: Reaches
  99999999-0000: !Template
    jinja: '{{passage}} {{question}} ||| x'
    metadata: !TemplateMetadata { original_task: false }
    name: Other task
`
const LISTS = JSON.stringify({
  bool_q: [
    ['{text}\n\nIs it true that {question}?\n\n{options_}', '{answer}'],
    ['{title} {text} {question}', '{answer}'],
    ['Ask about {text}', '{question}'],
    ['{text} {question} {answer}', '{answer}'],
    ['{question}?', '{answer}'],
    ['{text}\n\nIs it true that {question}?\n\n{options_}', '{answer}'],
    ['{{"text": "{text}"}} {question}', '{answer}'],
    ['{text} {{question}}', '{answer}'],
    ['{text} {{{question}}}', '{answer}'],
  ],
  arc: [['{question}\n\n{options_}', '{answer}']],
})
const example = (more: Partial<Example> = {}): Example => ({
  id: 'e1',
  group: 'e1',
  input: { passage: 'A ||| b {question} {{ x }}.', question: 'is it' },
  gold: 'yes',
  ...more,
})
const listed = (file: string, kind: TaskKind, more = {}) => {
  const { set, refused } = readInstructions({ file, onRefused: 'list', ...more }, kind)
  return { set, refused: refused.map(({ at, reason }) => `${at.line}: ${reason}`) }
}

describe('promptsource', () => {
  test('templates become instructions, plain where they can be, or are refused by place and reason', () => {
    const at = folder({ 'templates.yaml': TEMPLATES })
    const { set, refused } = listed(at('templates.yaml'), booleanQa)
    expect(set.instructions.map(({ id, text, render }) => [id, text, render === undefined])).toEqual([
      ['plain-one-1111', '{passage}\nQ: {question}?', true],
      ['choosing-one-2222', expect.stringContaining('choice'), false],
    ])
    expect(set).toMatchObject({
      set: 'super_glue-boolq',
      task: 'boolean-qa',
      labels: null,
      canonical: 'plain-one-1111',
    })
    expect(refused).toMatchInlineSnapshot(`
      [
        "16: template "Unknown field" uses "answer", which the example has not",
        "20: template "Leaks" shows the right answer",
        "23: template "Half" does not show {passage}: it asks for something else than boolean-qa",
        "26: template "No answer" has 1 parts, not prompt ||| answer on this example",
        "29: template "Odd filter" uses the filter "rot13", which is not known here",
        "32: template "Reaches" reaches for "__class__"",
        "35: template "Other task" asks for another task than the dataset's own (original_task: false)",
      ]
    `)
    expect(messageOf(() => readInstructions(at('templates.yaml'), booleanQa), at(''))).toMatchInlineSnapshot(
      `"UsageError: <folder>/templates.yaml:16:5: template "Unknown field" uses "answer", which the example has not (and 6 more); onRefused: 'list' leaves such templates out and lists them"`,
    )
  })

  test('templates of another kind of task are refused, and none crashes', () => {
    const at = folder({ 'templates.yaml': TEMPLATES })
    for (const kind of [extractiveQa, multipleChoice]) {
      expect(messageOf(() => listed(at('templates.yaml'), kind))).toContain(
        `no template asks for ${kind.kind}: line 5: template "Plain one" asks for boolean-qa, the task of super_glue/boolq, ` +
          `and not for ${kind.kind}`,
      )
    }
  })

  test('a template that chooses says the same of one example every time, and not the same of all', () => {
    const at = folder({ 'templates.yaml': TEMPLATES })
    const instruction = listed(at('templates.yaml'), booleanQa).set.instructions[1]!
    const ask = (id: string): string => renderQuestion(instruction, example({ id }), { labels: null })
    expect(ask('e1')).toBe(ask('e1'))
    expect(ask('e1')).toMatch(/^(?:Say|Tell): A \|\|\| b \{question\} \{\{ x \}\}\. is it No or Yes\?$/)
    const starts = new Set(Array.from({ length: 20 }, (_, index) => ask(`e${index}`).slice(0, 3)))
    expect(starts).toEqual(new Set(['Say', 'Tel']))
  })

  test('renders prompt, answer and choices as promptsource does', () => {
    const render = promptsourceTemplate('{{a}}  |||  {{ answer_choices[n] }} ', 'No ||| {{a}}')
    expect(render({ a: 'x|||y', n: 1 })).toEqual({ prompt: 'x|||y', target: 'x|||y', choices: ['No', 'x|||y'] })
  })

  test('a task is asked with templates, every one on every example', () => {
    const at = folder({
      'templates.yaml': TEMPLATES,
      'd.jsonl': '{"input": {"passage": "p", "question": "q"}, "gold": "yes"}\n',
    })
    const load = (onRefused: 'list' | 'throw') =>
      loadTask(booleanQa, {
        examples: { file: at('d.jsonl') },
        instructions: { file: at('templates.yaml'), onRefused },
      })
    const task = load('list')
    expect(task.instructions).toHaveLength(2)
    expect(task.sources[1]).toMatchObject({ options: { onRefused: 'list' }, refused: { count: 7 } })
    expect(() => load('throw')).toThrow(UsageError)
  })

  test('any text is read or refused as usage', () => {
    const broken = fc.oneof(
      fc.nat(TEMPLATES.length).map((end) => TEMPLATES.slice(0, end)),
      fc
        .tuple(fc.nat(TEMPLATES.length - 1), fc.constantFrom(...'{}[]&*!|>\'"%@`:,#?- \n\t\0'))
        .map(([place, char]) => TEMPLATES.slice(0, place) + char + TEMPLATES.slice(place + 1)),
    )
    fc.assert(
      fc.property(broken, (text) => {
        expect(messageOf(() => promptsource.parse(source(text, 't.yaml'), {}, booleanQa))).toMatch(
          /^(?:nothing thrown|UsageError: t\.yaml:\d+)/,
        )
      }),
      { numRuns: 200 },
    )
  })
})

describe('FLAN', () => {
  test('lists become instructions with our fields, or are refused by place and reason', () => {
    const at = folder({ 'flan.json': LISTS })
    const { set, refused } = listed(at('flan.json'), booleanQa, { select: 'bool_q' })
    expect(set.instructions.map(({ id, text }) => [id, text])).toMatchInlineSnapshot(`
      [
        [
          "bool_q-1",
          "{passage}

      Is it true that {question}?

      OPTIONS:
      - no
      - yes",
        ],
        [
          "bool_q-2",
          "{title} {passage} {question}",
        ],
        [
          "bool_q-7",
          "{"text": "{passage}"} {question}",
        ],
      ]
    `)
    expect(refused).toMatchInlineSnapshot(`
      [
        "1: template 3 of "bool_q" asks for "{question}", not for the answer",
        "1: template 4 of "bool_q" shows {answer}, which boolean-qa has not",
        "1: template 5 of "bool_q" does not mention {passage}",
        "1: template 8 of "bool_q" writes {{question}}, which is {question} in braces and not its value: write {question}",
        "1: template 9 of "bool_q" writes {{question}}, which is {question} in braces and not its value: write {question}",
        "1: template "bool_q-6" has the wording of "bool_q-1"",
      ]
    `)
    const choice = listed(at('flan.json'), multipleChoice, { select: 'arc' }).set.instructions[0]!
    const asked = { input: { question: 'Which?' }, options: ['tea', 'milk'], gold: 'A' }
    expect(renderQuestion(choice, example(asked), { labels: null })).toBe('Which?\n\nOPTIONS:\n- tea\n- milk')
  })

  test('errors name the file and the way out', () => {
    const at = folder({ 'flan.json': LISTS, 'bad.json': '{"a": [["x"]]}', 'cut.json': '{"a": [["x"', 'e.json': '[]' })
    const read = (file: string, more = {}, kind = booleanQa): string =>
      messageOf(() => listed(at(file), kind, more), at(''))
    expect([
      read('flan.json'),
      read('flan.json', { select: 'boolq' }),
      read('flan.json', { select: 'bool_q', canonical: 'bool_q-9' }),
      read('flan.json', { select: 'bool_q' }, relationExtraction),
      read('flan.json', { format: 'flam' }),
      read('bad.json'),
      read('cut.json'),
      read('e.json'),
    ]).toMatchInlineSnapshot(`
      [
        "UsageError: <folder>/flan.json holds 2 lists of templates: name one, select: "bool_q"",
        "UsageError: <folder>/flan.json: no list "boolq" (did you mean "bool_q"?)",
        "UsageError: <folder>/flan.json:1: no instruction has the canonical id "bool_q-9" (did you mean "bool_q-1"?)",
        "UsageError: <folder>/flan.json:1: no template asks for relation-extraction: line 1: template 1 of "bool_q" asks for boolean-qa and not for relation-extraction; line 1: template 2 of "bool_q" asks for boolean-qa and not for relation-extraction; line 1: template 3 of "bool_q" asks for boolean-qa and not for relation-extraction",
        "UsageError: <folder>/flan.json: no instruction format "flam" (did you mean "flan"?)",
        "UsageError: <folder>/bad.json: "a" must be a list of [input, target], entry 1 is not",
        "UsageError: <folder>/cut.json: not valid JSON (Expected ',' or ']' after array element in JSON at position 11 (line 1 column 12))",
        "UsageError: <folder>/e.json:1: no template asks for boolean-qa: there are none",
      ]
    `)
  })

  test('any text is read or refused as usage', () => {
    const lists = fc.oneof(
      fc.nat(LISTS.length).map((end) => LISTS.slice(0, end)),
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc
        .array(fc.tuple(fc.string({ unit: fc.constantFrom(...'{}ab_ ') }), fc.constant('{answer}')))
        .map((list) => JSON.stringify(list)),
    )
    fc.assert(
      fc.property(lists, (text) => {
        expect(messageOf(() => flan.parse(source(text, 'f.json'), {}, booleanQa))).toMatch(
          /^(?:nothing thrown|UsageError: f\.json)/,
        )
      }),
    )
  })
})

const DATA = join(import.meta.dirname, '../../../../shared/data')

describe.skipIf(!existsSync(DATA))('public template collections (../shared/data)', () => {
  test.each([
    ['super_glue/boolq', booleanQa, 10, 0],
    ['squad_v2', extractiveQa, 4, 8],
    ['race/high', multipleChoice, 4, 4],
    ['cos_e/v1.11', multipleChoice, 6, 5],
    ['ai2_arc/ARC-Challenge', multipleChoice, 5, 1],
    ['commonsense_qa', multipleChoice, 2, 3],
    ['openbookqa/main', multipleChoice, 7, 0],
  ])('promptsource %s', (name, kind, kept, left) => {
    const { set, refused } = listed(join(DATA, `promptsource-t0/templates/${name}/templates.yaml`), kind)
    expect([set.instructions.length, refused.length]).toEqual([kept, left])
  })

  test('every template of every file is read or refused for every kind of task, and used for its own kind alone', () => {
    // Not outside of the test: the block around is walked through even where it is skipped.
    const files = readdirSync(join(DATA, 'promptsource-t0/templates'), { recursive: true, encoding: 'utf8' })
    const used = files
      .filter((file) => file.endsWith('templates.yaml'))
      .flatMap((file) =>
        taskKinds.flatMap((kind) => {
          const templates = readSource(join(DATA, 'promptsource-t0/templates', file))
          const { instructions } = promptsourceTemplates(templates, kind)
          return instructions.length === 0 ? [] : [`${dirname(file)}: ${kind.kind} ${instructions.length}`]
        }),
      )
    expect(used.toSorted()).toEqual([
      'ai2_arc/ARC-Challenge: multiple-choice 5',
      'commonsense_qa: multiple-choice 2',
      'cos_e/v1.11: multiple-choice 6',
      'openbookqa/main: multiple-choice 7',
      'race/high: multiple-choice 4',
      'squad_v2: extractive-qa 4',
      'super_glue/boolq: boolean-qa 10',
    ])
  })

  test('BoolQ is asked with all ten templates of promptsource, each on every row', () => {
    const task = loadTask(booleanQa, {
      examples: { file: join(DATA, 'boolq/dev.jsonl') },
      instructions: { file: join(DATA, 'promptsource-t0/templates/super_glue/boolq/templates.yaml') },
    })
    expect([task.examples.length, task.instructions.length]).toEqual([3270, 10])
    expect(task.sources.map(({ refused }) => refused)).toEqual([undefined, undefined])
    expect(task.instructions.every(({ render }) => render === undefined)).toBe(true)
  })

  test('MMLU is asked with the templates of FLAN for ARC; the row with twin options is listed', () => {
    const task = loadTask(multipleChoice, {
      examples: { file: join(DATA, 'mmlu/miscellaneous_test.csv'), onRefused: 'list' },
      instructions: { file: join(DATA, 'flan/flan2021_templates.json'), select: 'arc', onRefused: 'list' },
    })
    expect([task.examples.length, task.instructions.length]).toEqual([782, 7])
    expect(task.sources.map(({ refused }) => [refused?.count, refused?.first[0]?.line])).toEqual([
      [1, 303],
      [3, 1],
    ])
  })
})
