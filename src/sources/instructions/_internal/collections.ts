import { nameHint } from '../../../core/text/index.ts'
import type { Example, Instruction, Location, Refusal, TaskContext, TaskKind } from '../../../core/types/index.ts'
import { UsageError } from '../../../core/types/index.ts'
import type { ParsedInstructions } from '../instructionFormat.ts'
import { doubleBraced, optionId, placeholdersIn, placeholdersOf, renderQuestion } from '../../../core/tasks/index.ts'
import { Refused } from '../../files/textLines.ts'

/** The result of reading a collection of templates (promptsource, FLAN). */
export interface Collection {
  readonly name: string
  readonly kind: TaskKind
  readonly instructions: readonly Instruction[]
  readonly refused: readonly Refusal[]
  readonly canonical: string | undefined
  readonly start: Location
}

/**
 * Makes the instruction set of a collection. Equal wordings count once: later ones are refused. Its labels are the
 * dataset's. Throws `UsageError` where no template is left or the canonical one is not among them.
 */
export function collectionSet({ name, kind, instructions, refused, canonical, start }: Collection): ParsedInstructions {
  const first = new Map<string, Instruction>()
  const copies: Refusal[] = []
  for (const instruction of instructions) {
    const twin = first.get(instruction.hash)
    if (twin === undefined) first.set(instruction.hash, instruction)
    else {
      const reason = `template ${JSON.stringify(instruction.id)} has the wording of ${JSON.stringify(twin.id)}`
      copies.push({ at: instruction.at ?? start, reason })
    }
  }
  const kept = [...first.values()]
  const all = [...refused, ...copies]
  const [one] = kept
  if (one === undefined) {
    const why = all.slice(0, 3).map(({ at, reason }) => `line ${at.line}: ${reason}`)
    throw new UsageError(`no template asks for ${kind.kind}: ${why.join('; ') || 'there are none'}`, start)
  }
  const ids = kept.map(({ id }) => id)
  if (canonical !== undefined && !ids.includes(canonical)) {
    const hint = nameHint(canonical, ids)
    throw new UsageError(`no instruction has the canonical id ${JSON.stringify(canonical)}${hint}`, start)
  }
  const set = { set: name, task: kind.kind, labels: null, canonical: canonical ?? one.id, instructions: kept }
  return { set, at: { task: start, labels: start }, refused: all }
}

/** Turns a name into an id: lower case, letters, digits, `_` and `-`. */
export function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .replaceAll(/^[-_]+|[-_]+$/g, '')
  return plain === '' ? 'template' : plain.slice(0, 60)
}

/**
 * Says what is wrong with an instruction for a kind, or `null`. It must mention every field that the examples carry,
 * and the options if there are any: one that leaves a part of the input out asks another question. Of the `extra` fields,
 * which are no part of the input, it may mention any.
 */
export function checkInstruction(
  kind: TaskKind,
  instruction: Instruction,
  carried: readonly string[],
  extra: readonly string[] = [],
): string | null {
  if (instruction.render !== undefined) return null
  const known = [...placeholdersOf(kind), ...extra]
  // Options that are written as members of a JSON object, `"A": "…"` with commas between, are meant to stand in braces.
  const { item: written, separator } = instruction.options
  const members = /^"[^"]*"\s*:/.test(written) && separator.trim() === ','
  const doubled = Object.entries({ '': instruction.text, ...instruction.translations }).flatMap(([language, text]) => {
    const name = doubleBraced(members ? text.replaceAll('{{options}}', '') : text, known)
    const place = language === '' ? '' : ` in its translation "${language}"`
    return name === null ? [] : [`puts the value of {${name}} in braces${place}: write {${name}}, not {{${name}}}`]
  })
  if (doubled[0] !== undefined) return doubled[0]
  const used = placeholdersIn(instruction.text)
  const unknown = used.find((name) => !known.includes(name))
  if (unknown !== undefined)
    return `mentions {${unknown}}, which ${kind.kind} has not${nameHint(unknown, known, braced)}`
  const required = [...new Set([...kind.fields, ...carried, ...(kind.hasOptions ? ['options'] : [])])]
  const missing = required.filter((name) => !used.includes(name))
  if (missing.length > 0) return `does not mention ${missing.map(braced).join(' and ')}`
  const optional = used.find((name) => !required.includes(name) && !extra.includes(name) && name !== 'labels')
  if (optional !== undefined) return `mentions {${optional}}, which no example has`
  for (const [language, text] of Object.entries(instruction.translations ?? {})) {
    const there = placeholdersIn(text)
    const [lost, more] = [used.find((name) => !there.includes(name)), there.find((name) => !used.includes(name))]
    if (lost !== undefined) return `does not mention {${lost}} in its translation "${language}"`
    if (more !== undefined) return `mentions {${more}} in its translation "${language}" alone`
  }
  const { item } = instruction.options
  const inItem = doubleBraced(item, ['id', 'text'])
  if (inItem !== null) return `writes options with {{${inItem}}}, which puts braces around each: write {${inItem}}`
  return item.includes('{text}') ? null : `writes options as ${JSON.stringify(item)}, without {text}`
}

/**
 * Says what a rendered question leaves out of an example, or `null`: for instructions with a renderer of their own, whose
 * text cannot be looked through. Throws what the renderer throws.
 */
export function checkRendered(
  { render }: Pick<Instruction, 'render'>,
  example: Example,
  context: TaskContext,
): string | null {
  const question = render?.(example, context) ?? ''
  const field = Object.entries(example.input).find(([, text]) => !question.includes(text))
  if (field !== undefined) return `does not show {${field[0]}}`
  const option = (example.options ?? []).findIndex((text) => !question.includes(text))
  return option < 0 ? null : `does not show option ${optionId(option)}`
}

function braced(name: string): string {
  return `{${name}}`
}

const WORDS = ['amber', 'basil', 'cedar', 'dune', 'ember', 'fjord', 'grove', 'heath']

/** Makes examples of a kind that differ in their gold answer only: a template must show the same for both. */
export function probes(kind: TaskKind, options: number, passage: boolean, salt = ''): readonly [Example, Example] {
  const names = [...kind.fields, ...(passage && kind.optionalFields.includes('passage') ? ['passage'] : [])]
  const input = Object.fromEntries([...new Set(names)].map((name) => [name, `${name} ${salt}quince`]))
  const texts = WORDS.slice(0, options).map((word) => `${word}${salt}`)
  const golds = kind.hasOptions
    ? [optionId(0), optionId(options - 1)]
    : kind.kind === 'boolean-qa'
      ? ['yes', 'no']
      : [`${salt}walrus`, `${salt}otter`]
  const [first = '', second = ''] = golds
  const rest = kind.hasOptions ? { options: texts } : {}
  return [
    { id: 'probe', group: 'probe', input, gold: first, ...rest },
    { id: 'probe', group: 'probe', input, gold: second, ...rest },
  ]
}

/**
 * Throws `Refused` unless a renderer asks for the task: it shows every field (and option) of a made-up example, and says
 * the same whichever the right answer is.
 */
export function checkAsks(
  kind: TaskKind,
  render: (example: Example) => string,
  pair: readonly [Example, Example],
): void {
  const [first, second] = pair
  const question = render(first)
  if (question.trim() === '') throw new Refused('renders to nothing')
  const fault = checkRendered({ render }, first, { labels: null })
  if (fault !== null) throw new Refused(`${fault}: it asks for something else than ${kind.kind}`)
  // Options may come in another order, as where a dataset has the right one apart from the wrong ones.
  if (sorted(question) !== sorted(render(second))) throw new Refused('shows the right answer')
}

function sorted(text: string): string {
  return text.split('\n').toSorted().join('\n')
}

/** Says whether a plain template gives the same text as a renderer, on made-up examples. */
export function saysTheSame(
  plain: Pick<Instruction, 'text' | 'options'>,
  render: (example: Example) => string,
  pairs: readonly (readonly [Example, Example])[],
): boolean {
  return pairs
    .flat()
    .every((example) => renderQuestion(plain as Instruction, example, { labels: null }) === render(example))
}
