import { Refused } from '../datasets/refused.ts'
import { jinjaTemplate } from '../jinja/jinjaTemplate.ts'

/** What promptsource writes between prompt and answer, and between answer choices. */
const DIVIDER = '|||'
/** What stands for it in the data while a template is rendered. */
const SHIELD = '\u{E000}pipes\u{E001}'

/** A rendered template. */
export interface Rendered {
  readonly prompt: string
  readonly target: string
  readonly choices: readonly string[] | null
}

/**
 * A template of promptsource as its `Template.apply` renders it: `answer_choices` (its own expression) is a variable,
 * prompt and answer are divided by `|||`, both are trimmed. `pick` chooses for the filter `choice`. Throws `Refused`.
 */
export function promptsourceTemplate(
  jinja: string,
  answerChoices: string | null,
): (row: Readonly<Record<string, unknown>>, pick?: (count: number) => number) => Rendered {
  const whole = jinjaTemplate(jinja)
  const choicesOf = answerChoices === null ? null : jinjaTemplate(answerChoices)
  return (given, pick) => {
    const row = deep(given, (text) => text.replaceAll(DIVIDER, SHIELD)) as Readonly<Record<string, unknown>>
    const choices =
      choicesOf === null
        ? null
        : choicesOf(row, pick)
            .split(DIVIDER)
            .map((choice) => choice.trim())
    const parts = whole({ ...row, ...(choices === null ? {} : { answer_choices: choices }) }, pick)
      .split(DIVIDER)
      .map((part) => part.trim().replaceAll(SHIELD, DIVIDER))
    const [prompt = '', target = ''] = parts
    if (parts.length !== 2) {
      const what = parts.join('') === '' ? 'renders to nothing' : `has ${parts.length} parts, not prompt ||| answer`
      throw new Refused(`${what} on this example`)
    }
    if (prompt === '') throw new Refused('renders to an empty prompt')
    return { prompt, target, choices: choices?.map((choice) => choice.replaceAll(SHIELD, DIVIDER)) ?? null }
  }
}

function deep(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => deep(item, change))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deep(item, change)]))
}
