import { didYouMean } from '../text/index.ts'
import { UsageError } from '../words/index.ts'
import type { LoggedAnswer, RecordedLog } from './recordedLog.ts'

/** The score that is made where a log has none of its own: 1 where the answer is the gold answer, blanks aside. */
export const EXACT_MATCH = 'exact-match'

/**
 * The score that all logs are compared by: the wanted one; else `score`; else the only one that all of them hold; else
 * exact match, where no log has scores and all have gold answers. Throws `UsageError` where there is a choice to make.
 */
export function chooseScore(logs: readonly RecordedLog[], wanted?: string): string {
  const held = logs.map(({ answers }) => new Set(answers.flatMap(({ scores }) => Object.keys(scores))))
  const shared = [...(held[0] ?? [])].filter((name) => held.every((names) => names.has(name))).toSorted()
  if (wanted !== undefined) {
    if (shared.includes(wanted) || (wanted === EXACT_MATCH && hasGold(logs))) return wanted
    const lacking = logs.find((_, at) => !held[at]!.has(wanted))
    throw new UsageError(
      `${lacking?.file ?? 'no log'} has no score ${JSON.stringify(wanted)}${didYouMean(wanted, shared)}; ${offer(shared, logs)}`,
    )
  }
  if (shared.includes('score')) return 'score'
  const [only, ...more] = shared
  if (only !== undefined && more.length === 0) return only
  if (only !== undefined) throw new UsageError(`Which score? Name one with --score: ${shared.join(' or ')}`)
  if (held.every((names) => names.size === 0) && hasGold(logs)) return EXACT_MATCH
  throw new UsageError(
    `${logs.map(({ file }) => file).join(' and ')} have no score in common; ${logs
      .map(({ file }, at) => `${file} has ${[...held[at]!].join(', ') || 'none'}`)
      .join('; ')}`,
  )
}

/** The score of an answer in [0, 1]; `null` where the log holds none. Throws `UsageError` for one outside. */
export function scoreOf(log: RecordedLog, answer: LoggedAnswer, score: string): number | null {
  const logged = Object.hasOwn(answer.scores, score) ? answer.scores[score]! : null
  if (logged === null && score === EXACT_MATCH) {
    if (answer.answer === null || answer.gold === null) return null
    return isExactMatch(answer.answer, answer.gold) ? 1 : 0
  }
  if (logged === null || (logged >= 0 && logged <= 1)) return logged
  throw new UsageError(`${score} is ${logged}: a score must lie between 0 and 1`, { file: log.file, line: answer.line })
}

/** Whether an answer is the gold answer, blanks at the ends aside. */
export function isExactMatch(answer: string, gold: string): boolean {
  return answer.trim() === gold.trim()
}

function hasGold(logs: readonly RecordedLog[]): boolean {
  return logs.every(({ answers }) => answers.every(({ gold, reason }) => gold !== null || reason !== undefined))
}

function offer(shared: readonly string[], logs: readonly RecordedLog[]): string {
  const names = hasGold(logs) ? [...shared, EXACT_MATCH] : shared
  return names.length === 0 ? 'the logs have no score in common' : `the logs have ${names.join(', ')}`
}
