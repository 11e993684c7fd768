import { basename } from 'node:path'

import { MAX_RECORD_BYTES } from '../files/taskOptions.ts'
import { csvRecords } from '../files/csvRecords.ts'
import type { DatasetFormat } from './datasetFormat.ts'
import { Refused } from '../files/textLines.ts'

/**
 * MMLU: CSV without a header: question, four options, the right letter. The subject (the file's name) is a slice
 * and an optional field.
 * https://github.com/hendrycks/test
 */
export const mmlu: DatasetFormat = {
  name: 'mmlu',
  summary: 'MMLU: CSV without a header: question, four options, letter (<subject>_test.csv)',
  extensions: ['.csv'],
  recognises: (_start, file, { columns }) => columns === undefined && /_(?:test|dev|val)\.csv$/i.test(file),
  kind: 'multiple-choice',
  copies: 'number',
  records: (source, { maxRecordBytes = MAX_RECORD_BYTES }) => csvRecords(source, maxRecordBytes, ','),
  items: ({ value, at }) => [
    () => {
      const cells = value as readonly string[]
      if (cells.length !== 6) throw new Refused(`a row has 6 cells (question, 4 options, letter), not ${cells.length}`)
      const [question = '', ...rest] = cells
      const gold = (rest.at(-1) ?? '').trim()
      if (!/^[A-D]$/.test(gold)) throw new Refused(`the last cell must be A, B, C or D, not ${JSON.stringify(gold)}`)
      const subject = basename(at.file).replace(/(?:_(?:test|dev|val))?\.\w+$/i, '')
      return {
        input: { question },
        optional: { subject: subject.replaceAll('_', ' ') },
        options: rest.slice(0, 4),
        gold,
        slices: { subject },
      }
    },
  ],
}
