import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { booleanQa, extractiveQa, multipleChoice, renderQuestion, taskKinds } from '../../core/tasks/index.ts'
import type { TaskKind } from '../../core/types/index.ts'
import type { DatasetOptions } from '../files/taskOptions.ts'
import { readSource } from '../files/readSource.ts'
import { loadTask } from '../loadTask.ts'
import { folder, source } from '../sources.testing.ts'
import { flanLists, flanTemplates } from './flan.ts'

/** Loads a task of a data set's rows and one list of templates, and returns each template's question about the first row. */
function asked(
  kind: TaskKind,
  select: string,
  templates: readonly string[],
  rows: string,
  how: Omit<DatasetOptions, 'file'> & { readonly name?: string } = {},
): readonly string[] {
  const { name = 'd.jsonl', ...options } = how
  const at = folder({
    [name]: rows,
    'flan.json': JSON.stringify({ [select]: templates.map((text) => [text, '{answer}']) }),
  })
  const task = loadTask(kind, {
    examples: { file: at(name), ...options },
    instructions: { file: at('flan.json'), select },
  })
  return task.instructions.map((one) => renderQuestion(one, task.examples[0]!, { labels: task.labels }))
}

describe('fields of FLAN beside the question and its passage', () => {
  test("{title} is BoolQ's and SQuAD's", () => {
    const boolq = '{"question": "is it red", "title": "Fox", "answer": true, "passage": "A red fox."}\n'
    const qas = [{ id: '1', question: 'What?', answers: [{ text: 'fox', answer_start: 6 }] }]
    const squad = { data: [{ title: 'Fox', paragraphs: [{ context: 'A red fox.', qas }] }] }
    expect([
      ...asked(booleanQa, 'bool_q', ['{title}\n{text}\n"{question}"?\n{options_}'], boolq),
      ...asked(extractiveQa, 'squad_v1', ['{title}\n{context}\nQ: {question}'], JSON.stringify(squad), {
        name: 'd.json',
      }),
    ]).toEqual(['Fox\nA red fox.\n"is it red"?\nOPTIONS:\n- no\n- yes', 'Fox\nA red fox.\nQ: What?'])
  })

  test("{background} is QuAC's", () => {
    const qas = [{ id: '1', question: 'What?', answers: [{ text: 'fox', answer_start: 6 }] }]
    const quac = { data: [{ title: 'T', background: 'Of foxes.', paragraphs: [{ context: 'A red fox.', qas }] }] }
    const templates = ['{background}\n{context}\nQuote: {question}', '{context}\n{question}']
    expect(asked(extractiveQa, 'quac', templates, JSON.stringify(quac), { name: 'd.json' })).toEqual([
      'Of foxes.\nA red fox.\nQuote: What?',
      'A red fox.\nWhat?',
    ])
  })

  test("{fact} is OpenBookQA's fact1", () => {
    const choices = [
      { label: 'A', text: 'fur' },
      { label: 'B', text: 'scales' },
    ]
    const row = { id: '1', question: { stem: 'A fox has', choices }, fact1: 'mammals have fur', answerKey: 'A' }
    const template = 'Given "{fact}", what is the completion of "{question}"\n{options_}'
    expect(asked(multipleChoice, 'openbookqa', [template], JSON.stringify(row))).toEqual([
      'Given "mammals have fur", what is the completion of "A fox has"\nOPTIONS:\n- fur\n- scales',
    ])
  })

  test("{response} is MultiRC's answer that is to be judged, a column of its table", () => {
    const row = { paragraph: 'A red fox.', question: 'What?', answer: 'a dog', label: 0 }
    const columns = {
      input: { passage: 'paragraph', question: 'question', response: 'answer' },
      gold: 'label',
      goldMap: { 0: 'no', 1: 'yes' },
    }
    const template = '{paragraph}\n"{question}"\n"{response}"\nIs it correct?\n{options_}'
    expect(asked(booleanQa, 'multirc', [template], JSON.stringify(row), { columns })).toEqual([
      'A red fox.\n"What?"\n"a dog"\nIs it correct?\nOPTIONS:\n- no\n- yes',
    ])
  })

  test('{query} is the question of ReCoRD, as FLAN cuts it: up to the gap, with the rest in each option', () => {
    const row = { passage: 'Fox met Hen.', query: 'It was', options: ['Fox who ran.', 'Hen who ran.'], gold: 'B' }
    const columns = { input: { passage: 'passage', question: 'query' }, options: 'options', gold: 'gold' }
    const template = 'Complete it.\n{passage}\n{query}\n{options_str}'
    expect(asked(multipleChoice, 'record', [template], JSON.stringify(row), { columns })).toEqual([
      'Complete it.\nFox met Hen.\nIt was\nOPTIONS:\n- Fox who ran.\n- Hen who ran.',
    ])
  })

  test('do not make a template usable that asks for another text than one answer, or for another kind of task', () => {
    const lists = {
      squad_v1: [
        ['Ask about {title}.', '{question}'],
        ['What is its title?\n{context}', '{title}'],
      ],
      drop: [['Write an article that answers {question}', '{context}']],
      coqa: [
        ['{text}\n{numbered_questions}', '{numbered_answers}'],
        ['{text}\n{numbered_answers}', '{numbered_questions}'],
      ],
      openbookqa: [['What would answer "{question}"', '{fact}']],
      multirc: [['{paragraph}\n{question}\n{response}\n{options_}', '{answer}']],
    }
    const file = source(JSON.stringify(lists), 'f.json')
    const refused = Object.keys(lists).flatMap((name) =>
      flanTemplates(file, ['openbookqa', 'multirc'].includes(name) ? multipleChoice : extractiveQa, name).refused.map(
        ({ reason }) => reason,
      ),
    )
    expect(refused).toMatchInlineSnapshot(`
      [
        "template 1 of "squad_v1" asks for "{question}", not for the answer",
        "template 2 of "squad_v1" asks for "{title}", not for the answer",
        "template 1 of "drop" asks for "{context}", not for the answer",
        "template 1 of "coqa" asks for "{numbered_answers}", not for the answer",
        "template 2 of "coqa" asks for "{numbered_questions}", not for the answer",
        "template 1 of "openbookqa" asks for "{fact}", not for the answer",
        "template 1 of "multirc" asks for boolean-qa and not for multiple-choice",
      ]
    `)
  })
})

const DATA = process.env['STUDY_DATA'] ?? join(import.meta.dirname, '../../../../shared/data')
const FLAN = join(DATA, 'flan/flan2021_templates.json')
const LISTS =
  'bool_q multirc arc openbookqa cosmos_qa record squad_v1 squad_v2 drop quac coqa natural_questions trivia_qa'.split(
    ' ',
  )

describe.skipIf(!existsSync(FLAN))("FLAN's 13 lists for our tasks (STUDY_DATA)", () => {
  /** Returns the templates by id, with the kinds of task that they serve. */
  const sorted = () => {
    const file = readSource(FLAN)
    const lists = flanLists(file)
    return LISTS.flatMap((name) => {
      const used = new Map(
        taskKinds.map((kind) => [kind.kind, flanTemplates(file, kind, name).instructions.map(({ id }) => id)]),
      )
      return lists[name]!.map(([input, target], index) => {
        const id = `${name}-${index + 1}`
        const serves = [...used].flatMap(([kind, ids]) => (ids.includes(id) ? [kind] : []))
        return { name, id, input, target, serves }
      })
    })
  }
  const counts = (names: readonly string[]) =>
    Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]))

  test('103 of 130 templates are used, each for one kind of task', () => {
    const used = sorted().filter(({ serves }) => serves.length > 0)
    expect(used.every(({ serves }) => serves.length === 1)).toBe(true)
    expect(counts(used.map(({ name, serves: [kind] }) => `${name}: ${kind}`))).toMatchInlineSnapshot(`
      {
        "arc: multiple-choice": 7,
        "bool_q: boolean-qa": 10,
        "cosmos_qa: multiple-choice": 8,
        "drop: extractive-qa": 7,
        "multirc: boolean-qa": 8,
        "natural_questions: free-answer": 10,
        "openbookqa: multiple-choice": 7,
        "quac: extractive-qa": 8,
        "record: multiple-choice": 10,
        "squad_v1: extractive-qa": 8,
        "squad_v2: extractive-qa": 10,
        "trivia_qa: free-answer": 10,
      }
    `)
    expect(used).toHaveLength(103)
  })

  test('all 36 are used that ask for an answer and show a field which release 0.1 refused', () => {
    const shows = sorted().flatMap(({ input, target, serves }) => {
      const field = /\{(title|fact|background|response|query)\}/.exec(input)?.[1]
      return field === undefined || target !== '{answer}' ? [] : [{ field, serves }]
    })
    expect(shows).toHaveLength(36)
    expect(shows.every(({ serves }) => serves.length === 1)).toBe(true)
    expect(counts(shows.map(({ field }) => field))).toEqual({
      title: 4,
      response: 8,
      fact: 7,
      query: 10,
      background: 7,
    })
  })

  test('the other 27 want something else than one answer', () => {
    const others = sorted().filter(({ serves }) => serves.length === 0)
    expect(others).toHaveLength(27)
    const byTarget = Map.groupBy(others, ({ target }) => target)
    expect([...byTarget].map(([target, all]) => `${target}: ${all.map(({ id }) => id).join(' ')}`))
      .toMatchInlineSnapshot(`
      [
        "{question}: multirc-9 multirc-10 arc-8 arc-9 arc-10 cosmos_qa-9 cosmos_qa-10 squad_v1-9 drop-9 drop-10 quac-10",
        "{fact}: openbookqa-8 openbookqa-9 openbookqa-10",
        "{title}: squad_v1-10 quac-9",
        "{context}: drop-8",
        "{numbered_answers}: coqa-1 coqa-2 coqa-3 coqa-4 coqa-5 coqa-6 coqa-7 coqa-8 coqa-9",
        "{numbered_questions}: coqa-10",
      ]
    `)
  })
})
