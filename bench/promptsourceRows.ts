import { promptsourceFile } from '../src/sources/instructions/_internal/promptsourceFile.ts'
import { promptsourceTemplate } from '../src/sources/instructions/promptsource.ts'
import { readSource } from '../src/sources/files/readSource.ts'

const five = { text: ['tea', 'milk', 'juice', 'water', 'wine'], label: ['A', 'B', 'C', 'D', 'E'] }
const four = { text: five.text.slice(0, 4), label: five.label.slice(0, 4) }
const question = 'What do you drink?'

/** A made-up row of each dataset, with the fields that the dataset's own rows have. */
const ROWS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  docred: {
    title: 'Ada',
    sents: [
      ['Ada', 'worked', 'for', 'Acme', 'in', 'Paris', 'in', '1843', '.'],
      ['She', 'knew', '3', 'Turing', 'prizes', '.'],
    ],
    vertexSet: [
      [{ name: 'Ada', type: 'PER', sent_id: 0, pos: [0, 1] }],
      [{ name: 'Acme', type: 'ORG', sent_id: 0, pos: [3, 4] }],
      [{ name: 'Paris', type: 'LOC', sent_id: 0, pos: [5, 6] }],
      [{ name: '1843', type: 'TIME', sent_id: 0, pos: [7, 8] }],
      [{ name: '3', type: 'NUM', sent_id: 1, pos: [2, 3] }],
      [{ name: 'Turing', type: 'MISC', sent_id: 1, pos: [3, 4] }],
    ],
    labels: { head: [0], tail: [1], relation_id: ['P108'], relation_text: ['employer'], evidence: [[0]] },
  },
  'ade_corpus_v2/Ade_corpus_v2_drug_ade_relation': {
    text: 'Aspirin caused a rash.',
    drug: 'Aspirin',
    effect: 'a rash',
  },
  'ade_corpus_v2/Ade_corpus_v2_drug_dosage_relation': { text: 'Aspirin, 5 mg.', drug: 'Aspirin', dosage: '5 mg' },
  'super_glue/boolq': { passage: 'Tea is hot.', question: 'is tea hot', label: 1, idx: 0 },
  squad_v2: {
    id: '1',
    title: 'Tea',
    context: 'Tea is hot.',
    question: 'What is hot?',
    answers: { text: ['Tea'], answer_start: [0] },
  },
  'race/high': { example_id: '1', article: 'Tea is hot.', question, options: four.text, answer: 'A' },
  'cos_e/v1.11': {
    id: '1',
    question,
    choices: five.text,
    answer: 'tea',
    abstractive_explanation: 'Habit.',
    extractive_explanation: '',
  },
  'ai2_arc/ARC-Challenge': { id: '1', question, choices: four, answerKey: 'A' },
  commonsense_qa: { id: '1', question, question_concept: 'drink', choices: five, answerKey: 'A' },
  'openbookqa/main': { id: '1', question_stem: question, choices: four, answerKey: 'A' },
  sciq: {
    question,
    distractor1: 'milk',
    distractor2: 'juice',
    distractor3: 'water',
    correct_answer: 'tea',
    support: 'Tea.',
  },
}

/**
 * Counts the templates of a promptsource file that render, prompt and answer, on a row of its dataset, and gives the
 * reasons of the others.
 */
export function renderOwnRows(path: string): { total: number; rendered: number; refused: readonly string[] } {
  const { dataset, templates } = promptsourceFile(readSource(path))
  const refused = templates.flatMap(({ name, jinja, answerChoices }) => {
    try {
      const { target } = promptsourceTemplate(jinja, answerChoices)(ROWS[dataset] ?? {})
      return target === '' ? [`"${name}" has no answer`] : []
    } catch (error) {
      return [`"${name}" ${error instanceof Error ? error.message : String(error)}`]
    }
  })
  return { total: templates.length, rendered: templates.length - refused.length, refused }
}
