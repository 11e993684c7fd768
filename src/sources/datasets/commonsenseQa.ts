import { MAX_RECORD_BYTES } from '../files/taskOptions.ts'
import { choiceQuestion } from './_internal/toExample.ts'
import type { DatasetFormat } from './datasetFormat.ts'
import { jsonLines } from '../files/jsonRecords.ts'

/** CommonsenseQA: ARC's layout, with a `question_concept` in addition. https://www.tau-nlp.sites.tau.ac.il/commonsenseqa */
export const commonsenseQa: DatasetFormat = {
  name: 'commonsenseqa',
  summary: 'CommonsenseQA: JSON Lines with question, question_concept, choices, answerKey',
  extensions: ['.jsonl', '.ndjson'],
  recognises: (start) => start.includes('"question_concept"'),
  kind: 'multiple-choice',
  copies: 'refuse',
  records: (source, { maxRecordBytes = MAX_RECORD_BYTES }) => jsonLines(source, maxRecordBytes),
  items: ({ value }) => [() => choiceQuestion(value)],
}
