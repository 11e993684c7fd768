import { UsageError } from '../words/index.ts'
import { scoreOf } from './chooseScore.ts'
import type { LoggedAnswer, RecordedLog } from './recordedLog.ts'

/** One cell of a log. */
export interface ScoredCell extends LoggedAnswer {
  /** `null`: neither right nor wrong, because the log has no score for it. */
  readonly score: number | null
}

/** Key of a cell within its log. */
export function cellKey({ example, variant, trial }: Pick<LoggedAnswer, 'example' | 'variant' | 'trial'>): string {
  return JSON.stringify([example, variant, trial])
}

/**
 * The cells of a log under one score, by `cellKey`. A log may hold one answer several times under different scores (the
 * filters of lm-evaluation-harness): the record with the wanted one counts. Throws `UsageError` for two of those, and
 * for the records of several models.
 */
export function scoredCells(log: RecordedLog, score: string): Map<string, ScoredCell> {
  refuseMixed(log)
  const cells = new Map<string, ScoredCell>()
  for (const answer of log.answers) {
    const key = cellKey(answer)
    const known = cells.get(key)
    const value = scoreOf(log, answer, score)
    if (known !== undefined && known.score !== null && value !== null) {
      throw new UsageError(
        `example ${answer.example}, variant ${answer.variant}, trial ${answer.trial} stands in line ${known.line} too: ` +
          'which of the two answers counts cannot be known',
        { file: log.file, line: answer.line },
      )
    }
    if (known === undefined || known.score === null) cells.set(key, { ...answer, score: value })
  }
  return cells
}

function refuseMixed({ file, answers }: RecordedLog): void {
  const models = [...new Set(answers.flatMap(({ model }) => model ?? []))].toSorted()
  const [first, second] = models
  if (first === undefined || second === undefined) return
  throw new UsageError(
    `${file} holds answers of ${models.join(', ')}, and a mix of models is judged neither way. ` +
      `Name one after a #: ${file}#${first}`,
  )
}
