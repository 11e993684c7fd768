import { doubleBraced, optionId, placeholdersIn, placeholdersOf } from '../core/tasks/index.ts'
import { nameHint } from '../core/text/index.ts'
import type { Example, Instruction, TaskContext, TaskKind } from '../core/types/index.ts'

/**
 * Says what is wrong with an instruction for a kind, or `null`. It must mention every field that the examples carry,
 * and the options if there are any: one that leaves a part of the input out asks another question.
 */
export function checkInstruction(kind: TaskKind, instruction: Instruction, carried: readonly string[]): string | null {
  if (instruction.render !== undefined) return null
  const known = placeholdersOf(kind)
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
  const optional = used.find((name) => !required.includes(name) && name !== 'labels')
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
export function checkRendered(instruction: Instruction, example: Example, context: TaskContext): string | null {
  const question = instruction.render?.(example, context) ?? ''
  const field = Object.entries(example.input).find(([, text]) => !question.includes(text))
  if (field !== undefined) return `does not show {${field[0]}}`
  const option = (example.options ?? []).findIndex((text) => !question.includes(text))
  return option < 0 ? null : `does not show option ${optionId(option)}`
}

function braced(name: string): string {
  return `{${name}}`
}
