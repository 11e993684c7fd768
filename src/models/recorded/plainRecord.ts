import { finishReason } from '../finishReason.ts'
import { bag, textOf, type Prediction } from './prediction.ts'

/** The names that plain files give their columns, the first found wins. */
const COLUMNS = {
  text: ['text', 'answer', 'output', 'prediction', 'response', 'completion'],
  prompt: ['prompt'],
  example: ['example', 'example_id', 'id'],
  variant: ['variant', 'instruction', 'instruction_id'],
  task: ['task'],
  trial: ['trial'],
  finish: ['finish', 'finish_reason'],
  model: ['model'],
} as const

/**
 * A line of a plain JSONL or CSV file: `text` (or `answer`, `output`, `prediction`, `response`, `completion`) with
 * `prompt`, or with `example` and `variant`; further `task`, `trial`, `finish`, `model`. An empty text is an answer;
 * a line without the column, or with `null` there, answers nothing. A text that says why, where it cannot be used.
 */
export function plainRecord(value: unknown): Prediction | null | string {
  const fields = bag(value)
  const get = (name: keyof typeof COLUMNS): unknown =>
    COLUMNS[name].map((column) => fields[column]).find((field) => field !== undefined && field !== null)
  const named = (name: keyof typeof COLUMNS): string | undefined => {
    const field = get(name)
    return field === undefined || field === '' ? undefined : String(field)
  }
  const text = textOf(get('text'))
  if (text === undefined) return get('text') === undefined ? null : 'its text is no text'
  const prompt = named('prompt')
  const example = named('example')
  if (prompt === undefined && example === undefined) return 'it has neither prompt nor example, so no cell can be found'
  const trial = named('trial')
  if (trial !== undefined && !/^\d+$/.test(trial)) return `trial ${JSON.stringify(trial)} is no whole number from 0`
  const finish = finishReason(named('finish'))
  const [variant, task, model] = [named('variant'), named('task'), named('model')]
  return {
    text,
    ...(prompt === undefined ? {} : { prompt }),
    ...(example === undefined ? {} : { example }),
    ...(variant === undefined ? {} : { variant }),
    ...(task === undefined ? {} : { task }),
    ...(trial === undefined ? {} : { trial: Number(trial) }),
    ...(finish === null ? {} : { finish }),
    ...(model === undefined ? {} : { model }),
  }
}
