import { MAX_RECORD_BYTES } from '../files/taskOptions.ts'
import { contentGroup, objectOf, optionalTexts, textField } from './_internal/toExample.ts'
import type { DatasetFormat } from './datasetFormat.ts'
import { jsonLines } from '../files/jsonRecords.ts'
import { Refused } from '../files/textLines.ts'

/**
 * BoolQ: JSON Lines with `question`, `passage` and `answer` (true or false). Questions about one passage are one group;
 * its `title` is an optional field.
 * https://github.com/google-research-datasets/boolean-questions
 */
export const boolq: DatasetFormat = {
  name: 'boolq',
  summary: 'BoolQ: JSON Lines with question, passage, answer (true or false)',
  extensions: ['.jsonl', '.ndjson'],
  recognises: (start) => {
    const line = start.split('\n', 1)[0] ?? ''
    return ['question', 'answer', 'passage'].every((key) => line.includes(`"${key}":`)) && !line.includes('"input"')
  },
  kind: 'boolean-qa',
  copies: 'number',
  records: (source, { maxRecordBytes = MAX_RECORD_BYTES }) => jsonLines(source, maxRecordBytes),
  items: ({ value }) => [
    () => {
      const record = objectOf(value)
      const [passage, question] = [textField(record, 'passage'), textField(record, 'question')]
      const { answer } = record
      if (typeof answer !== 'boolean') throw new Refused('"answer" must be true or false')
      const optional = optionalTexts(record, { title: 'title' })
      return { group: contentGroup(passage), input: { passage, question }, ...optional, gold: answer ? 'yes' : 'no' }
    },
  ],
}
