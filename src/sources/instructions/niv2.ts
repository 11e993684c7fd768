import { instructionHash, optionId, placeholdersIn } from '../../core/tasks/index.ts'
import { nameHint, quote } from '../../core/text/index.ts'
import { UsageError, type Instruction, type OptionStyle, type Refusal, type TaskKind } from '../../core/types/index.ts'
import { parseJson } from '../files/text.ts'
import type { SourceFile } from '../files/readSource.ts'
import { collectionSet, slug } from './_internal/collections.ts'
import type { InstructionFormat } from './instructionFormat.ts'

/** A task of Natural Instructions: what it asks in prose, and one example of what goes in and comes out. */
interface Definition {
  readonly definition: string
  readonly positive_example?: { readonly input?: string; readonly output?: string }
}

/** The layout of a kind's input, and the form of an example of a definition that asks for it. */
interface Shape {
  readonly body: string
  readonly options: OptionStyle
  /** Says why an example is none of this kind, or `null`. */
  readonly differs: (input: string, output: string) => string | null
}

const OPTIONS: OptionStyle = { item: '({id}) {text}', separator: ' ' }
const SHAPES: Readonly<Record<string, Shape>> = {
  'boolean-qa': {
    body: 'passage: {passage}\nquestion: {question}',
    options: OPTIONS,
    differs: (input, output) => {
      if (!/^\W*(?:yes|no|true|false)\W*$/i.test(output)) return `is answered ${quote(output, 60)}, not yes or no`
      if (!/passage|context|article/i.test(input)) return 'shows no passage'
      return /candidate|answer\s*:|correct answer/i.test(input) ? 'asks about a given answer' : null
    },
  },
  'multiple-choice': {
    body: '{question}\n{options}',
    options: OPTIONS,
    differs: (input, output) => {
      if (!/\(\s*A\s*\)/.test(input)) return 'shows no options (A), (B), …'
      if (/article\s*:|passage\s*:/i.test(input)) return 'shows a passage besides the question'
      return new RegExp(`^\\W*[A-${optionId(7)}]\\W*$`).test(output)
        ? null
        : `is answered ${quote(output, 60)}, not by a letter`
    },
  },
  'extractive-qa': {
    body: 'Context: {passage}\nQuestion: {question}',
    options: OPTIONS,
    differs: (input, output) => {
      if (!/(?:context|passage|article)\s*:/i.test(input)) return 'shows no passage'
      if (!/question\s*:/i.test(input)) return 'shows no question'
      return input.toLowerCase().includes(output.trim().toLowerCase())
        ? null
        : 'is answered in other words than the input’s'
    },
  },
}

/**
 * Definitions of Natural Instructions v2, as FLAN 2022 puts them: "Definition: … Input: … Output:". The example in a
 * definition decides which kind of task it asks for; the prose is not understood, so read what was kept. Refused, by
 * name: what asks for something else. Without `select`, all definitions of the file are looked at.
 * https://github.com/allenai/natural-instructions
 */
export const niv2: InstructionFormat = {
  name: 'niv2',
  summary: 'Natural Instructions v2: JSON of task -> { definition, positive_example }',
  extensions: ['.json'],
  recognises: (start) => /^\s*\{\s*"[^"]*"\s*:\s*\{[^]*?"definition"\s*:/.test(start),
  parse: (source, { canonical, select } = {}, kind) => {
    const start = { file: source.file, line: 1 }
    if (kind === undefined) throw new UsageError('definitions are read for a task', start)
    return collectionSet({ ...niv2Definitions(source, kind, select), kind, canonical, start })
  },
}

/**
 * Returns the definitions of a file (or the one that is selected), sorted into those that ask for a kind of task and the
 * others.
 */
export function niv2Definitions(
  source: SourceFile,
  kind: TaskKind,
  select?: string,
): { name: string; instructions: readonly Instruction[]; refused: readonly Refusal[] } {
  const all = definitionsOf(source)
  const names = select === undefined ? Object.keys(all) : [select]
  const at = { file: source.file, line: 1 }
  const instructions: Instruction[] = []
  const refused: Refusal[] = []
  for (const name of names) {
    const entry = Object.hasOwn(all, name) ? all[name] : undefined
    if (entry === undefined)
      throw new UsageError(`${source.file}: no definition ${quote(name, 60)}${nameHint(name, Object.keys(all))}`)
    const reason = whyNot(entry, kind)
    if (reason === null) instructions.push({ ...toInstruction(entry, SHAPES[kind.kind]!, slug(name), name), at })
    else refused.push({ at, reason: `definition ${quote(name, 60)} ${reason}` })
  }
  return { name: slug(select ?? 'niv2'), instructions, refused }
}

function definitionsOf({ bytes, file }: SourceFile): Readonly<Record<string, Definition>> {
  const value = parseJson({ bytes, file })
  const entries = Object.entries(Object(value) as Record<string, Partial<Definition> | null>)
  const odd = entries.find(([, entry]) => typeof entry?.definition !== 'string')
  if (odd !== undefined) throw new UsageError(`${file}: ${quote(odd[0], 60)} has no definition`)
  return Object.fromEntries(entries) as Record<string, Definition>
}

function whyNot({ definition, positive_example: example }: Definition, kind: TaskKind): string | null {
  const shape = SHAPES[kind.kind]
  if (shape === undefined) return `cannot be laid out for ${kind.kind}: Natural Instructions has no such input`
  const named = placeholdersIn(definition)[0]
  if (named !== undefined) return `holds {${named}}, which reads as a placeholder`
  if (typeof example?.input !== 'string' || typeof example.output !== 'string') return 'brings no example'
  return shape.differs(example.input, example.output)
}

function toInstruction({ definition }: Definition, { body, options }: Shape, id: string, name: string): Instruction {
  const text = `Definition: ${definition.trim()}\n\nInput: ${body}\nOutput:`
  return {
    id,
    family: 'niv2',
    text,
    options,
    provenance: { author: 'Natural Instructions', licence: 'Apache-2.0', origin: `Natural Instructions v2 ${name}` },
    reviewed: null,
    hash: instructionHash({ text, options }),
  }
}
