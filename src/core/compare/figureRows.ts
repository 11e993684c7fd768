import { metrics } from '../metrics/index.ts'
import type { MeasuredSlice } from '../words/index.ts'
import type { ComparedFigure, ComparedRelease, FigureRow } from './comparedRelease.ts'

/** What a table shows of the whole task besides accuracy. */
const OF_TASK = [
  metrics.flipRate,
  metrics.spread,
  metrics.worstVariant,
  metrics.robustAccuracy,
  metrics.seenUnseenGap,
  metrics.posix,
].map(({ name }) => name)

/**
 * The figures of releases side by side: accuracy of the task, of seen and unseen wordings and of each wording family;
 * flip rate, spread, worst variant, robust accuracy, the gap between seen and unseen, and POSIX where a release tells
 * log-probabilities. A release that measured nothing has none: a gate stops where its data say, so that only its claims'
 * own bounds hold.
 */
export function figureRows(releases: readonly ComparedRelease[]): FigureRow[] {
  const tasks = [...new Set(releases.flatMap(({ measured }) => measured.map(({ plan }) => plan.task)))].toSorted()
  // A score between right and wrong is no accuracy.
  const graded = releases.some(({ scored }) => scored?.graded)
  const mean = graded ? 'mean score' : metrics.accuracy.name
  return tasks.flatMap((task) => {
    const slices = releases.map(({ measured }) => measured.find(({ plan }) => plan.task === task)?.slices ?? [])
    const families = [...new Set(slices.flat().flatMap(({ of, name }) => (of === 'family' ? name : [])))].toSorted()
    const wanted: [string, (slice: MeasuredSlice) => boolean, string][] = [
      [mean, ({ of }) => of === 'task', metrics.accuracy.name],
      [`${mean}, seen`, ({ of }) => of === 'seen', metrics.accuracy.name],
      [`${mean}, unseen`, ({ of }) => of === 'unseen', metrics.accuracy.name],
      // One family alone is the task.
      ...(families.length < 2 ? [] : families).map((family): (typeof wanted)[number] => [
        `${mean}, family ${family}`,
        ({ of, name }) => of === 'family' && name === family,
        metrics.accuracy.name,
      ]),
      [`${mean} by source`, ({ of }) => of === 'task', metrics.sourceAccuracy.name],
      ...OF_TASK.map((name): (typeof wanted)[number] => [
        graded ? name.replace('accuracy', 'score') : name,
        ({ of }) => of === 'task',
        name,
      ]),
    ]
    const rows = wanted.map(([figure, isIt, metric]) => ({
      task,
      figure,
      of: slices.map((own) => figureOf(own.find(isIt), metric)),
    }))
    const [cells] = rows
    return rows
      .filter(({ of }) => of.some((one) => one !== null))
      .filter(({ figure, of }) => figure !== 'accuracy by source' || differ(of, cells!.of))
  })
}

/** Whether sources of unequal size make the two means differ, so that both must be named. */
function differ(a: FigureRow['of'], b: FigureRow['of']): boolean {
  return a.some((one, at) => Math.abs((one?.value ?? 0) - (b[at]?.value ?? 0)) > ROUNDING)
}

/** Rounding of a mean. */
const ROUNDING = 1e-9

function figureOf(slice: MeasuredSlice | undefined, metric: string): ComparedFigure | null {
  const found = slice?.metrics.find(({ name }) => name === metric)
  if (found === undefined || found.value === null) return null
  const interval = found.intervals.find(({ over }) => over === 'examples') ?? found.intervals[0] ?? null
  return { value: found.value, interval }
}
