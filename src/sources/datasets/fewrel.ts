import { UsageError } from '../../core/types/index.ts'
import { MAX_RECORD_BYTES } from '../files/taskOptions.ts'
import { decodeUtf8 } from '../files/text.ts'
import { readSource } from '../files/readSource.ts'
import { contentGroup, objectOf, relationWords, textsField } from './_internal/toExample.ts'
import type { DatasetFormat } from './datasetFormat.ts'
import { type JsonRecord, jsonRecords } from '../files/jsonRecords.ts'
import { Refused } from '../files/textLines.ts'

/**
 * FewRel: a JSON object of relation id -> list of `{ tokens, h, t }`, an entity being [name, Wikidata id, positions].
 * Head and tail are written as in the sentence (the file's names are in lower case). `labelNames: 'pid2name.json'`
 * gives label words; without it the id is its own. https://github.com/thunlp/FewRel
 */
export const fewrel: DatasetFormat = {
  name: 'fewrel',
  summary: 'FewRel: a JSON object of relation -> list of tokens, h, t',
  extensions: ['.json'],
  recognises: (start) => start.trimStart().startsWith('{') && /"tokens"\s*:\s*\[/.test(start),
  kind: 'relation-extraction',
  copies: 'number',
  records: (source, { maxRecordBytes = MAX_RECORD_BYTES }) =>
    (function* () {
      for (const { at, key, value } of jsonRecords(source, 2, maxRecordBytes, onlyLists)) {
        yield { at, value: { key, value } }
      }
    })(),
  items: ({ value }) => [
    () => {
      const { key: gold, value: raw } = value as Pick<JsonRecord, 'key' | 'value'>
      const record = objectOf(raw)
      const tokens = textsField(record, 'tokens')
      const sentence = tokens.join(' ')
      const [head, tail] = [mention(record, tokens, 'h'), mention(record, tokens, 't')]
      return { group: contentGroup(sentence), input: { sentence, head, tail }, gold, slices: { relation: gold } }
    },
  ],
  labels: (golds, { labelNames }) => {
    const names = labelNames === undefined ? {} : readLabelNames(labelNames)
    const ids = [...golds].toSorted()
    return Object.fromEntries(ids.map((id) => [id, names[id] ?? relationWords(id)]))
  },
}

function onlyLists(rest: unknown, count: number): string | null {
  const lists = rest !== null && typeof rest === 'object' && !Array.isArray(rest) ? Object.values(rest) : [null]
  const fine = lists.every(Array.isArray) && lists.flat().length === count
  return fine ? null : 'FewRel is a JSON object of relation -> list of objects, each relation once'
}

/** Tokens of the first mention. */
function mention(record: Readonly<Record<string, unknown>>, tokens: readonly string[], name: string): string {
  const entity = record[name]
  const places: unknown = Array.isArray(entity) ? entity[2] : undefined
  const first: unknown = Array.isArray(places) ? places[0] : undefined
  if (!Array.isArray(first) || first.length === 0 || !first.every(Number.isSafeInteger)) {
    throw new Refused(`"${name}" must be [name, id, [[token positions], …]]`)
  }
  const outside = first.find((index) => index < 0 || index >= tokens.length)
  if (outside !== undefined) {
    throw new Refused(`"${name}" has the position ${outside}, outside of the ${tokens.length} tokens`)
  }
  return first.map((index) => tokens[index]).join(' ')
}

/** Label id -> words of a JSON file that holds `{ id: words }` or, as FewRel's, `{ id: [words, …] }`. Throws `UsageError`. */
function readLabelNames(path: string): Readonly<Record<string, string>> {
  const { bytes, file } = readSource(path)
  let value: unknown
  try {
    value = JSON.parse(decodeUtf8(bytes, file))
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${file}: not valid JSON: it must be an object of label id -> words`)
  }
  const entries = value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : []
  const names = entries.map(([id, given]) => [id, Array.isArray(given) ? given[0] : given] as const)
  const odd = names.find(([, words]) => typeof words !== 'string' || words.trim() === '')
  if (names.length > 0 && odd === undefined) return Object.fromEntries(names)
  const what = odd === undefined ? '' : `; ${JSON.stringify(odd[0])} has none`
  throw new UsageError(`${file}: must be an object of label id -> words, or -> [words, …]${what}`)
}
