import { messageOf } from '../../core/text/index.ts'
import type { Example } from '../../core/types/index.ts'
import { validate, type DatasetLine } from '../../schemas/index.ts'
import { MAX_RECORD_BYTES } from '../files/taskOptions.ts'
import type { DatasetFormat, ExampleParts } from './datasetFormat.ts'
import { jsonLines } from '../files/jsonRecords.ts'
import { Refused } from '../files/textLines.ts'

/** One example a line: `{"id"?, "group"?, "input": {…}, "options"?: […], "gold": "…", "slices"?: {…}}`. */
export const jsonl: DatasetFormat = {
  name: 'jsonl',
  summary: "the package's own: JSON Lines with input, gold, and id, group, options, slices if wanted",
  extensions: ['.jsonl', '.ndjson'],
  kind: null,
  copies: 'refuse',
  records: (source, { maxRecordBytes = MAX_RECORD_BYTES }) => jsonLines(source, maxRecordBytes),
  items: ({ value }) => [() => toParts(lineOf(value))],
}

function lineOf(value: unknown): DatasetLine {
  try {
    return validate('dataset-line', value, '')
  } catch (error) {
    throw new Refused(messageOf(error))
  }
}

/** Moves options that are among the input fields out of them, so that later code finds them in one place. */
function toParts({ input, ...rest }: DatasetLine): ExampleParts {
  const { options, ...fields } = input
  if (!Array.isArray(options)) return { input: fields as Example['input'], ...rest }
  if (rest.options !== undefined) throw new Refused('"options" stand both in and beside "input": keep one')
  return { input: fields as Example['input'], options, ...rest }
}
