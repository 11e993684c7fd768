import { extname } from 'node:path'
import { nameHint } from '../core/text/index.ts'
import { type Example, type Refusal, UsageError } from '../core/types/index.ts'
import type { DatasetOptions } from './files/taskOptions.ts'
import { type DatasetFormat, datasetFormats } from './datasets/index.ts'
import { type OpenSource, openSource } from './files/openSource.ts'
import { readExamples } from './readExamples.ts'
import { sortByHash } from '../core/sampling/index.ts'
import { optionId } from '../core/tasks/index.ts'
import { relationWords } from './datasets/_internal/toExample.ts'

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

/** Finds the format that the options name, or that recognises the file by extension and start. Throws `UsageError`. */
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

/** Examples, and the words of their labels where they have some. */
interface Labelled {
  readonly examples: readonly Example[]
  readonly labels: Readonly<Record<string, string>> | null
}

/**
 * Turns relation extraction into other forms than naming a label: without some labels (`leaveOut`, e.g. `no_relation`),
 * and as a choice among a few (`asChoice`: the right label and others of the file, drawn for each example alone, in a
 * random order; ids and groups stay). Throws `UsageError` where a form cannot be made.
 */
function relationForms(
  { examples, labels }: Labelled,
  { file, leaveOut = [], asChoice }: Pick<DatasetOptions, 'file' | 'leaveOut' | 'asChoice'>,
): Labelled {
  if (leaveOut.length === 0 && asChoice === undefined) return { examples, labels }
  const golden = new Set(examples.map(({ gold }) => gold))
  const strange = leaveOut.find((label) => !golden.has(label))
  if (strange !== undefined)
    throw new UsageError(
      `${file}: leaveOut: no example has the gold answer ${JSON.stringify(strange)}${nameHint(strange, golden)}`,
    )
  const kept = examples.filter(({ gold }) => !leaveOut.includes(gold))
  if (asChoice === undefined) return { examples: kept, labels: labelsLeft(labels, kept) }
  const golds = [...new Set(kept.map(({ gold }) => gold))].toSorted()
  const words = (label: string): string => labels?.[label] ?? relationWords(label)
  if (golds.length < asChoice)
    throw new UsageError(
      `${file}: asChoice: ${asChoice} options need as many labels, the file has ${golds.length}: ask for ${golds.length} or fewer`,
    )
  const asked = kept.map((example) => {
    const { sentence, head, tail } = example.input
    if (sentence === undefined || head === undefined || tail === undefined)
      throw new UsageError(
        'asChoice: the example is none of relation extraction (sentence, head, tail); leave asChoice out for this file',
        example.at,
      )
    const others = golds.filter((label) => label !== example.gold)
    const drawn = [example.gold, ...sortByHash(others, `choice ${example.id}`).slice(0, asChoice - 1)]
    const order = sortByHash(drawn, `order ${example.id}`)
    return Object.assign({}, example, {
      input: { passage: sentence, question: `How is ${head} related to ${tail}?` },
      options: order.map(words),
      gold: optionId(order.indexOf(example.gold)),
      slices: { ...example.slices, relation: example.gold },
    })
  })
  // A choice has options of its own.
  return { examples: asked, labels: null }
}

/** Keeps the labels for which an example is left. */
function labelsLeft(labels: Labelled['labels'], examples: readonly Example[]): Labelled['labels'] {
  const left = new Set(examples.map(({ gold }) => gold))
  return labels && Object.fromEntries(Object.entries(labels).filter(([label]) => left.has(label)))
}
