import type { RecordedLog } from '../../core/compare/index.ts'
import { counted, namesUpTo } from '../../core/text/index.ts'
import type { LogPair, OpenedLogs } from './openLogs.ts'

/**
 * Returns the remarks of a gate over logs about its evidence: the score that it used, and what was left out, has no score
 * or was not read.
 */
export function logRemarks({ pairs, ignored }: OpenedLogs): string[] {
  const several = pairs.length > 1
  return [
    ...scoredBy(pairs),
    ...pairs.flatMap((pair) => leftOut(pair, several)),
    ...pairs.flatMap((pair) => unscored(pair, several)),
    ...pairs.flatMap(({ baseline, candidate }) => [...new Set([baseline, candidate])].flatMap(brokenOff)),
    ...ignored,
  ]
}

/** Names the score by which each task was compared, which every report must say. */
function scoredBy(pairs: readonly LogPair[]): string[] {
  const byScore = Map.groupBy(pairs, ({ score }) => score)
  return [...byScore].map(([score, own]) =>
    byScore.size === 1 ? `Scored by ${score}.` : `Scored by ${score}: ${own.map(({ task }) => task).join(', ')}.`,
  )
}

function leftOut({ task, paired }: LogPair, several: boolean): string[] {
  return paired.leftOut.map((sentence) => (several ? `${task}: ${sentence}` : sentence))
}

function brokenOff({ file, broken }: RecordedLog): string[] {
  return broken === undefined
    ? []
    : [`${file} is of a run that did not come to its end (${broken}): what it lacks was never asked.`]
}

/** Counts the cells of shared examples that have no score, which every report must say. */
function unscored({ task, paired, baseline, candidate, score }: LogPair, several: boolean): string[] {
  return [[baseline, paired.before] as const, [candidate, paired.now] as const].flatMap(([{ file }, cells]) => {
    const all = paired.examples.flatMap(({ id, variants }) =>
      cells.get(id)!.filter(({ logged }) => variants.has(logged.variant)),
    )
    const lacking = all.filter((cell) => cell.score === null)
    const [first] = lacking
    if (first === undefined) return []
    const names = namesUpTo(MOST_NAMED, [...new Set(lacking.map(({ logged }) => logged.example))])
    const why = first.logged.reason === undefined ? '' : `, the first because ${first.logged.reason}`
    return [
      `${several ? `${task}: ` : ''}No ${score} in ${lacking.length} of ${counted(all.length, 'record')} of ${file}${why}; ` +
        `each counts against both verdicts: ${names}.`,
    ]
  })
}

/** The most names that are shown of a list. */
const MOST_NAMED = 5

/**
 * Returns the doubt that too much is missing from one side. What a side leaves out is not left out at random: a candidate
 * that answers only what it can would look better.
 */
export function tooMuchMissing({ pairs, lacking }: OpenedLogs, most: number): string[] {
  return [
    ...pairs
      .filter(({ paired }) => paired.missing > most)
      .map(
        ({ task, paired }) =>
          `${pairs.length > 1 ? `${task}: ` : ''}${(100 * paired.missing).toFixed(1)}% of what was asked stands in one log ` +
          `alone and was left out, more than the ${100 * most}% that a gate may leave out: nothing is shown by what was ` +
          'not asked of both. Ask both the same, or cut both logs to examples chosen before any answer was seen.',
      ),
    ...lacking,
  ]
}
