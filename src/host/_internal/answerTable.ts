import { sha256 } from '../../core/hash/index.ts'
import {
  type Connection,
  inTransaction,
  insertion,
  inWords,
  type Migrations,
  migrate,
  openPostgres,
  storable,
} from '../../database/index.ts'
import {
  conflictAmong,
  entryLine,
  isPreferred,
  keptText,
  readEntry,
  saying,
  type Conflict,
  type Entry,
} from '../entry.ts'

/** The answers of a team, in a table of Postgres. */
export interface AnswerTable {
  /** Finds all entries of some keys: those of one key differ, and the first one is used. */
  readonly find: (keys: readonly string[]) => Promise<FoundAnswers>
  /** Adds entries. Of one key and text the first stays, and a refreshed one replaces other texts. Whole or not at all. */
  readonly send: (entries: readonly Entry[]) => Promise<SentAnswers>
  /** Returns the names of the releases that it has answers of, and whether any of these is of an immutable revision. */
  readonly releases: () => Promise<readonly { readonly release: string; readonly pinned: boolean }[]>
  /** Reads everything by key, in pieces. */
  readonly all: () => AsyncGenerator<readonly string[]>
  readonly close: () => Promise<void>
}

/** Entries that were found, by key. */
export interface FoundAnswers {
  readonly entries: ReadonlyMap<string, readonly Entry[]>
  /** Lines that are no whole entries: somebody changed them in the database. */
  readonly damaged: readonly { readonly key: string; readonly line: string; readonly why: string }[]
}

/** The outcome of sending entries. */
export interface SentAnswers {
  /** Keys of these entries under which there are different answers by now. */
  readonly conflicts: readonly Conflict[]
  /** Answers with another text that refreshed ones took the place of. */
  readonly replaced: readonly { readonly key: string; readonly release: string }[]
}

/** The most keys in one question, and the most entries in one statement. */
export const AT_ONCE = { find: 500, send: 200, read: 1000 }

const WHERE = 'The shared store in Postgres'

/**
 * The steps that make the table. `says` is the sha256 of what an answer says, so that a key has each text once; `line` is the
 * line of a store's file, checksum included; the other columns are there to be asked by people. Keys are compared byte by
 * byte, whatever language the database is in.
 */
const MIGRATIONS: Migrations = {
  table: 'robustness_answer_migration',
  steps: {
    '0001_answers': async ({ change }) => {
      await change(`create table if not exists robustness_answer (
        key text collate "C" not null, says text collate "C" not null, release_name text collate "C" not null,
        model text not null, revision text, pinned integer not null, answered_on text, choices integer not null,
        line text not null, constraint robustness_answer_key primary key (key, says))`)
      await change('create index if not exists robustness_answer_release on robustness_answer (release_name, pinned)')
    },
  },
}

/**
 * Opens the table of a database, and makes it where it is missing. Throws `UsageError` that names no secret where the
 * database cannot be used, as every method does.
 */
export async function openAnswerTable(url: string): Promise<AnswerTable> {
  const plain = <Value>(work: () => Promise<Value>) => inWords({ what: WHERE, url }, work)
  const database = await plain(() =>
    openPostgres(url, 'a shared store', { connections: CONNECTIONS, queryMs: QUERY_MS }),
  )
  const use = <Result>(work: (connection: Connection) => Promise<Result>) =>
    plain(async () => {
      // Each connection that was cut while idle fails once: a new one is opened for the attempt after the last of them.
      for (let idle = CONNECTIONS; idle > 0; idle--) {
        const found = await database.use(work).then(
          (result) => ({ result }),
          () => null,
        )
        if (found !== null) return found.result
      }
      return database.use(work)
    })
  try {
    await plain(() => migrate(database, MIGRATIONS))
  } catch (error) {
    await database.close().catch(() => {})
    throw error
  }
  /** Lines that were found damaged, by key: the answer that is asked for in their place replaces them. */
  const broken = new Map<string, string>()
  return {
    async find(keys) {
      const found = await use((connection) => findAnswers(connection, keys))
      for (const { key, line } of found.damaged) broken.set(key, line)
      return found
    },
    async send(entries) {
      const sent = await use((connection) =>
        // Read committed, whatever the database's default is: writers that meet wait for each other and go on.
        inTransaction(connection, ['begin isolation level read committed'], async () => {
          for (const { key } of entries) {
            const line = broken.get(key)
            if (line !== undefined)
              await connection.change('delete from robustness_answer where key = ? and line = ?', [key, line])
          }
          return sendAnswers(connection, entries)
        }),
      )
      for (const { key } of entries) broken.delete(key)
      return sent
    },
    releases: () => use(releaseNames),
    async *all() {
      for (let after = { key: '', says: '' }; ;) {
        const { key, says } = after
        const rows = await use((connection) =>
          connection.rows<{ key: string; says: string; line: string }>(
            `select key, says, line from robustness_answer where (key, says) > (?, ?) order by key, says limit ${AT_ONCE.read}`,
            [key, says],
          ),
        )
        const last = rows.at(-1)
        if (last === undefined) return
        yield rows.map(({ line }) => line)
        after = last
      }
    },
    close: () => database.close(),
  }
}

/** The connections at once: one for questions, one for what is sent. */
const CONNECTIONS = 2

/** Milliseconds after which a question that is not answered counts as lost: a run waits for it. */
const QUERY_MS = 10_000

async function findAnswers({ rows }: Connection, keys: readonly string[]): Promise<FoundAnswers> {
  const found = await rows<{ key: string; line: string }>(
    `select key, line from robustness_answer where key in (${keys.map(() => '?').join(', ')})`,
    [...keys],
  )
  const damaged: { key: string; line: string; why: string }[] = []
  const entries = new Map<string, Entry[]>()
  for (const { key, line } of found) {
    const entry = readEntry(line)
    if (typeof entry === 'string' || entry.key !== key)
      damaged.push({ key, line, why: typeof entry === 'string' ? entry : 'it is of another key' })
    else entries.set(key, inOrder([...(entries.get(key) ?? []), entry]))
  }
  return { entries, damaged }
}

/** Sorts entries of one key as files do, so that the choice depends on no database, and keeps one of each text. */
export function inOrder(entries: readonly Entry[]): Entry[] {
  const best = new Map<string, Entry>()
  for (const entry of entries) {
    const says = saying(entry.answer)
    const known = best.get(says)
    if (known === undefined || isPreferred(entry, known)) best.set(says, entry)
  }
  return [...best].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry)
}

async function sendAnswers(connection: Connection, entries: readonly Entry[]): Promise<SentAnswers> {
  // In the order of keys, so that two writers never wait for each other in a circle.
  const rows = [...new Map(entries.map((entry) => [`${entry.key} ${saying(entry.answer)}`, entry])).values()]
    .map((entry) => ({ row: rowOf(entry), refreshed: entry.refreshed === true }))
    .toSorted((a, b) => (a.row.key < b.row.key ? -1 : a.row.key > b.row.key ? 1 : a.row.says < b.row.says ? -1 : 1))
  const refreshed = rows.filter((one) => one.refreshed).map(({ row }) => row)
  const replaced =
    refreshed.length === 0
      ? []
      : await connection.rows<{ key: string; release: string }>(
          `delete from robustness_answer old using (values ${refreshed.map(() => '(?, ?)').join(', ')}) as given (key, says)
           where old.key = given.key and old.says <> given.says returning old.key, old.release_name as release`,
          refreshed.flatMap(({ key, says }) => [key, says]),
        )
  const { statement, values } = insertion(
    'robustness_answer',
    rows.map(({ row }) => row),
  )
  // Of the same words those with the scores of choices hold more.
  await connection.change(
    `${statement} on conflict (key, says) do update set line = excluded.line, choices = excluded.choices
     where robustness_answer.choices < excluded.choices`,
    values,
  )
  const keys = [...new Set(rows.map(({ row }) => row.key))]
  const disputed = await connection.rows<{ key: string }>(
    `select key from robustness_answer where key in (${keys.map(() => '?').join(', ')}) group by key having count(*) > 1`,
    keys,
  )
  if (disputed.length === 0) return { conflicts: [], replaced }
  const { entries: rivals } = await findAnswers(
    connection,
    disputed.map(({ key }) => key),
  )
  return { conflicts: [...rivals.values()].flatMap((all) => conflictAmong(all) ?? []), replaced }
}

function rowOf(entry: Entry) {
  const { key, release, pinned, on, answer } = entry
  const { model, revision } = answer.who
  return {
    key,
    says: sha256(saying(answer)),
    releaseName: storable(release),
    model: storable(model),
    revision: revision === null ? null : storable(revision),
    pinned: Number(pinned),
    answeredOn: on ?? null,
    choices: Number('choices' in answer),
    line: entryLine(keptText(entry)),
  }
}

/** Reads the names one after the other from the index, which takes no longer where there are many answers. */
async function releaseNames({ rows }: Connection): Promise<{ release: string; pinned: boolean }[]> {
  const names = await rows<{ name: string; pinned: number }>(
    `with recursive names (name, pinned) as (
       (select release_name, pinned from robustness_answer order by release_name, pinned limit 1)
       union all
       select next.release_name, next.pinned from names, lateral (
         select release_name, pinned from robustness_answer
         where (release_name, pinned) > (names.name, names.pinned) order by release_name, pinned limit 1) as next)
     select name, pinned from names`,
  )
  return names.map(({ name, pinned }) => ({ release: name, pinned: pinned === 1 }))
}
