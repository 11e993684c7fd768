import { sortByHash } from '../core/plan/index.ts'
import { MOST_OPTIONS, optionId } from '../core/tasks/index.ts'
import { nameHint } from '../core/text/index.ts'
import { UsageError, type Example } from '../core/types/index.ts'
import type { DatasetOptions } from './datasetOptions.ts'
import { relationWords } from './datasets/relationWords.ts'

/** Examples, and the words of their labels where they have some. */
interface Labelled {
  readonly examples: readonly Example[]
  readonly labels: Readonly<Record<string, string>> | null
}

/**
 * The forms that relation extraction is asked in besides naming a label: without some labels (`leaveOut`, e.g.
 * `no_relation`), and as a choice among a few (`asChoice`: the right label and others of the file, drawn for each example
 * alone, in a random order; ids and groups stay). Throws `UsageError` where a form cannot be made.
 */
export function relationForms(
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

/** The labels that an example is left for. */
function labelsLeft(labels: Labelled['labels'], examples: readonly Example[]): Labelled['labels'] {
  const left = new Set(examples.map(({ gold }) => gold))
  return labels && Object.fromEntries(Object.entries(labels).filter(([label]) => left.has(label)))
}

/** What is wrong with the options of a form, or `null`. */
export function formComplaint({
  leaveOut,
  asChoice,
}: {
  readonly leaveOut?: unknown
  readonly asChoice?: unknown
}): string | null {
  const isList = Array.isArray(leaveOut) && leaveOut.every((label) => typeof label === 'string')
  if (leaveOut !== undefined && !isList) return '"leaveOut" must be a list of labels'
  const fits = Number.isSafeInteger(asChoice) && (asChoice as number) >= 2 && (asChoice as number) <= MOST_OPTIONS
  return asChoice === undefined || fits ? null : `"asChoice" must be a number of options from 2 to ${MOST_OPTIONS}`
}
