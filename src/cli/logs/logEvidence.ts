import { basename, resolve } from 'node:path'
import type { LogCell, RecordedLog } from '../../core/compare/index.ts'
import { canonicalJson, sha256 } from '../../core/hash/index.ts'
import type { Identity, Observation, ReleaseInfo } from '../../core/types/index.ts'

/**
 * Makes the release that a log, or the logs of several tasks, stand for. The files give the answers, so their sha256 is
 * the revision.
 */
export function logRelease(logs: readonly RecordedLog[], name: string): ReleaseInfo {
  const [first, ...more] = logs
  const models = new Set(logs.map((log) => log.model ?? logName(log)))
  return {
    name,
    model: models.size === 1 ? [...models].join() : name,
    revision: first !== undefined && more.length === 0 ? first.sha256 : sha256(logs.map((log) => log.sha256).join()),
    endpointKind: 'recorded',
    endpoint: `recorded:${[...new Set(logs.map(({ file }) => basename(file)))].toSorted().join('+').slice(0, 200)}`,
    format: 'recorded',
    parameters: {},
  }
}

/** Returns the name of a log: its model's where the tool names its files after tasks, else its file's. */
export function logName({ file, model, kind }: RecordedLog): string {
  // lm-evaluation-harness names its files after task and date, and the folder after the model.
  if (kind === 'lm-eval' && model !== null) return model
  const [, wanted] = file.split('#')
  return wanted ?? stemOf(file)
}

/** Returns the name of a file without its ending. */
export function stemOf(file: string): string {
  return basename(file).replace(/\.(?:jsonl?|csv|eval)$/i, '')
}

/**
 * Makes names different: equal ones get as many of the folders before the file as that takes, and a number where the
 * paths are the same too.
 */
export function apart(names: readonly string[], paths: readonly string[], cwd: string): string[] {
  const folders = paths.map((path) => resolve(cwd, path).split(/[\\/]/).slice(0, -1))
  const withFolders = names.map((name, at) => {
    const own = folders[at]!
    const others = folders.filter((other, index) => names[index] === name && other.join('/') !== own.join('/'))
    if (others.length === 0) return name
    let depth = 1
    while (depth < own.length && others.some((other) => lastOf(other, depth) === lastOf(own, depth))) depth++
    return `${lastOf(own, depth)}/${name}`
  })
  const seen = new Map<string, number>()
  return withFolders.map((name) => {
    if (withFolders.indexOf(name) === withFolders.lastIndexOf(name)) return name
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return `${name} ${count}`
  })
}

function lastOf(parts: readonly string[], depth: number): string {
  return parts.slice(-depth).join('/')
}

/** The tokens of an answer of a log, which says nothing of them. */
const UNTOLD = { input: null, output: null } as const

/** The fields of an observation that its log may lack. */
type Named = Pick<Observation, 'task' | 'group' | 'gold'>

/**
 * Makes the cells of a log observations of a task. One without a score is an `error`, neither right nor wrong. No
 * request was made, so the key is the hash of the cell under its release. A gate keeps all of them until it ends, so
 * each holds only its cell of the log and computes its fields when they are read.
 */
export function logObservations(release: ReleaseInfo, task: string): (cell: LogCell, named: Source) => Observation {
  const asked = { release, task, whoOf: answerers(release) }
  return (cell, source) =>
    cell.score === null ? new UnscoredObservation(cell, source, asked) : new LogObservation(cell, source, asked)
}

/** The fields of an example that the other log may know. */
type Source = Pick<Observation, 'group' | 'gold'>

/** The fields that all observations of a log under one task have in common. */
interface Asked {
  readonly release: ReleaseInfo
  readonly task: string
  readonly whoOf: ReturnType<typeof answerers>
}

/**
 * An observation of a log. It is a class, because getters on a prototype take no memory in each of hundreds of
 * thousands of objects.
 */
class LogObservation implements Observation {
  readonly #cell: LogCell
  readonly #source: Source
  readonly #asked: Asked

  constructor(cell: LogCell, source: Source, asked: Asked) {
    this.#cell = cell
    this.#source = source
    this.#asked = asked
  }

  get task(): string {
    return this.#asked.task
  }

  get release(): string {
    return this.#asked.release.name
  }

  get example(): string {
    return this.#cell.logged.example
  }

  get group(): string {
    return this.#source.group
  }

  get variant(): string {
    return this.#cell.logged.variant
  }

  get trial(): number {
    return this.#cell.trial
  }

  get raw(): string | null {
    return this.#cell.logged.answer
  }

  get answer(): string | null {
    const { logged, score } = this.#cell
    return score === null ? null : (logged.answer?.trim() ?? null)
  }

  get outcome(): Observation['outcome'] {
    return this.#cell.score === null ? 'error' : 'answered'
  }

  get score(): number {
    return this.#cell.score ?? 0
  }

  get gold(): string {
    return this.#source.gold
  }

  get who(): Identity {
    return this.#asked.whoOf(this.#cell)
  }

  get tokens(): Observation['tokens'] {
    return UNTOLD
  }

  get key(): string {
    const { example, variant, trial, task } = this
    return sha256(canonicalJson({ log: this.#asked.release.revision, task, example, variant, trial }))
  }

  /** Gives the fields as plain data for `JSON.stringify`, which ignores getters. */
  toJSON(): Observation {
    const { task, group, gold, key } = this
    const { release, whoOf } = this.#asked
    return observationOf(this.#cell, { task, group, gold }, { release, who: whoOf(this.#cell), key })
  }
}

class UnscoredObservation extends LogObservation {
  readonly #why: string

  constructor(cell: LogCell, source: Source, asked: Asked) {
    super(cell, source, asked)
    this.#why = whyUnscored(cell)
  }

  get reason(): string {
    return this.#why
  }
}

function whyUnscored({ logged: { reason } }: LogCell): string {
  return reason ?? 'the log has no score for it'
}

/**
 * Makes the same observations as plain objects, with the variant as the key. It is for callers that neither store nor
 * look up observations.
 */
export function unkeyedObservations(release: ReleaseInfo): (cell: LogCell, named: Named) => Observation {
  const whoOf = answerers(release)
  return (cell, named) => observationOf(cell, named, { release, who: whoOf(cell), key: cell.logged.variant })
}

/**
 * Makes the record of who gave an answer. All answers of one model share one object, because there are hundreds of
 * thousands of them.
 */
function answerers({ model, revision }: ReleaseInfo): (cell: LogCell) => Identity {
  const known = new Map<string, Identity>()
  return ({ logged: { model: own = model } }) => {
    const who = known.get(own) ?? { model: own, revision }
    known.set(own, who)
    return who
  }
}

function observationOf(
  cell: LogCell,
  { task, group, gold }: Named,
  { release, who, key }: { readonly release: ReleaseInfo } & Pick<Observation, 'who' | 'key'>,
): Observation {
  const { logged, trial, score } = cell
  const { example, variant, answer } = logged
  const answered = score !== null
  return {
    task,
    release: release.name,
    example,
    group,
    variant,
    trial,
    raw: answer,
    answer: answered && answer !== null ? answer.trim() : null,
    outcome: answered ? 'answered' : 'error',
    score: score ?? 0,
    gold,
    who,
    tokens: UNTOLD,
    key,
    ...(!answered && { reason: whyUnscored(cell) }),
  }
}
