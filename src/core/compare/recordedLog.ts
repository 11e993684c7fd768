import { didYouMean } from '../text/index.ts'
import { UsageError } from '../types/index.ts'

/** One answer that a log holds, with the scores that its tool gave it. */
export interface LoggedAnswer {
  readonly example: string
  /** The prompt that was used, where the log knows several; else `prompt`. */
  readonly variant: string
  readonly trial: number
  /** The line in the file, counted from 1; of a file that is one JSON document, the record's number. */
  readonly line: number
  /** The input that was asked about, for display. */
  readonly input: string
  /** sha256 of what the log says of the example; `null` where it says nothing. Two logs that differ in it are no pair. */
  readonly content: string | null
  readonly gold: string | null
  /** `true` where the gold answer is a list or an object and the answer is in words: no text can be the same as that. */
  readonly isGoldUnclear?: boolean
  /** `null`: no answer is known. */
  readonly answer: string | null
  /** Name -> score, as logged; only those in [0, 1] can be gated on. */
  readonly scores: Readonly<Record<string, number>>
  /** The reason why the log holds neither answer nor score. */
  readonly reason?: string
  /** The model that answered, where the record names it. */
  readonly model?: string
  readonly group?: string
  readonly family?: string
  readonly seen?: boolean
}

/** A file of answers that another tool recorded and scored. */
export interface RecordedLog {
  /** The file's name as the user wrote it. */
  readonly file: string
  readonly sha256: string
  /** The tool that wrote it, e.g. `lm-eval`. */
  readonly kind: string
  readonly task: string | null
  readonly model: string | null
  readonly answers: readonly LoggedAnswer[]
  /** Names among the answers' scores that the tool declares as a score of the example. */
  readonly declared: readonly string[]
  /** The way in which the run that wrote the log ended, where it did not end well, e.g. `cancelled`. */
  readonly broken?: string
  /** Scores that the tool declares and of which no answer has a number, e.g. a metric of the whole corpus. */
  readonly unusable: readonly string[]
}

/** The variant of a log that knows a single prompt. */
export const ONLY_VARIANT = 'prompt'

/** The score that is made where a log has none of its own: 1 where the answer is the gold answer, blanks aside. */
export const EXACT_MATCH = 'exact-match'

/**
 * Returns the score that all logs are compared by: the wanted one; else the only one that all of them hold and that their
 * tools declare as a score of the example; else exact match, where plain files have answers, gold answers and no numbers at
 * all, and the first has an answer that is its gold answer. Nothing else is taken for a score: a number in every line may
 * be anything. Throws `UsageError`, with the candidates, where there is a choice to make.
 */
export function chooseScore(logs: readonly RecordedLog[], wanted?: string): string {
  const held = logs.map(namesIn)
  const shared = [...(held[0] ?? [])].filter((name) => held.every((names) => names.has(name))).toSorted()
  const gold = hasGold(logs)
  const offered = gold ? [EXACT_MATCH, ...shared.filter((name) => name !== EXACT_MATCH)] : shared
  if (wanted !== undefined) {
    if (shared.includes(wanted) || (wanted === EXACT_MATCH && gold)) return wanted
    const lacking = logs.find((_, at) => !held[at]!.has(wanted))
    const has = offered.length === 0 ? 'the logs have no score in common' : `the logs have ${offered.join(', ')}`
    throw new UsageError(
      `${lacking?.file ?? 'no log'} has no score ${JSON.stringify(wanted)}${didYouMean(wanted, offered)}; ${has}`,
    )
  }
  const declared = shared.filter((name) => logs.some((log) => log.declared.includes(name)))
  const [only, ...more] = declared
  if (only !== undefined && more.length === 0) {
    if (!isLoss(only)) return only
    throw new UsageError(
      `${files(logs)} ${logs.length > 1 ? 'declare' : 'declares'} ${only} alone, by its name an error of which less is ` +
        `better, and here more counts as better: write 1 - ${only} as a score, or say --score ${only} if more of it is better`,
    )
  }
  if (only !== undefined) throw new UsageError(`Which score? Name one with --score: ${declared.join(' or ')}`)
  refuseUnusable(logs, offered)
  const bare = held.every((names) => names.size === 0)
  if (bare && gold && logs.every(({ kind }) => PLAIN.has(kind))) {
    refuseNoMatch(logs[0]!)
    return EXACT_MATCH
  }
  if (offered.length > 0 && (shared.length > 0 || bare))
    throw new UsageError(
      `Which score? ${files(logs)} ${logs.length > 1 ? 'declare' : 'declares'} none: name one with --score: ${offered.join(' or ')}`,
    )
  throw new UsageError(
    `${files(logs)} have no score in common; ${logs
      .map(({ file, answers }, at) => `${file} has ${[...held[at]!].join(', ') || 'none'}${whyNone(answers)}`)
      .join('; ')}${gold ? `; --score ${EXACT_MATCH} compares answers with gold answers` : ''}`,
  )
}

function hasGold(logs: readonly RecordedLog[]): boolean {
  return logs.every(
    ({ answers }) =>
      answers.some(({ gold }) => gold !== null) &&
      answers.every(({ gold, reason }) => gold !== null || reason !== undefined),
  )
}

/** Returns a log's scores: the declared ones, and other numbers where all of them could be one. */
function namesIn({ answers, declared }: RecordedLog): ReadonlySet<string> {
  const [names, out] = [new Set(declared), new Set<string>()]
  for (const { scores } of answers)
    for (const [name, score] of Object.entries(scores)) {
      if (score >= 0 && score <= 1) names.add(name)
      else out.add(name)
    }
  for (const name of out) if (!declared.includes(name)) names.delete(name)
  return names
}

function files(logs: readonly RecordedLog[]): string {
  return [...new Set(logs.map(({ file }) => file))].join(' and ')
}

/** Says why a log has no score, in the words of its first record without one. */
function whyNone(answers: RecordedLog['answers']): string {
  const reason = answers.find(({ answer, scores }) => answer !== null && Object.keys(scores).length === 0)?.reason
  return reason === undefined ? '' : ` (${reason})`
}

/** Says whether the name of a score says that less of it is better. */
function isLoss(name: string): boolean {
  const words = name
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '_')
  return LOSSES.test(words) && !NOT_LOSSES.test(words)
}

/** Words in the names of scores of which less is better. */
const LOSSES =
  /(?:^|_)(?:[wctm]er|err|errors?|loss|losses|brier|[mr]?mse|rmse|mae|perplexity|ppl|toxic|toxicity|hallucinations?|distance|divergence|violations?|mistakes|penalty|regret)(?:_|$)/

const NOT_LOSSES = /(?:^|_)(?:no|non|not|free|without|detected|detection)(?:_|$)/

/** The tool has a metric of its own that is no number for one example: another one must not stand in for it unasked. */
function refuseUnusable(logs: readonly RecordedLog[], offered: readonly string[]): void {
  const log = logs.find(({ unusable }) => unusable.length > 0)
  if (log === undefined) return
  const names = log.unusable.join(', ')
  throw new UsageError(
    `${log.file}: the log's own metric ${names} is no number for an example, so nothing can be compared by it` +
      (offered.length === 0 ? '' : `. Say --score ${offered.join(' or --score ')} if that is meant`),
  )
}

/** Refuses a log that is never right: exact match is then not what its answers were meant for. */
function refuseNoMatch({ file, answers }: RecordedLog): void {
  const both = answers.filter(({ answer, gold }) => answer !== null && gold !== null)
  const [first] = both
  if (first === undefined || both.some((one) => one.isGoldUnclear === true || isExactMatch(one.answer!, one.gold!)))
    return
  const [answer, gold] = [first.answer!, first.gold!].map((text) => JSON.stringify(text.slice(0, 60)))
  throw new UsageError(
    `no answer is its gold answer word for word, here ${answer}, gold ${gold}: exact match would call every answer wrong, ` +
      `and nothing worse than that. Write a column score or correct, say which columns are meant (--columns answer=…,gold=…), ` +
      `or --score ${EXACT_MATCH} if that is meant`,
    { file, line: first.line },
  )
}

/** Kinds of files that no tool wrote, where an answer next to a gold answer can have only one meaning. */
const PLAIN: ReadonlySet<string> = new Set(['jsonl', 'csv'])

/** Returns the score of an answer in [0, 1]; `null` where the log holds none. Throws `UsageError` for one outside. */
export function scoreOf(log: Pick<RecordedLog, 'file'>, answer: LoggedAnswer, score: string): number | null {
  const logged = Object.hasOwn(answer.scores, score) ? answer.scores[score]! : null
  if (logged === null && score === EXACT_MATCH) {
    if (answer.answer === null || answer.gold === null) return null
    if (answer.isGoldUnclear === true)
      throw new UsageError(
        `the gold answer ${answer.gold.slice(0, 60)} is no text, so no answer in words is the same; whether one of several ` +
          'counts or all of them, only a score can say: write one gold answer, or a column score or correct',
        { file: log.file, line: answer.line },
      )
    return isExactMatch(answer.answer, answer.gold) ? 1 : 0
  }
  if (logged === null || (logged >= 0 && logged <= 1)) return logged
  throw new UsageError(`${score} is ${logged}: a score must lie between 0 and 1`, { file: log.file, line: answer.line })
}

/** Says whether an answer is the gold answer, blanks at the ends and the composition of letters (NFC, NFD) aside. */
export function isExactMatch(answer: string, gold: string): boolean {
  return answer.trim().normalize('NFC') === gold.trim().normalize('NFC')
}
