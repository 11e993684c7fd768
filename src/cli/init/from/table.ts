/** Makes a suite for a table of cases: CSV, TSV or JSON Lines, which stays where it is and is read by the suite. */
import { relative, resolve } from 'node:path'
import { namesUpTo, nameHint } from '../../../core/text/index.ts'
import { UsageError } from '../../../core/types/index.ts'
import { readTable } from '../../../sources/index.ts'
import type { Starter } from '../starter.ts'
import { OWN_MODEL } from '../starter.ts'
import { adviceFor, type Case, type ChosenTask, chooseTask, chooseTaskOfPrompt, whatIsShown } from './chooseTask.ts'
import { renamed } from './placeholders.ts'
import { type Columns, guessColumns, howTo, inputsOf, readColumns, rivalsOf } from './columns.ts'
import { setFile, stockWordings, type Wording } from './wordings.ts'
import { suiteModule } from './suiteModule.ts'
import { tooFewNote } from './tooFew.ts'

/** A prompt that goes with the table: its placeholders are columns. */
export interface TablePrompt {
  readonly file: string
  readonly text: string
  readonly names: readonly string[]
}

/** Settings of a table, in addition to its file. */
export interface TableOptions {
  readonly cwd: string
  readonly name: string
  /** `what=column,…` as the user wrote it. */
  readonly columns: string | undefined
  readonly prompt: TablePrompt | null
}

/** Makes a starter of a table. Throws `UsageError` where no column holds the answers, and says how to name it. */
export function tableStarter(path: string, { cwd, name, columns, prompt }: TableOptions): Starter {
  const table = readTable(resolve(cwd, path))
  const file = relative(cwd, resolve(cwd, path)).replaceAll('\\', '/')
  const [header = ''] = table.columns
  if (table.columns.length === 1 && header.includes(';'))
    throw new UsageError(
      `${file}: its one column is ${JSON.stringify(header)}: cells must be separated by commas (.csv) or tabs (.tsv), not by semicolons`,
    )
  const said = columns === undefined ? {} : readColumns(columns, table)
  const roles = guessColumns(table, said)
  const gold = roles.gold
  if (gold === undefined) throw new UsageError(`${file}: no column is known to hold the right answers; ${howTo(table)}`)
  const inputs = prompt?.names ?? inputsOf(roles)
  const unknown = inputs.find((input) => !table.columns.includes(input))
  if (unknown !== undefined)
    throw new UsageError(
      `${prompt?.file ?? file} shows {${unknown}}, which ${file} has no column for${nameHint(unknown, table.columns)}`,
    )
  const cases = table.rows.map(({ at, cells }): Case => ({ input: cells, gold: cells[gold] ?? '', at }))
  const empty = cases.find((one) => one.gold.trim() === '')
  if (empty !== undefined)
    throw new UsageError(`column ${JSON.stringify(gold)} is empty: every case needs its right answer`, empty.at)
  const task = prompt === null ? taskOfColumns(roles, inputs, cases) : chooseTaskOfPrompt(inputs, cases)
  if (task === null)
    throw new UsageError(
      prompt === null
        ? `${file}: no column is known to hold what is asked; ${howTo(table, gold)}`
        : `${prompt.file} shows ${prompt.names.map((one) => `{${one}}`).join(', ')}; a task shows one text, a question and a passage, or any fields where the answers are a closed list`,
    )
  const wordings = prompt === null ? stockWordings(task) : [ownWording(prompt, task.fields)]
  const { optional = [] } = task
  const used = new Set([...Object.values(task.fields), ...optional, gold, roles.group, roles.id])
  const unused = table.columns.filter((column) => !used.has(column))
  const guessed = Object.entries(roles).filter(([role, column]) => used.has(column) && !Object.hasOwn(said, role))
  return {
    name,
    files: {
      'instructions.yaml': setFile({
        name,
        ...task,
        author: prompt === null ? 'the vitest-robustness project' : `the authors of ${prompt.file}`,
        wordings,
      }),
      [`${name}.robust.ts`]: suiteModule({
        name,
        from: prompt === null ? file : `${prompt.file} and ${file}`,
        kind: task.kind,
        examples: examplesSource(file, {
          input: task.fields,
          ...(optional.length > 0 && { optional: Object.fromEntries(optional.map((column) => [column, column])) }),
          gold,
          ...pick(roles),
          ...(task.goldMap && { goldMap: task.goldMap }),
        }),
        reworded: wordings.length > 1,
        contains: false,
      }),
    },
    releases: [OWN_MODEL],
    candidate: OWN_MODEL.name,
    ...(wordings[0] && { seen: [wordings[0].id] }),
    notes: [
      ...(guessed.length === 0
        ? []
        : [
            `${file}: by their names, ${guessed.map(([role, column]) => `column ${column} is the ${role}`).join(', ')}. If that is wrong: --columns ${guessed.map(([role, column]) => `${role}=${column}`).join(',')}`,
          ]),
      ...(roles.id === undefined ? [] : repeatedIds(file, cases, roles.id)),
      ...rivalsOf(table, roles, said, prompt !== null).map(
        ({ role, column, others }) =>
          `${file}: ${namesUpTo(
            3,
            others.map((other) => `column ${other}`),
          )} could be the ${role} too; taken was ${column}`,
      ),
      `${file}: ${cases.length} cases, ${task.kind}: ${task.why}`,
      ...adviceFor(task.kind),
      ...tooFewNote(file, sourcesOf(cases, roles.group), {
        reworded: wordings.length > 1,
        grouped: roles.group !== undefined,
      }),
      ...(prompt === null && task.labels?.['yes'] !== undefined ? [noQuestion(file, name)] : []),
      ...(unused.length === 0
        ? []
        : [
            `${file}: not used: ${namesUpTo(
              10,
              unused.map((column) => `column ${column}`),
            )}`,
          ]),
      ...(wordings.length > 1 ? [] : [oneWording(name, wordings[0]?.id ?? '', OWN_MODEL.name)]),
    ],
    next: [{ command: `review robustness/${name}/instructions.yaml` }, { command: 'gate' }],
  }
}

/** Names the ids that several rows have: a suite refuses such a table. */
function repeatedIds(file: string, cases: readonly Case[], column: string): readonly string[] {
  const repeated = [...Map.groupBy(cases, ({ input }) => input[column] ?? '')].filter(([, rows]) => rows.length > 1)
  if (repeated.length === 0) return []
  const each = repeated.map(
    ([id, rows]) =>
      `${JSON.stringify(id)} on lines ${namesUpTo(
        5,
        rows.map(({ at }) => String(at.line)),
      )}`,
  )
  return [
    `${file}: column ${column} has ids that stand there more than once, which the suite refuses: ${namesUpTo(5, each)}. Give each row its own, or take id out of \`columns\``,
  ]
}

/** Counts the independent sources: the groups where a column names them, else the cases. */
function sourcesOf(cases: readonly Case[], group: string | undefined): number {
  return group === undefined ? cases.length : new Set(cases.map(({ input }) => input[group])).size
}

/** Returns the advice on a set with one wording. `release` is a name of the config's releases: the one that drafts. */
export function oneWording(name: string, id: string, release: string): string {
  return `There is one wording, and whether rewordings keep the answer is what a suite is for. To have a model draft some:\n  npx vitest-robustness paraphrase robustness/${name}/instructions.yaml ${id} --release ${release} --write`
}

/** Makes the prompt a wording of the task. */
export function ownWording({ file, text }: TablePrompt, fields: Readonly<Record<string, string>>): Wording {
  const names = Object.fromEntries(Object.entries(fields).map(([field, name]) => [name, field]))
  return { id: 'own', family: 'own', text: renamed(text, names), origin: file }
}

function taskOfColumns(roles: Columns, inputs: readonly string[], cases: readonly Case[]): ChosenTask | null {
  const { question, passage, text } = roles
  const about = passage ?? text
  const both = question !== undefined && about !== undefined
  const shown = both ? { question, passage: about } : whatIsShown(inputs, cases)
  return shown && chooseTask(shown, cases)
}

/** Says that the package's wordings ask for yes or no about one text, and cannot know what the question is. */
function noQuestion(file: string, name: string): string {
  return `The wordings ask for yes or no, and nothing in ${file} says about what: write the question into robustness/${name}/instructions.yaml, or give a prompt with it: --from prompt.txt --from ${file}`
}

function pick({ group, id }: Columns): Record<string, string> {
  return { ...(group !== undefined && { group }), ...(id !== undefined && { id }) }
}

/** Writes the dataset option as source text. */
function examplesSource(file: string, columns: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(columns).map(([key, value]) => `      ${key}: ${literal(value)},`)
  return ['{', `    file: ${literal(file)},`, '    columns: {', ...lines, '    },', '  }'].join('\n')
}

/** Writes data as JavaScript. */
export function literal(value: unknown): string {
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll("'", "\\'").replaceAll('\\"', '"')}'`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  const entries = Object.entries(value).map(
    ([key, item]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : literal(key)}: ${literal(item)}`,
  )
  return `{ ${entries.join(', ')} }`
}
