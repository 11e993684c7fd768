import { exampleId } from '../core/tasks/index.ts'
import { UsageError, type Example, type Location, type Refusal } from '../core/types/index.ts'
import type { DatasetOptions } from './files/taskOptions.ts'
import type { DatasetFormat, ExampleParts } from './datasets/datasetFormat.ts'
import type { DataRecord } from './files/openSource.ts'
import { Refused } from './files/textLines.ts'
import type { DataSource } from './files/openSource.ts'

/**
 * Yields the examples of a source one by one, and the items that are refused, each with place and reason: nothing is
 * left out silently, not even a record without an item. Only ids are kept between them. Throws `UsageError` where the
 * file as a whole cannot be trusted.
 */
export function* readExamples(
  format: DatasetFormat,
  source: DataSource,
  options: Omit<DatasetOptions, 'file'>,
): Generator<Example | Refusal> {
  const lines = new Map<string, number>()
  let count = 0
  for (const record of format.records(source, { ...options, file: source.file })) {
    const before = count
    for (const parts of itemsOf(format, record, { ...options, file: source.file })) {
      count++
      yield 'reason' in parts ? parts : toExample(parts, record.at, lines, format.copies)
    }
    if (count > before) continue
    count++
    yield { at: record.at, reason: 'the record holds no item' }
  }
  if (count === 0)
    throw new UsageError(`the file holds no examples (read as ${format.name})`, { file: source.file, line: 1 })
}

function* itemsOf(
  format: DatasetFormat,
  record: DataRecord,
  options: DatasetOptions,
): Generator<ExampleParts | Refusal> {
  const attempt = <Result>(call: () => Result): Result | Refusal => {
    try {
      return call()
    } catch (error) {
      if (error instanceof Refused) return { at: record.at, reason: error.message }
      throw error
    }
  }
  // A generator of items may refuse the rest of its record: that is one refusal more.
  const items = format.items(record, options)[Symbol.iterator]()
  for (;;) {
    const next = attempt(() => items.next())
    if ('reason' in next) yield next
    if ('reason' in next || next.done === true) return
    yield attempt(next.value)
  }
}

function toExample(
  { id: given, group, ...rest }: ExampleParts,
  at: Location,
  lines: Map<string, number>,
  copies: DatasetFormat['copies'],
): Example {
  const base = given ?? exampleId(rest)
  let id = base
  if (given === undefined && copies === 'number') for (let copy = 2; lines.has(id); copy++) id = `${base}-${copy}`
  const twin = lines.get(id)
  if (twin !== undefined) throw new UsageError(duplicate(id, twin, given !== undefined), at)
  lines.set(id, at.line)
  // Copies of one content are one unit: they are no independent evidence.
  return { id, group: group ?? base, ...rest, at }
}

function duplicate(id: string, line: number, given: boolean): string {
  return given
    ? `id ${JSON.stringify(id)} was used in line ${line} already: ids must be unique`
    : `the same example stands in line ${line}: remove one, or give each an "id" if both are meant`
}
