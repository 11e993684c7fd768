import { contentText } from '../openai/chatCompletion.ts'
import { count } from '../openai/completionBody.ts'
import { finishReason } from '../finishReason.ts'
import { bag, textOf, type Prediction } from './prediction.ts'

/**
 * A sample of an inspect_ai log. The prompt is the text of its user message, where the model got a single one, else the
 * JSON of the messages as `chatMessages` renders them; the trial is its epoch. A sample with an error, or cut off before
 * an answer, answers nothing.
 */
export function inspectLog(value: unknown): Prediction | null | string {
  const { id, epoch, input, messages, output, error } = bag(value)
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
  const turns = list.map((message) => {
    const { role, content } = bag(message)
    return { role: String(role), content: contentText(content) }
  })
  const end = turns.findLastIndex(({ role }) => role === 'user')
  const asked = turns.slice(0, end + 1)
  return asked.length === 1 ? asked[0]?.content : JSON.stringify(asked)
}
