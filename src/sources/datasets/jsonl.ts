import { exampleId } from '../../core/tasks/index.ts'
import { UsageError, type Example, type Location } from '../../core/words/index.ts'
import { validate, type DatasetLine } from '../../schemas/index.ts'
import type { DatasetFormat } from './datasetFormat.ts'
import { jsonLines } from './jsonLines.ts'

/** One example a line: `{"id"?, "group"?, "input": {…}, "options"?: […], "gold": "…", "slices"?: {…}}`. */
export const jsonl: DatasetFormat = {
  name: 'jsonl',
  extensions: ['.jsonl', '.ndjson'],
  parse: (source) => {
    const examples: Example[] = []
    const lines = new Map<string, number>()
    for (const { line, value } of jsonLines(source)) {
      const at = { file: source.file, line }
      const { id: given, group, ...rest } = toParts(validate('dataset-line', value, at), at)
      const id = given ?? exampleId(rest)
      const twin = lines.get(id)
      if (twin !== undefined) throw new UsageError(duplicate(id, twin, given !== undefined), at)
      lines.set(id, line)
      examples.push({ id, group: group ?? id, ...rest, at })
    }
    if (examples.length === 0) {
      throw new UsageError('the file holds no examples: write one JSON object a line', { file: source.file, line: 1 })
    }
    return examples
  },
}

type Parts = Omit<DatasetLine, 'input'> & Pick<Example, 'input'>

/** Options that stand among the input fields are lifted out: one place for them from here on. */
function toParts({ input, ...rest }: DatasetLine, at: Location): Parts {
  const { options, ...fields } = input
  if (!Array.isArray(options)) return { input: fields as Example['input'], ...rest }
  if (rest.options !== undefined) throw new UsageError('"options" stand both in and beside "input": keep one', at)
  return { input: fields as Example['input'], options, ...rest }
}

function duplicate(id: string, line: number, given: boolean): string {
  return given
    ? `id ${JSON.stringify(id)} was used in line ${line} already: ids must be unique`
    : `the same example stands in line ${line}: remove one, or give each an "id" if both are meant`
}
