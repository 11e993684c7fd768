import type { Example, Instruction, OptionStyle, TaskContext, TaskKind } from '../types/index.ts'

/**
 * The question is an instruction with an example put in. One pass over the template fills it, so that braces inside an input
 * are never read as placeholders; only the example's own fields count. A name without a value stays as it is
 * (`buildTask` has refused such instructions before).
 */
export function renderQuestion(instruction: Instruction, example: Example, context: TaskContext): string {
  if (instruction.render !== undefined) return instruction.render(example, context)
  return instruction.text.replaceAll(PLACEHOLDER, (whole: string, name: string) => {
    if (name === 'labels' && context.labels !== null) return Object.values(context.labels).join(', ')
    if (name === 'options' && example.options !== undefined) return renderOptions(example.options, instruction.options)
    return fieldOf(example, name) ?? whole
  })
}

/**
 * Returns the text of an example's field, of its input or of its optional ones; `undefined` where it has none of that name.
 */
export function fieldOf({ input, optional = {} }: Pick<Example, 'input' | 'optional'>, name: string) {
  if (Object.hasOwn(input, name)) return input[name]
  return Object.hasOwn(optional, name) ? optional[name] : undefined
}

/** The style of options unless an instruction has its own: `A) Rome B) Paris`. */
export const DEFAULT_OPTION_STYLE: OptionStyle = { item: '{id}) {text}', separator: ' ' }

/** Options in one text. Each item is filled in one pass: braces inside an option mean nothing. */
function renderOptions(options: readonly string[], style: OptionStyle): string {
  return options
    .map((text, index) =>
      style.item.replaceAll(/\{(id|text)\}/g, (_, name) => (name === 'id' ? optionId(index) : text)),
    )
    .join(style.separator)
}

/** Placeholders that are computed and no fields of an example: the label words, and the rendered options. */
export const COMPUTED: readonly string[] = ['labels', 'options']

/** `{name}`: what an instruction leaves open. Other braces mean nothing. */
export const PLACEHOLDER = /\{([A-Za-z_]\w*)\}/g

/** Names of a template's placeholders, in the order of first use. */
export function placeholdersIn(template: string): readonly string[] {
  return [...new Set([...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))]
}

/**
 * Returns the first of these names that a template writes in double braces, e.g. `{{passage}}` or `{{ passage }}`; `null`
 * without.
 */
export function doubleBraced(template: string, names: readonly string[]): string | null {
  const found = [...template.matchAll(/\{\{\s*([A-Za-z_]\w*)\s*\}\}/g)].find(([, name = '']) => names.includes(name))
  return found?.[1] ?? null
}

/** Returns every placeholder that an instruction for this kind may use. */
export function placeholdersOf(kind: TaskKind): readonly string[] {
  const options = kind.hasOptions ? ['options'] : []
  const labels = kind.hasLabels ? ['labels'] : []
  return [...new Set([...kind.fields, ...kind.optionalFields, ...options, ...labels])]
}

/** The most options that a question may have: option ids are the letters A to Z. */
export const MOST_OPTIONS = 26

/** Returns the id of the option at `index` (from 0): A, B, C, … Throws a `RangeError` beyond Z. */
export function optionId(index: number): string {
  if (!Number.isInteger(index) || index < 0 || index >= MOST_OPTIONS) throw new RangeError(`no option id for ${index}`)
  return String.fromCodePoint(65 + index)
}
