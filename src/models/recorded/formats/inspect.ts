import { ONLY_VARIANT } from '../../../core/compare/index.ts'
import { finishReason } from '../../endpoint/finishReason.ts'
import { contentText, count } from '../../endpoint/completions.ts'
import type { LogRecord, Prediction } from './_internal/record.ts'
import { asScore, asText, bag, contentHash, defineRecordedFormat, textOf, turnsText } from './_internal/record.ts'

/**
 * A sample of an inspect_ai log. The prompt is the text of its user message, where the model got a single one, else the
 * JSON of the messages as `chatMessages` renders them; the trial is its epoch. A sample with an error, or cut off before
 * an answer, answers nothing. Texts that inspect_ai keeps apart (`attachment://`) are put back.
 *
 * Scores are called after their scorer, and `scorer/name` where a scorer gives several.
 */
export const inspect = defineRecordedFormat({
  kind: 'inspect',
  summary: 'inspect_ai log, `.eval` or JSON: samples with messages and output',
  log: {
    example: '`id`',
    variant: 'one',
    trial: '`epoch`',
    scores: '`scorer`, or `scorer/name`; `C` and `yes` are 1, `P` ½, `I`, `N` and `no` 0',
  },
  predictions: (value) => said(attached(value)),
  scored(value) {
    const sample = attached(value)
    const { id, epoch, input, target, scores: found, error } = sample
    if (typeof id !== 'number' && typeof id !== 'string') return 'it has no id'
    const spoken = said(sample)
    if (typeof spoken === 'string') return spoken
    const scores: [name: string, score: number][] = []
    const unusable: string[] = []
    let answer: string | null = null
    for (const [scorer, score] of Object.entries(bag(found))) {
      const { value: given, answer: read } = bag(score)
      answer ??= textOf(read) ?? null
      const parts = Object.entries(bag(given))
      const named =
        parts.length === 0 ? [[scorer, given] as const] : parts.map(([n, p]) => [`${scorer}/${n}`, p] as const)
      const numbers = named.flatMap(([name, part]) => {
        const number = letter(part)
        return number === null ? [] : [[name, number] as [string, number]]
      })
      for (const number of numbers) scores.push(number)
      if (numbers.length === 0 && given !== null && given !== undefined) unusable.push(scorer)
    }
    const why = textOf(bag(error)['message']) ?? 'the log has no answer for it'
    return {
      example: String(id),
      variant: ONLY_VARIANT,
      trial: typeof epoch === 'number' ? epoch - 1 : 0,
      input: questionOf(input),
      content: contentHash([asked(input), target ?? null]),
      gold: Array.isArray(target) && target.length === 1 ? asText(target[0]) : asText(target),
      answer: spoken === null ? null : (answer ?? spoken.text),
      scores: spoken === null ? {} : Object.fromEntries(scores),
      declared: scores.map(([name]) => name),
      ...(unusable.length > 0 && { unusable }),
      ...(spoken === null && { reason: why }),
      ...(spoken?.model !== undefined && { model: spoken.model }),
    } satisfies LogRecord
  },
})

/** The values of inspect_ai's scores in letters (correct, partial, incorrect, no answer) and words. */
const LETTERS: Readonly<Record<string, number>> = { C: 1, P: 0.5, I: 0, N: 0, yes: 1, no: 0 }

function letter(value: unknown): number | null {
  return typeof value === 'string' && Object.hasOwn(LETTERS, value) ? LETTERS[value]! : asScore(value)
}

function said({ id, epoch, input, messages, output, error }: ReturnType<typeof bag>): Prediction | null | string {
  const { choices, usage, model } = bag(output)
  const choice = Array.isArray(choices) ? bag(choices[0]) : {}
  if ((error !== undefined && error !== null) || choice['message'] === undefined) return null
  const prompt = promptOf(messages, input)
  if (prompt === undefined) return `sample ${String(id)} has neither messages nor input`
  const finish = finishReason(choice['stop_reason'])
  const used = bag(usage)
  const answeredBy = textOf(model)
  return {
    prompt,
    trial: typeof epoch === 'number' ? epoch - 1 : 0,
    text: contentText(bag(choice['message'])['content']),
    tokens: { input: count(used['input_tokens']), output: count(used['output_tokens']) },
    ...(finish === null ? {} : { finish }),
    ...(answeredBy === undefined || answeredBy === '' ? {} : { model: answeredBy }),
  }
}

function promptOf(messages: unknown, input: unknown): string | undefined {
  const list: unknown = Array.isArray(messages) && messages.length > 0 ? messages : input
  if (!Array.isArray(list)) return textOf(list)
  const end = list.findLastIndex((message) => bag(message)['role'] === 'user')
  const put = list.slice(0, end + 1) as unknown[]
  return put.length === 1 ? contentText(bag(put[0])['content']) : (turnsText(put) ?? '[]')
}

/** Returns what was asked without the parts that differ from run to run: the ids of messages and of tool calls. */
function asked(input: unknown): unknown {
  if (!Array.isArray(input)) return input ?? null
  return input.map((message) => {
    const { role, content, tool_calls: calls } = bag(message)
    const parts = Array.isArray(content)
      ? content.map((part) => {
          const { internal: _internal, id: _id, ...rest } = bag(part)
          return typeof part === 'string' ? part : rest
        })
      : content
    const called = (Array.isArray(calls) ? calls : []).map((call) => {
      const { function: name, arguments: given } = bag(call)
      return { name, given }
    })
    return { role, content: parts ?? null, ...(called.length > 0 && { called }) }
  })
}

function questionOf(input: unknown): string {
  if (!Array.isArray(input)) return asText(input) ?? ''
  return contentText(bag(input.findLast((message) => bag(message)['role'] === 'user'))['content'])
}

const ATTACHMENT = /attachment:\/\/([0-9a-f]{32})/g

/** Returns the sample with the texts that inspect_ai keeps apart in their places. */
function attached(value: unknown): ReturnType<typeof bag> {
  const sample = bag(value)
  const texts = bag(sample['attachments'])
  if (Object.keys(texts).length === 0) return sample
  const { input, messages, output, target, scores } = sample
  const fill = (part: unknown): unknown => {
    if (typeof part === 'string') return part.replaceAll(ATTACHMENT, (found, id: string) => textOf(texts[id]) ?? found)
    if (Array.isArray(part)) return part.map(fill)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([name, own]) => [name, fill(own)]))
  }
  return {
    ...sample,
    input: fill(input),
    messages: fill(messages),
    output: fill(output),
    target: fill(target),
    scores: fill(scores),
  }
}
