import { createHash } from 'node:crypto'
import {
  chooseScore,
  EXACT_MATCH,
  isExactMatch,
  pairLogs,
  type PairedLogs,
  type RecordedLog,
} from '../core/compare/index.ts'
import { freeAnswer, instructionHash } from '../core/tasks/index.ts'
import {
  UsageError,
  type Example,
  type Instruction,
  type Task,
  type TaskKind,
  type TaskSource,
} from '../core/types/index.ts'
import { parseColumns } from '../models/recorded/formats/columns.ts'
import { readLog } from '../models/recorded/readLog.ts'

/** The way in which a task was read from two logs. It is recorded in the run, so that the task can be read again. */
interface LogOptions {
  readonly log: string
  readonly score: string
  /** The mapping of columns as the user wrote it, where they have other names. */
  readonly columns?: string
}

/**
 * Makes the task that two logs share: their common examples, each asked with the prompts that both logs have for it.
 */
export function logTask(
  name: string,
  paired: PairedLogs,
  score: string,
  logs: readonly RecordedLog[],
  columns?: string,
): Task {
  const kind = scoredByLog(score)
  const instructions = paired.variants.map((id): Instruction => {
    const options = { item: '{id}) {text}', separator: '\n' }
    // Only the logs hold the literal prompts, example by example, and not every log does.
    const text = id
    const provenance = { author: 'recorded log', licence: 'unknown' }
    const hash = instructionHash({ text, options })
    return { id, family: id, text, options, render: asked, provenance, reviewed: null, hash }
  })
  const examples = paired.examples.map(({ id, group, input, gold }) => ({
    id,
    group,
    input: input === '' ? NO_INPUT : { question: input },
    gold,
  }))
  const sources = logs.map(({ file, sha256 }): TaskSource => {
    const options: LogOptions = { log: file, score, ...(columns !== undefined && { columns }) }
    return { file: file.replace(/#.*$/, ''), sha256, options: { ...options } }
  })
  const canonical = paired.variants[0] ?? ''
  return { name, kind, labels: null, examples, instructions, canonical, hash: hashOf(paired, score), sources }
}

/** The shared input of all examples whose question is not kept. */
const NO_INPUT = { question: '' }

/** Hashes what two logs ask, example by example, since all of it as one text might not fit into memory. */
function hashOf({ examples, variants }: PairedLogs, score: string): string {
  const hash = createHash('sha256').update(JSON.stringify(['recorded', score, variants]))
  for (const { id, group, input, gold, content, variants: own } of examples)
    hash.update(JSON.stringify([id, group, content ?? input, gold, ...own.keys()]))
  return hash.digest('hex')
}

/** Says whether a task was read from two logs. */
export function isLogTask(sources: readonly TaskSource[]): boolean {
  return sources.length === 2 && sources.every(({ options }) => typeof options?.['log'] === 'string')
}

/** Reads the task of two logs again. Throws `UsageError` where they are gone. */
export function reloadLogTask(name: string, sources: readonly TaskSource[], cwd: string): Task {
  const { score, columns } = (sources[0]?.options ?? {}) as Partial<LogOptions>
  const map = columns === undefined ? undefined : parseColumns(columns)
  const [baseline, candidate] = sources.map(({ options }) => readLog(String(options?.['log']), cwd, map))
  if (baseline === undefined || candidate === undefined) throw new UsageError(`Task ${name} is not of two logs`)
  const chosen = chooseScore([baseline, candidate], score)
  return logTask(name, pairLogs(baseline, candidate, chosen), chosen, [baseline, candidate], columns)
}

/** Makes a task kind whose answers are the logged texts and whose scores are the log's own. */
function scoredByLog(score: string): TaskKind {
  return {
    ...freeAnswer({ judge: `recorded: ${score}` }),
    read: (text) => ({ outcome: 'answered', answer: text.trim() }),
    score: (answer, { gold }) => {
      if (score === EXACT_MATCH) return isExactMatch(answer, gold) ? 1 : 0
      throw new UsageError(`The score ${score} is that of the recorded logs: it does not follow from the answer alone`)
    },
  }
}

/** Returns the input as the log has it. */
function asked({ input }: Example): string {
  return input['question'] ?? ''
}
