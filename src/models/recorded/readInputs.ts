import { resolve } from 'node:path'
import { mapColumns, type ColumnMap } from './columns.ts'
import { recordedFormats } from './formats/index.ts'
import { openRecords } from './openRecords.ts'
import { splitModel } from './readLog.ts'

/**
 * What was asked in some lines of a log, by line. The log is read again for it: the questions of a large log are most of its
 * text, and a report shows a few of them.
 */
export function readInputs(
  written: string,
  cwd: string,
  lines: ReadonlySet<number>,
  columns?: ColumnMap,
): ReadonlyMap<number, string> {
  const inputs = new Map<number, string>()
  if (lines.size === 0) return inputs
  const { path } = splitModel(written, cwd)
  const { kind, records } = openRecords(resolve(cwd, path))
  for (const { value, line } of records) {
    if (!lines.has(line)) continue
    const made = recordedFormats[kind].scored(columns === undefined ? value : mapColumns(value, columns))
    if (typeof made !== 'string') inputs.set(line, made.input)
    if (inputs.size === lines.size) break
  }
  return inputs
}
