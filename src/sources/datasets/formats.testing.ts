import type { DatasetOptions } from '../files/taskOptions.ts'

/** A small whole file of each format, with how many examples it holds. */
export interface FormatSample {
  readonly text: string
  readonly file: string
  readonly count: number
  /** Whether the format is one document, so that any cut breaks it. */
  readonly document: boolean
  readonly options?: Omit<DatasetOptions, 'file'>
}

const lines = (...values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('')
const entity = (start: number) => ['name', 'Q1', [[start]]]
const choices = [
  { label: 'A', text: 'tea' },
  { label: 'B', text: 'milk' },
]

export const SAMPLES: Readonly<Record<string, FormatSample>> = {
  'mapped-jsonl': {
    text: lines({ q: { stem: 'one?' }, label: 1 }, { q: { stem: 'two?' }, label: 0 }),
    file: 'd.jsonl',
    count: 2,
    document: false,
    options: { columns: { input: { question: 'q.stem' }, gold: 'label', goldMap: { 0: 'no', 1: 'yes' } } },
  },
  jsonl: {
    text: lines({ input: { a: 'é' }, gold: 'x' }, { input: { a: '☃' }, gold: 'y' }),
    file: 'd.jsonl',
    count: 2,
    document: false,
  },
  boolq: {
    text: lines(
      { question: 'is it', title: 't', answer: true, passage: 'It is.' },
      { question: 'is it not', title: 't', answer: false, passage: 'It is.' },
      { question: 'is it', title: 't', answer: true, passage: 'It is.' },
    ),
    file: 'dev.jsonl',
    count: 3,
    document: false,
  },
  arc: {
    text: lines(
      { id: 'a', question: { stem: 'q?', choices }, answerKey: 'B' },
      { id: 'b', question: 'q?', choices: { text: ['x', 'y', 'z'], label: ['1', '2', '3'] }, answerKey: '3' },
    ),
    file: 'arc.jsonl',
    count: 2,
    document: false,
  },
  commonsenseqa: {
    text: lines({ answerKey: 'A', id: 'c', question: { question_concept: 'drink', choices, stem: 'What?' } }),
    file: 'csqa.jsonl',
    count: 1,
    document: false,
  },
  mmlu: {
    text: '"A ""question"",\nof two lines",one,two,three,four,B\r\nplain?,1,2,3,4,D\r\n',
    file: 'law_test.csv',
    count: 2,
    document: false,
  },
  csv: {
    text: 'text,kind\n"a, b",x\nc,y\n',
    file: 'd.csv',
    count: 2,
    document: false,
    options: { columns: { input: { sentence: 'text' }, gold: 'kind' } },
  },
  'semeval2010-task8': {
    text:
      '1\t"A <e1>dog</e1> in a <e2>box</e2>."\r\nContent-Container(e1,e2)\r\nComment: fine\r\n\r\n' +
      '2\t"The <e1>é</e1> "and" <e2>b</e2>."\r\nOther\r\nComment:\r\n\r\n',
    file: 'TRAIN_FILE.TXT',
    count: 2,
    document: false,
  },
  tacred: {
    text: JSON.stringify(
      ['no_relation', 'per:city_of_birth'].map((relation, index) => ({
        id: `e${index}`,
        docid: 'd1',
        relation,
        token: ['Ada', 'Byron', 'was', 'born', 'in', 'London', '.'],
        subj_start: 0,
        subj_end: 1,
        obj_start: 5,
        obj_end: 5,
        subj_type: 'PERSON',
        obj_type: 'CITY',
        stanford_pos: ['NNP'],
      })),
      null,
      1,
    ),
    file: 'train.json',
    count: 2,
    document: true,
  },
  fewrel: {
    text: JSON.stringify({
      P1: [{ tokens: ['a', '{"', '"}', 'é'], h: entity(0), t: entity(3) }],
      P2: [{ tokens: ['a', 'b'], h: entity(0), t: entity(1) }],
    }),
    file: 'val.json',
    count: 2,
    document: true,
  },
  squad: {
    text: JSON.stringify({
      version: '1.1',
      data: [
        {
          title: 'Tea',
          paragraphs: [
            {
              context: 'Tea is ☕ hot, and hot is good.',
              qas: [
                {
                  id: 'q1',
                  question: 'What?',
                  answers: [
                    { text: 'hot', answer_start: 9 },
                    { text: 'Tea', answer_start: 0 },
                    { text: 'Tea', answer_start: 0 },
                  ],
                },
              ],
            },
          ],
        },
      ],
    }),
    file: 'dev-v1.1.json',
    count: 1,
    document: true,
  },
}
