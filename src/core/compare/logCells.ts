import { UsageError } from '../types/index.ts'
import type { LoggedAnswer, RecordedLog } from './recordedLog.ts'
import { scoreOf } from './recordedLog.ts'

/** One cell of a log. */
export interface LogCell {
  readonly logged: LoggedAnswer
  /** Counted from 0 among the repeats of its example and variant, whatever numbers the log gives them. */
  readonly trial: number
  /** `null`: neither right nor wrong, because the log has no score for it. */
  readonly score: number | null
}

/** Example -> its cells, those of one variant adjacent and in the order of their trials. */
export type LogCells = ReadonlyMap<string, readonly LogCell[]>

/**
 * Returns the cells of a log under one score. A log may hold one answer several times under different scores (the filters
 * of lm-evaluation-harness): the record with the wanted one counts. Throws `UsageError` for two of those, and for the
 * records of several models, and for one id that stands for two questions.
 */
export function logCells(log: RecordedLog, score: string): LogCells {
  refuseMixed(log)
  const examples = new Map<string, LogCell[]>()
  for (const logged of log.answers) {
    const value = scoreOf(log, logged, score)
    const cells = examples.get(logged.example)
    if (cells === undefined) {
      // Written as a list of one, since an empty list that grows takes room for many, and most examples have one cell.
      examples.set(logged.example, [{ logged, trial: logged.trial, score: value }])
      continue
    }
    refuseOther(log, cells, logged)
    const at = cells.findIndex((cell) => isSame(cell.logged, logged))
    const known = cells[at]
    const cell = { logged, trial: logged.trial, score: value }
    if (known === undefined) cells.push(cell)
    else if (known.score !== null && value !== null) throw twice(log, known.logged, logged)
    else if (known.score === null) cells[at] = cell
  }
  for (const [example, cells] of examples)
    if (cells.length > 1) examples.set(example, ordered(cells))
    else if (cells[0]!.trial !== 0) examples.set(example, [{ ...cells[0]!, trial: 0 }])
  return examples
}

/** Returns the cell of a log; `undefined` where it has none. */
export function findCell(
  cells: LogCells,
  { example, variant, trial }: Pick<LoggedAnswer, 'example' | 'variant' | 'trial'>,
): LogCell | undefined {
  return cells.get(example)?.find((cell) => cell.trial === trial && cell.logged.variant === variant)
}

/** Returns an example's cells by variant. */
export function byVariant(cells: readonly LogCell[]): Map<string, LogCell[]> {
  return Map.groupBy(cells, ({ logged }) => logged.variant)
}

function ordered(cells: readonly LogCell[]): LogCell[] {
  return [...byVariant(cells).values()].flatMap((own) =>
    own
      .toSorted((a, b) => a.logged.trial - b.logged.trial)
      .map(({ logged, score }, trial) => ({ logged, trial, score })),
  )
}

function isSame(a: LoggedAnswer, b: LoggedAnswer): boolean {
  return a.trial === b.trial && a.variant === b.variant
}

/** One id may stand for one question only: two of them would count as repeats. */
function refuseOther(
  log: RecordedLog,
  cells: readonly LogCell[],
  { example, variant, content, line }: LoggedAnswer,
): void {
  if (content === null) return
  const other = cells.find(({ logged }) => logged.variant === variant && (logged.content ?? content) !== content)
  if (other === undefined) return
  throw new UsageError(
    `example ${example} asks something else in line ${other.logged.line}: an id must be one question's own. Say ` +
      '--columns example=input to pair by what was asked, or write the files that were put together apart',
    { file: log.file, line },
  )
}

function twice(log: RecordedLog, first: LoggedAnswer, second: LoggedAnswer): UsageError {
  const { example, variant, trial, line } = second
  const filters =
    log.kind === 'lm-eval'
      ? '. lm-evaluation-harness up to 0.4.4 writes one line for each filter and does not name it: if the task has ' +
        `several, split the file before line ${line}, where the second begins, and gate on one part of each log`
      : '. Give each repeat a trial of its own, or none at all: then they are counted up'
  return new UsageError(
    `example ${example}, variant ${variant}, trial ${trial} stands in line ${first.line} too: ` +
      `which of the two answers counts cannot be known${filters}`,
    { file: log.file, line },
  )
}

function refuseMixed({ file, answers }: RecordedLog): void {
  const seen = new Set<string>()
  for (const { model } of answers) if (model !== undefined) seen.add(model)
  const models = [...seen].toSorted()
  const [first, second] = models
  if (first === undefined || second === undefined) return
  throw new UsageError(
    `${file} holds answers of ${models.join(', ')}, and a mix of models is judged neither way. ` +
      `Name one after a #: ${file}#${first}`,
  )
}
