import { MAX_RECORD_BYTES } from '../files/taskOptions.ts'
import { choiceQuestion } from './_internal/toExample.ts'
import type { DatasetFormat } from './datasetFormat.ts'
import { jsonLines } from '../files/jsonRecords.ts'

/**
 * ARC (Easy and Challenge): JSON Lines with a question, its choices and `answerKey`. https://allenai.org/data/arc
 * OpenBookQA has the same layout; its `fact1` is the optional field `fact`.
 */
export const arc: DatasetFormat = {
  name: 'arc',
  summary: 'ARC: JSON Lines with question, choices, answerKey',
  extensions: ['.jsonl', '.ndjson'],
  recognises: (start) => /"choices"\s*:/.test(start) && !start.includes('"question_concept"'),
  kind: 'multiple-choice',
  copies: 'refuse',
  records: (source, { maxRecordBytes = MAX_RECORD_BYTES }) => jsonLines(source, maxRecordBytes),
  items: ({ value }) => [() => choiceQuestion(value)],
}
