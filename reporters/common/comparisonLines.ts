import { counted, formatBound, namesUpTo } from '../../src/core/text/index.ts'
import type { Comparison, ExampleName, SourceChange } from '../../src/core/types/index.ts'

/** The most names that are listed; the rest are counted. */
const MOST = 5

/** Says what is different from the baseline, a sentence a line; nothing where nothing is. */
export function comparisonLines(comparison: Comparison | undefined): string[] {
  if (!comparison) return []
  const { newlyFailing, newlyPassing, moved, examples, broken, mended, sources, parts = 0, losses } = comparison
  const changed = broken.length + mended.length > 0
  return [
    ...titles('Newly failing', newlyFailing),
    ...titles('Newly passing', newlyPassing),
    ...moved.map(({ title, before, now }) => `Moved: "${title}", ${range(before)} then, ${range(now)} now.`),
    ...(changed
      ? [
          `Of ${counted(examples, 'example')} asked of both, ${broken.length} broke (always right before, always wrong now) ` +
            `and ${mended.length} recovered${bySource(sources)}. Advisory.`,
        ]
      : []),
    ...exampleList('Broken', broken),
    ...exampleList('Recovered', mended),
    // Runs of version 0.1 counted losses by cell and left out gains, so their losses cannot be shown here.
    ...(sources ? losses : [])
      .filter((one) => 'sources' in one)
      .slice(0, MOST)
      .map(
        ({ by, task, name, sources: asked, lost, gained }) =>
          `Lost in ${task}, ${by} "${name}": ${lost} of ${counted(asked, 'source')} lost, ${gained} gained, net ${gained - lost} ` +
          `(exploratory: ${counted(parts, 'part')} looked at).`,
      ),
  ]
}

/** Says how many independent sources changed, since examples of one source are not independent. */
function bySource(change: SourceChange | undefined): string {
  if (!change) return ''
  const { compared, worse, better, pValue } = change
  const test =
    pValue === null
      ? 'no test: a gate stops where its data look decisive'
      : `exact sign test p = ${pValue < 0.001 ? pValue.toExponential(0) : pValue.toFixed(3)}`
  return `; by source ${worse} of ${compared} got worse and ${better} better (${test})`
}

function titles(what: string, names: readonly string[]): string[] {
  return names.length === 0
    ? []
    : [
        `${what}: ${namesUpTo(
          MOST,
          names.map((name) => `"${name}"`),
        )}.`,
      ]
}

function exampleList(what: string, examples: readonly ExampleName[]): string[] {
  return examples.length === 0
    ? []
    : [
        `${what}: ${namesUpTo(
          MOST,
          examples.map(({ task, example }) => `${task}/${example}`),
        )}.`,
      ]
}

function range([low, high]: readonly [number, number]): string {
  return `${formatBound(low, 'down')} to ${formatBound(high, 'up')}`
}
