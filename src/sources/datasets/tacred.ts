import { MAX_RECORD_BYTES } from '../files/taskOptions.ts'
import type { DatasetFormat } from './datasetFormat.ts'
import { indexField, objectOf, relationWords, textField, textsField } from './_internal/toExample.ts'
import { jsonRecords } from '../files/jsonRecords.ts'
import { Refused } from '../files/textLines.ts'

/**
 * TACRED, TACREV and Re-TACRED: a JSON list of objects with `token`, `subj_start` to `obj_end` (both ends included)
 * and `relation`. Head is the subject, tail the object; sentences of one `docid` are one group.
 * https://nlp.stanford.edu/projects/tacred/
 */
export const tacred: DatasetFormat = {
  name: 'tacred',
  summary: 'TACRED, TACREV, Re-TACRED: a JSON list with token, subj_start … obj_end, relation',
  extensions: ['.json'],
  recognises: (start) => start.trimStart().startsWith('[') && /"(?:subj|obj)_start"\s*:/.test(start),
  kind: 'relation-extraction',
  copies: 'refuse',
  records: (source, { maxRecordBytes = MAX_RECORD_BYTES }) =>
    jsonRecords(source, 1, maxRecordBytes, (rest, count) =>
      Array.isArray(rest) && rest.length === count ? null : 'TACRED is a JSON list that holds objects alone',
    ),
  items: ({ value }) => [
    () => {
      const record = objectOf(value)
      const tokens = textsField(record, 'token')
      const [head, tail] = [span(record, tokens, 'subj'), span(record, tokens, 'obj')]
      const [gold, id] = [textField(record, 'relation'), textField(record, 'id')]
      const group = record['docid'] === undefined ? {} : { group: textField(record, 'docid') }
      return { id, ...group, input: { sentence: tokens.join(' '), head, tail }, gold, slices: { relation: gold } }
    },
  ],
  labels: (golds) => Object.fromEntries([...golds].toSorted().map((id) => [id, relationWords(id)])),
}

function span(record: Readonly<Record<string, unknown>>, tokens: readonly string[], part: string): string {
  const [start, end] = [indexField(record, `${part}_start`), indexField(record, `${part}_end`)]
  if (start < 0 || end < start || end >= tokens.length) {
    throw new Refused(`${part}_start ${start} to ${part}_end ${end} lie outside of the ${tokens.length} tokens`)
  }
  return tokens.slice(start, end + 1).join(' ')
}
