import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DEFAULT_OPTION_STYLE } from '../core/tasks/index.ts'
import type { Instruction } from '../core/types/index.ts'
import { booleanQa, multipleChoice } from './plainTasks.ts'
import { seenInTable } from './seenInTable.ts'
import { folder, messageOf } from './sources.testing.ts'

const instruction = (id: string, origin?: string): Instruction => ({
  id,
  family: 'f',
  text: id,
  options: DEFAULT_OPTION_STYLE,
  provenance: { author: 'x', licence: 'x', ...(origin !== undefined && { origin }) },
  reviewed: null,
  hash: id,
})
const task = {
  instructions: [
    instruction('boolq', 'promptsource super_glue/boolq 3e386463-1715 exam'),
    instruction('race', 'promptsource race/high 0b23-aa taking_a_test'),
    instruction('race-copied', 'promptsource race/high 0b23-aa'),
    instruction('docred', 'promptsource docred 0b23-aa relation'),
    instruction('flan', 'FLAN bool_q-3'),
    instruction('arc', 'FLAN arc-1'),
    instruction('niv2', 'Natural Instructions v2 task380_boolq_yes_no_question'),
    instruction('niv2-test', 'Natural Instructions v2 task664_mmmlu_answer_generation'),
    instruction('both', 'promptsource docred 0b23-aa relation; FLAN bool_q-9'),
    instruction('mine'),
    instruction('paper', 'a paper'),
  ],
}

const T0 = `HF_name,subset,task_by_convention,do_train,do_eval,train_size
super_glue,boolq,QA_multiple_choice,SGLUE,,9427
race,high,QA_multiple_choice,GPT_EVAL,,62445
anli,,NLI,,BASE,162865
sciq,,QA_multiple_choice,BASE,,11679
`
const FLAN = `Source,Dataset,Specific Task Category,Generic Task Category,Languages
FLAN/T0,bool_q,Multiple-Choice QA,Multiple-Choice QA,English
FLAN/T0,arc_easy,Closed-Book QA,Closed-Book QA,English
T0,race_high,race_high_Taking_a_test,Multiple-Choice QA,English
NIv2,boolq,task380_boolq_yes_no_question,Question Answering,"['English', 'Hindi']"
`
const OWN = `collection,dataset,tuned
promptsource,super_glue/boolq,yes
promptsource,race/high,no
flan,bool_q,No
,a paper,TRUE
`

test("T0's table: by the data set of promptsource, for each of its models; all other templates were never in it", () => {
  const at = folder({ 'datasets.csv': T0 })
  const seen = (mixtures: readonly string[]) => seenInTable({ file: at('datasets.csv'), mixtures }, task)
  expect({ ...seen(['BASE', 'GPT_EVAL', 'SGLUE']), file: '' }).toEqual({
    file: '',
    rows: 4,
    seen: ['boolq', 'race', 'race-copied'],
    unseen: ['docred', 'flan', 'arc', 'niv2', 'niv2-test', 'both'],
    unknown: ['mine', 'paper'],
  })
  expect([seen(['BASE', 'GPT_EVAL']).seen, seen(['BASE']).seen]).toEqual([['race', 'race-copied'], []])
})

test("FLAN's table: lists by data set, tasks by name, T0's templates one by one", () => {
  const at = folder({ 'flan.csv': FLAN })
  expect({ ...seenInTable({ file: at('flan.csv') }, task), file: '' }).toEqual({
    file: '',
    rows: 4,
    seen: ['race', 'flan', 'arc', 'niv2', 'both'],
    unseen: ['boolq', 'docred', 'niv2-test'],
    unknown: ['race-copied', 'mine', 'paper'],
  })
})

test('a table of one’s own: a data set of a collection, or the origin of a wording', () => {
  const at = folder({ 'own.csv': OWN })
  expect({ ...seenInTable({ file: at('own.csv') }, task), file: '' }).toEqual({
    file: '',
    rows: 4,
    seen: ['boolq', 'paper'],
    unseen: ['race', 'race-copied', 'docred', 'flan', 'arc', 'niv2', 'niv2-test', 'both'],
    unknown: ['mine'],
  })
})

test('errors name the file, the line and the way out', () => {
  const at = folder({
    'datasets.csv': T0,
    'twice.csv': `${T0}sciq,,QA_multiple_choice,,,11679\n`,
    'nameless.csv': T0.replace('race,high', ',high'),
    'flan.csv': FLAN,
    'own.csv': OWN.replace('No', 'perhaps'),
    'accuracies.csv': 'model,accuracy\nm,0.5\n',
    'short.csv': 'dataset,tuned\nboolq\n',
    'empty.csv': 'dataset,tuned\n',
  })
  const fault = (file: string, mixtures?: readonly string[]) =>
    messageOf(() => seenInTable({ file: at(file), ...(mixtures && { mixtures }) }, task), at(''))
  expect([
    fault('datasets.csv'),
    fault('datasets.csv', ['BASE', 'SGLEU']),
    fault('twice.csv', ['BASE']),
    fault('nameless.csv', ['BASE']),
    fault('flan.csv', ['BASE']),
    fault('own.csv'),
    fault('accuracies.csv'),
    fault('short.csv'),
    fault('empty.csv'),
    fault('dataset.csv'),
  ]).toMatchInlineSnapshot(`
    [
      "UsageError: <folder>/datasets.csv lists what several models were tuned on: say by the values of do_train which one it is, mixtures: ['BASE', 'GPT_EVAL', 'SGLUE'] (T0++), ['BASE', 'GPT_EVAL'] (T0+) or ['BASE'] (T0)",
      "UsageError: <folder>/datasets.csv: no data set has do_train "SGLEU" (did you mean "SGLUE"?)",
      "UsageError: <folder>/twice.csv:6: "sciq" is given as tuned on and as held out",
      "UsageError: <folder>/nameless.csv:3: the row names no data set (HF_name)",
      "UsageError: <folder>/flan.csv: "mixtures" are values of T0's column do_train, which this table has not",
      "UsageError: <folder>/own.csv:4: "tuned" must be yes or no, not "perhaps"",
      "UsageError: <folder>/accuracies.csv is no table of what a model was tuned on: it has the columns model, accuracy; it needs HF_name, subset, do_train; or Source, Dataset, Specific Task Category (T0's and FLAN's own); or dataset, tuned",
      "UsageError: <folder>/short.csv:2: the row has 1 cells, the header 2",
      "UsageError: <folder>/empty.csv holds no rows",
      "UsageError: no file <folder>/dataset.csv (looked at <folder>/dataset.csv); did you mean "datasets.csv"?",
    ]
  `)
})

const DATA = process.env['STUDY_DATA'] ?? join(import.meta.dirname, '../../../shared/data')
const [T0_TABLE, FLAN_TABLE] = [
  join(DATA, 'promptsource-t0/t0_datasets.csv'),
  join(DATA, 'flan/flan_collection_info.csv'),
]

describe.skipIf(!existsSync(T0_TABLE) || !existsSync(FLAN_TABLE))('the tables of T0 and Flan-T5 (STUDY_DATA)', () => {
  const templates = (name: string) => ({
    file: join(DATA, `promptsource-t0/templates/${name}/templates.yaml`),
    onRefused: 'list' as const,
  })
  const list = (select: string) => ({
    file: join(DATA, 'flan/flan2021_templates.json'),
    select,
    onRefused: 'list' as const,
  })
  const plusPlus = { file: T0_TABLE, mixtures: ['BASE', 'GPT_EVAL', 'SGLUE'] }
  const counts = (table: Parameters<typeof seenInTable>[0], asked: Parameters<typeof seenInTable>[1]) => {
    const { seen, unseen, unknown } = seenInTable(table, asked)
    return [seen.length, unseen.length, unknown.length]
  }

  test('BoolQ: the ten templates of promptsource were seen by T0++ alone, the ten of FLAN by Flan-T5', () => {
    const boolq = booleanQa({
      examples: join(DATA, 'boolq/dev.jsonl'),
      instructions: [templates('super_glue/boolq'), list('bool_q')],
    })
    expect(boolq.instructions).toHaveLength(20)
    expect(counts(plusPlus, boolq)).toEqual([10, 10, 0])
    expect(counts({ ...plusPlus, mixtures: ['BASE'] }, boolq)).toEqual([0, 20, 0])
    expect(counts({ file: FLAN_TABLE }, boolq)).toEqual([10, 10, 0])
    expect(seenInTable({ file: FLAN_TABLE }, boolq).seen).toEqual(seenInTable(plusPlus, boolq).unseen)
  })

  test('multiple choice: ARC and OpenBookQA by T0++, CommonsenseQA by neither, FLAN’s list of ARC by Flan-T5', () => {
    const nutrition = multipleChoice({
      examples: { file: join(DATA, 'mmlu/nutrition_test.csv'), onRefused: 'list' },
      instructions: [templates('ai2_arc/ARC-Challenge'), templates('openbookqa/main'), list('arc')],
    })
    const all = nutrition.instructions.length
    expect(counts(plusPlus, nutrition)).toEqual([12, all - 12, 0])
    expect(counts({ file: FLAN_TABLE }, nutrition)).toEqual([all - 12, 12, 0])
  })

  test('definitions of Natural Instructions: those of the tuning split', () => {
    const questions = booleanQa({
      examples: join(DATA, 'boolq/dev.jsonl'),
      instructions: { file: join(DATA, 'flan/niv2_re_qa_definitions.json'), onRefused: 'list' },
    })
    expect(seenInTable({ file: FLAN_TABLE }, questions)).toMatchObject({ unknown: [], unseen: [] })
    expect(counts(plusPlus, questions)[0]).toBe(0)
  })
})
