import {
  DEFAULT_OPTION_STYLE,
  doubleBraced,
  instructionHash,
  placeholdersIn,
  placeholdersOf,
} from '../../core/tasks/index.ts'
import { nameHint } from '../../core/text/index.ts'
import { UsageError, type Example, type Instruction, type Refusal, type TaskKind } from '../../core/types/index.ts'
import { parseJson } from '../files/text.ts'
import { Refused } from '../files/textLines.ts'
import { checkInstruction, collectionSet, slug } from './_internal/collections.ts'
import type { SourceFile } from '../files/readSource.ts'
import type { InstructionFormat } from './instructionFormat.ts'

type Pair = readonly [string, string]

/** Names of the field that lists the options, "OPTIONS:" included. */
const OPTION_LISTS: readonly string[] = ['options_', 'options_str']

/** FLAN writes options without letters, one a line. */
const OPTIONS = { item: '- {text}', separator: '\n' }
/** Names that FLAN's templates use for the fields of our tasks; the option `fields` adds to them. */
const FIELDS: Readonly<Record<string, string>> = {
  text: 'passage',
  context: 'passage',
  paragraph: 'passage',
  article: 'passage',
}

/** Further names, of the lists that FLAN itself has. */
const FIELDS_OF_LIST: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  record: { query: 'question' },
}

/**
 * The kind of task that FLAN's own lists ask for, where it is one of ours; a list of another name may ask for anything.
 */
const ASKS: Readonly<Record<string, string>> = {
  bool_q: 'boolean-qa',
  multirc: 'boolean-qa',
  squad_v1: 'extractive-qa',
  squad_v2: 'extractive-qa',
  quac: 'extractive-qa',
  drop: 'extractive-qa',
  arc: 'multiple-choice',
  openbookqa: 'multiple-choice',
  cosmos_qa: 'multiple-choice',
  record: 'multiple-choice',
  natural_questions: 'free-answer',
  trivia_qa: 'free-answer',
  math_dataset: 'free-answer',
}

/**
 * Lists of templates as FLAN has them: a JSON object of task -> list of [input, target] with `{fields}`, or one such
 * list. `{options_}` becomes "OPTIONS:" and the options, one a line. Refused, by place in the list: what asks for
 * something else than the answer, or leaves a field of the task out. A further field, e.g. `{title}`, is an optional one:
 * whether the examples have it is seen when a task is loaded.
 * https://github.com/google-research/FLAN
 */
export const flan: InstructionFormat = {
  name: 'flan',
  summary: "FLAN's template lists: JSON of task -> [[input, target], …]",
  extensions: ['.json'],
  parse: (source, { canonical, select, fields = {} } = {}, kind) => {
    const start = { file: source.file, line: 1 }
    if (kind === undefined) throw new UsageError('FLAN templates are read for a task', start)
    return collectionSet({ ...flanTemplates(source, kind, select, fields), kind, canonical, start })
  },
}

/**
 * Returns the templates of one list of a FLAN file, sorted into those that ask for a kind of task and those that are
 * refused.
 */
export function flanTemplates(
  source: SourceFile,
  kind: TaskKind,
  select?: string,
  fields: Readonly<Record<string, string>> = {},
): { name: string; instructions: readonly Instruction[]; refused: readonly Refusal[] } {
  const { name, pairs } = listOf(source, select)
  const at = { file: source.file, line: 1 }
  const instructions: Instruction[] = []
  const refused: Refusal[] = []
  for (const [index, pair] of pairs.entries()) {
    try {
      const asks = Object.hasOwn(ASKS, name) ? ASKS[name] : undefined
      if (asks !== undefined && asks !== kind.kind) throw new Refused(`asks for ${asks} and not for ${kind.kind}`)
      const id = `${slug(name)}-${index + 1}`
      const own = Object.hasOwn(FIELDS_OF_LIST, name) ? FIELDS_OF_LIST[name] : {}
      instructions.push({ ...toInstruction(pair, kind, { ...FIELDS, ...own, ...fields }, id), at })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refused.push({ at, reason: `template ${index + 1} of "${name}" ${error.message}` })
    }
  }
  return { name: slug(name), instructions, refused }
}

function listOf(source: SourceFile, select: string | undefined): { name: string; pairs: readonly Pair[] } {
  const lists = flanLists(source)
  const names = Object.keys(lists)
  const only = names.length === 1 ? names[0] : undefined
  const name = select ?? only
  if (name === undefined) {
    throw new UsageError(
      `${source.file} holds ${names.length} lists of templates: name one, select: ${JSON.stringify(names[0])}`,
    )
  }
  const pairs = Object.hasOwn(lists, name) ? lists[name] : undefined
  if (pairs === undefined)
    throw new UsageError(`${source.file}: no list ${JSON.stringify(name)}${nameHint(name, names)}`)
  return { name, pairs }
}

/** Returns all lists of a FLAN file by name (a bare list is called "templates"). Throws `UsageError`. */
export function flanLists({ bytes, file }: SourceFile): Readonly<Record<string, readonly Pair[]>> {
  const value = parseJson({ bytes, file })
  const lists = Array.isArray(value) ? { templates: value } : value
  const named = lists !== null && typeof lists === 'object' ? Object.entries(lists as Record<string, unknown>) : []
  for (const [name, pairs] of named) {
    if (!Array.isArray(pairs)) throw new UsageError(`${file}: "${name}" must be a list of [input, target]`)
    const odd = pairs.findIndex((pair) => !isPair(pair))
    if (odd >= 0) throw new UsageError(`${file}: "${name}" must be a list of [input, target], entry ${odd + 1} is not`)
  }
  if (named.length === 0) throw new UsageError(`${file}: must be a JSON object of task -> [[input, target], …]`)
  return Object.fromEntries(named) as Record<string, readonly Pair[]>
}

function isPair(value: unknown): value is Pair {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string')
}

function toInstruction(
  [input, target]: Pair,
  kind: TaskKind,
  fields: Readonly<Record<string, string>>,
  id: string,
): Instruction {
  if (target.trim() !== '{answer}') throw new Refused(`asks for ${JSON.stringify(target)}, not for the answer`)
  const answers = kind.kind === 'boolean-qa' ? 'OPTIONS:\n- no\n- yes' : kind.hasOptions ? 'OPTIONS:\n{options}' : null
  const known = placeholdersOf(kind)
  const doubled = doubleBraced(input, [...known, ...Object.keys(fields), ...OPTION_LISTS, 'answer'])
  if (doubled !== null)
    throw new Refused(`writes {{${doubled}}}, which is {${doubled}} in braces and not its value: write {${doubled}}`)
  const text = input.replaceAll(/\{\{|\}\}|\{(\w+)\}/g, (whole: string, name: string | undefined) => {
    if (name === undefined) return whole.charAt(0)
    if (OPTION_LISTS.includes(name) && answers !== null) return answers
    if (OPTION_LISTS.includes(name) || name === 'answer')
      throw new Refused(`shows {${name}}, which ${kind.kind} has not`)
    return `{${Object.hasOwn(fields, name) ? fields[name] : name}}`
  })
  const options = kind.hasOptions ? OPTIONS : DEFAULT_OPTION_STYLE
  const instruction: Instruction = {
    id,
    family: 'flan',
    text,
    options,
    provenance: { author: 'FLAN', licence: 'Apache-2.0', origin: `FLAN ${id}` },
    reviewed: null,
    hash: instructionHash({ text, options }),
  }
  const extra = placeholdersIn(text).filter((name) => !known.includes(name))
  const fault = checkInstruction(kind, instruction, carriedBy(text, kind), extra)
  if (fault !== null) throw new Refused(fault)
  return instruction
}

/**
 * Returns an optional field is carried if the template mentions it: which ones the examples carry is seen when a task is
 * built.
 */
function carriedBy(text: string, kind: TaskKind): readonly string[] {
  const examples: keyof Example = 'options'
  return placeholdersIn(text).filter(
    (name) => kind.optionalFields.includes(name) && name !== examples && name !== 'labels',
  )
}
