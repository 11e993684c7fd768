import { messageOf } from '../core/text/index.ts'
import { UsageError } from '../core/types/index.ts'
import { decodeUtf8 } from './files/text.ts'
import { readSource } from './files/readSource.ts'

/** An answer and what a human says of it. */
export interface HumanLabel {
  readonly question: string
  readonly reference: string
  readonly answer: string
  readonly human: boolean
}

/**
 * Answers that humans have judged, one JSON object a line: `{"question", "reference", "answer", "human": true}`. Throws
 * `UsageError` with file and line.
 */
export function readHumanLabels(path: string): readonly HumanLabel[] {
  const { bytes, file } = readSource(path)
  const labels = decodeUtf8(bytes, file)
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [labelOf(line, { file, line: index + 1 })]))
  if (labels.length === 0) throw new UsageError(`${file}: holds no human labels`)
  return labels
}

function labelOf(line: string, at: { readonly file: string; readonly line: number }): HumanLabel {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    throw new UsageError(`not valid JSON (${messageOf(error)})`, at)
  }
  const entry = Object(value) as Record<string, unknown>
  const textOf = (name: string): string => {
    const text = entry[name]
    if (typeof text !== 'string') throw new UsageError(`"${name}" must be a text`, at)
    return text
  }
  const texts = { question: textOf('question'), reference: textOf('reference'), answer: textOf('answer') }
  const { human } = entry
  if (typeof human !== 'boolean') throw new UsageError('"human" must be true or false', at)
  return { ...texts, human }
}
