import { counted, formatBound } from '../src/core/report/index.ts'
import { namesUpTo } from '../src/core/text/index.ts'
import type { Comparison, ExampleName } from '../src/core/words/index.ts'

/** More names than this are counted. */
const MOST = 5

/** What is different from the baseline, a sentence a line; nothing where nothing is. */
export function comparisonLines(comparison: Comparison | undefined): string[] {
  if (!comparison) return []
  const { newlyFailing, newlyPassing, moved, examples, broken, mended, brokenByNoise, losses } = comparison
  const changed = broken.length + mended.length > 0
  return [
    ...titles('Newly failing', newlyFailing),
    ...titles('Newly passing', newlyPassing),
    ...moved.map(({ title, before, now }) => `Moved: "${title}", ${range(before)} then, ${range(now)} now.`),
    ...(changed
      ? [
          `Of ${counted(examples, 'example')} asked of both, ${broken.length} broke (always right before, always wrong now) ` +
            `and ${mended.length} mended; sampling noise alone breaks some, about ${brokenByNoise ?? 0} if nothing had changed. Advisory.`,
        ]
      : []),
    ...exampleList('Broken', broken),
    ...exampleList('Mended', mended),
    ...losses
      .slice(0, MOST)
      .map(
        ({ by, task, name, asked, lost, interval: [low, high] }) =>
          `Lost in ${task}, ${by} "${name}": ${lost} of ${asked} cells (${percent(low)} to ${percent(high)}, exploratory).`,
      ),
  ]
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

function percent(share: number): string {
  return `${Math.round(share * 100)}%`
}
