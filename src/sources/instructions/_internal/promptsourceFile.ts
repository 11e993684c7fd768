import type { Example, Location } from '../../../core/types/index.ts'
import { UsageError } from '../../../core/types/index.ts'
import { decodeUtf8 } from '../../files/text.ts'
import type { SourceFile } from '../../files/readSource.ts'
import { yamlDocument } from './yamlDocument.ts'

/** One template of a promptsource file. */
export interface PromptsourceEntry {
  readonly id: string
  readonly name: string
  readonly jinja: string
  readonly answerChoices: string | null
  /** True if it asks for the dataset's own task; `null` where the file does not say. */
  readonly originalTask: boolean | null
  readonly at: Location
}

/** A file of promptsource: `dataset`, `subset`, and templates by uuid. */
export interface PromptsourceFile {
  /** e.g. `super_glue/boolq`. */
  readonly dataset: string
  readonly templates: readonly PromptsourceEntry[]
}

/** Reads a promptsource `templates.yaml`. Its tags `!Template` and `!TemplateMetadata` are plain maps. Throws `UsageError`. */
export function promptsourceFile({ bytes, file }: SourceFile): PromptsourceFile {
  const { value, locate } = yamlDocument(decodeUtf8(bytes, file), file, ['!Template', '!TemplateMetadata'])
  const root = mapOf(value, 'the file', locate([]))
  const { dataset, subset } = root
  if (typeof dataset !== 'string' || dataset === '') throw new UsageError('key "dataset" is missing', locate([]))
  if (subset !== undefined && subset !== null && typeof subset !== 'string') {
    throw new UsageError('"subset" must be a text', locate(['subset']))
  }
  const templates = Object.entries(mapOf(root['templates'], '"templates"', locate([], 'templates')))
  if (templates.length === 0) throw new UsageError('"templates" holds none', locate([], 'templates'))
  return {
    dataset: subset ? `${dataset}/${subset}` : dataset,
    templates: templates.map(([id, raw]) => {
      const at = locate(['templates', id])
      const entry = mapOf(raw, `template ${id}`, at)
      const text = (key: 'jinja' | 'name'): string => {
        const given = entry[key]
        if (typeof given === 'string' && given.trim() !== '') return given
        throw new UsageError(`template ${id}: "${key}" must be a text`, at)
      }
      const { answer_choices: choices = null, metadata } = entry
      if (choices !== null && typeof choices !== 'string') {
        throw new UsageError(`template ${id}: "answer_choices" must be a text or null`, at)
      }
      const original = metadata === undefined ? undefined : mapOf(metadata, `metadata of ${id}`, at)['original_task']
      const originalTask = typeof original === 'boolean' ? original : null
      return { id, name: text('name'), jinja: text('jinja'), answerChoices: choices, originalTask, at }
    }),
  }
}

function mapOf(value: unknown, what: string, at: Location): Readonly<Record<string, unknown>> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  throw new UsageError(`${what} must be a map`, at)
}

type Row = Readonly<Record<string, unknown>>

/** Turns one of our examples into a row of a dataset that promptsource has templates for. */
export interface RowMaker {
  /** The dataset's own task, which its templates ask for. */
  readonly kind: string
  /** Options of a question there; 0 without. */
  readonly options: number
  readonly passage: boolean
  readonly row: (example: Example) => Row
}

const letters = (example: Example): string[] =>
  (example.options ?? []).map((_, index) => String.fromCodePoint(65 + index))
const right = ({ options = [], gold }: Example): string => options[gold.charCodeAt(0) - 65] ?? ''
const wrong = ({ options = [], gold }: Example): string[] =>
  options.filter((_, index) => index !== gold.charCodeAt(0) - 65)

function table(example: Example, question: string): Row {
  const choices = { text: example.options ?? [], label: letters(example) }
  return { [question]: example.input['question'], choices, answerKey: example.gold, id: example.id }
}

/** Name of the dataset (with its subset) -> its rows. https://github.com/bigscience-workshop/promptsource */
export const promptsourceRows: Readonly<Record<string, RowMaker>> = {
  'super_glue/boolq': {
    kind: 'boolean-qa',
    options: 0,
    passage: true,
    row: ({ input, gold }) => ({
      passage: input['passage'],
      question: input['question'],
      label: gold === 'yes' ? 1 : 0,
    }),
  },
  squad_v2: {
    kind: 'extractive-qa',
    options: 0,
    passage: true,
    row: ({ input, gold, group }) => ({
      context: input['passage'],
      question: input['question'],
      answers: { text: [gold], answer_start: [0] },
      title: group,
    }),
  },
  'race/high': {
    kind: 'multiple-choice',
    options: 4,
    passage: true,
    row: ({ input, options = [], gold }) => ({
      article: input['passage'] ?? '',
      question: input['question'],
      options,
      answer: gold,
    }),
  },
  'cos_e/v1.11': {
    kind: 'multiple-choice',
    options: 5,
    passage: false,
    row: (example) => ({
      question: example.input['question'],
      choices: example.options ?? [],
      answer: right(example),
    }),
  },
  'ai2_arc/ARC-Challenge': {
    kind: 'multiple-choice',
    options: 4,
    passage: false,
    row: (example) => table(example, 'question'),
  },
  commonsense_qa: {
    kind: 'multiple-choice',
    options: 5,
    passage: false,
    row: (example) => table(example, 'question'),
  },
  'openbookqa/main': {
    kind: 'multiple-choice',
    options: 4,
    passage: false,
    row: (example) => table(example, 'question_stem'),
  },
  sciq: {
    kind: 'multiple-choice',
    options: 4,
    passage: true,
    row: (example) => {
      const [distractor1 = '', distractor2 = '', distractor3 = ''] = wrong(example)
      const { question, passage: support = '' } = example.input
      return { question, support, correct_answer: right(example), distractor1, distractor2, distractor3 }
    },
  },
  'ade_corpus_v2/Ade_corpus_v2_drug_ade_relation': {
    kind: 'relation-extraction',
    options: 0,
    passage: false,
    row: ({ input }) => ({ text: input['sentence'], drug: input['head'], effect: input['tail'] }),
  },
  'ade_corpus_v2/Ade_corpus_v2_drug_dosage_relation': {
    kind: 'relation-extraction',
    options: 0,
    passage: false,
    row: ({ input }) => ({ text: input['sentence'], drug: input['head'], dosage: input['tail'] }),
  },
}
