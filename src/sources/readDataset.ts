import { extname } from 'node:path'

import { nameHint } from '../core/text/index.ts'
import { UsageError, type Example, type Refusal } from '../core/types/index.ts'
import type { DatasetOptions } from './datasetOptions.ts'
import { datasetFormats, type DatasetFormat } from './datasets/index.ts'
import { openSource, type OpenSource } from './openSource.ts'
import { relationForms } from './relationForms.ts'
import { readExamples } from './readExamples.ts'

/** Examples of a file, with its sha256. */
export interface Dataset {
  readonly examples: readonly Example[]
  /** Items that could not be used. Empty unless `onRefused` is `list`. */
  readonly refused: readonly Refusal[]
  /** Label id -> words, where the format has labels. */
  readonly labels: Readonly<Record<string, string>> | null
  /** Name of the format that it was read in. */
  readonly format: string
  readonly file: string
  readonly sha256: string
}

/** Reads a dataset file. Throws `UsageError` with file and line. */
export function readDataset(options: DatasetOptions): Dataset {
  const { onRefused = 'throw' } = options
  const source = openSource(options.file)
  const format = formatOf(source, options)
  const examples: Example[] = []
  const refused: Refusal[] = []
  for (const item of readExamples(format, source, options)) {
    if (!('reason' in item)) examples.push(item)
    else if (onRefused === 'list') refused.push(item)
    else throw new UsageError(item.reason, item.at)
  }
  const named = format.labels?.(new Set(examples.map(({ gold }) => gold)), options) ?? null
  const formed = relationForms({ examples, labels: named }, options)
  return { ...formed, refused, format: format.name, file: source.file, sha256: source.sha256() }
}

/** The format that the options name, or that knows the file by extension and start. Throws `UsageError`. */
function formatOf({ file, start }: OpenSource, options: DatasetOptions): DatasetFormat {
  const names = datasetFormats.map(({ name }) => name)
  if (options.format !== undefined) {
    const named = datasetFormats.find(({ name }) => name === options.format)
    if (named !== undefined) return named
    throw new UsageError(
      `${file}: no dataset format ${JSON.stringify(options.format)}${nameHint(options.format, names)}`,
    )
  }
  const extension = extname(file).toLowerCase()
  const having = datasetFormats.filter(({ extensions }) => extensions.includes(extension))
  const found = having.find(({ recognises }) => recognises?.(start, file, options) ?? true)
  if (found !== undefined) return found
  if (having.length > 0) {
    const could = having.map(({ name }) => name).join(', ')
    throw new UsageError(
      `${file}: none of the formats of "${extension}" files begins like this; say format: one of ${could}`,
    )
  }
  const known = [...new Set(datasetFormats.flatMap(({ extensions }) => extensions))].join(', ')
  throw new UsageError(`${file}: no reader for "${extension}" files here (known: ${known})`)
}
