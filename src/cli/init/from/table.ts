/** Makes a suite for a table of cases: CSV, TSV or JSON Lines, which stays where it is and is read by the suite. */
import { relative, resolve } from 'node:path'
import { namesUpTo, nameHint } from '../../../core/text/index.ts'
import { UsageError } from '../../../core/types/index.ts'
import { readTable, type Table } from '../../../sources/index.ts'
import type { Starter } from '../starter.ts'
import { OWN_MODEL } from '../starter.ts'
import { adviceFor, type Case, chooseTask, type Shown, whatIsShown } from './chooseTask.ts'
import { renamed } from './placeholders.ts'
import { setFile, stockWordings, type Wording } from './wordings.ts'
import { suiteModule } from './suiteModule.ts'

/** The roles that a column can have. */
const ROLES = ['question', 'passage', 'text', 'gold', 'group', 'id'] as const
type Role = (typeof ROLES)[number]

/** Names by which columns are known, the likeliest first. */
const KNOWN: Readonly<Record<Role, readonly string[]>> = {
  gold: ['gold', 'answer', 'label', 'expected', 'target', 'class', 'category', 'ground_truth', 'reference', 'output'],
  question: ['question', 'query', 'q'],
  passage: ['passage', 'context', 'document', 'paragraph', 'article'],
  text: ['text', 'sentence', 'body', 'message', 'review', 'tweet', 'content', 'comment', 'input', 'prompt'],
  group: ['group', 'source', 'document_id', 'doc_id', 'thread', 'thread_id', 'customer', 'customer_id', 'user_id'],
  id: ['id', 'example_id', 'case_id'],
}

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
  const said = columns === undefined ? {} : readColumns(columns, table)
  const roles = guess(table, said)
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
  const shown = shownBy(roles, inputs, cases, prompt !== null)
  if (shown === null) throw new UsageError(`${file}: no column is known to hold what is asked; ${howTo(table, gold)}`)
  const task = chooseTask(shown, cases)
  const wordings = prompt === null ? stockWordings(task) : [ownWording(prompt, task.fields)]
  const used = new Set([...Object.values(task.fields), gold, roles.group, roles.id])
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
      `${file}: ${cases.length} cases, ${task.kind}: ${task.why}`,
      ...adviceFor(task.kind),
      ...(prompt === null && task.labels?.['yes'] !== undefined ? [noQuestion(file, name)] : []),
      ...(unused.length === 0
        ? []
        : [
            `${file}: not used: ${namesUpTo(
              10,
              unused.map((column) => `column ${column}`),
            )}`,
          ]),
      ...(wordings.length > 1 ? [] : [oneWording(name, wordings[0]?.id ?? '')]),
    ],
    next: [{ command: `review robustness/${name}/instructions.yaml` }, { command: 'gate' }],
  }
}

/** Returns the advice on a set with one wording. */
export function oneWording(name: string, id: string): string {
  return `There is one wording, and whether rewordings keep the answer is what a suite is for. To have a model draft some:\n  npx vitest-robustness paraphrase robustness/${name}/instructions.yaml ${id} --release ./robustness/releases.ts#${OWN_MODEL.name} --write`
}

/** Makes the prompt a wording of the task. */
export function ownWording({ file, text }: TablePrompt, fields: Readonly<Record<string, string>>): Wording {
  const names = Object.fromEntries(Object.entries(fields).map(([field, name]) => [name, field]))
  return { id: 'own', family: 'own', text: renamed(text, names), origin: file }
}

function readColumns(written: string, { columns }: Table): Partial<Record<Role, string>> {
  const said: Partial<Record<Role, string>> = {}
  for (const part of written.split(',')) {
    const at = part.indexOf('=')
    const [role, column] = [part.slice(0, at).trim(), part.slice(at + 1).trim()]
    if (at < 1 || !(ROLES as readonly string[]).includes(role))
      throw new UsageError(
        `init --columns ${JSON.stringify(part)}: must be ${ROLES.join('=…, ')}=…${nameHint(role, ROLES)}`,
      )
    if (!columns.includes(column))
      throw new UsageError(
        `init --columns ${part}: the file has no column ${JSON.stringify(column)}${nameHint(column, columns)}`,
      )
    said[role as Role] = column
  }
  return said
}

/**
 * Chooses the role of each column: by what the user said, and else by its name. A user who names one input has named them
 * all.
 */
function guess({ columns }: Table, said: Partial<Record<Role, string>>): Partial<Record<Role, string>> {
  const inputs: readonly Role[] = ['question', 'passage', 'text']
  const named = inputs.some((role) => said[role] !== undefined)
  const roles: Partial<Record<Role, string>> = { ...said }
  for (const role of ROLES) {
    if (roles[role] !== undefined || (named && inputs.includes(role))) continue
    const taken = Object.values(roles)
    const found = KNOWN[role]
      .map((name) => columns.find((column) => column.toLowerCase().replaceAll(/[\s-]+/g, '_') === name))
      .find((column) => column !== undefined && !taken.includes(column))
    if (found !== undefined) roles[role] = found
  }
  return roles
}

/** Returns the columns that are shown: a question with its passage or text, or one of them. */
function inputsOf({ question, passage, text }: Partial<Record<Role, string>>): readonly string[] {
  return [question, passage ?? text].filter((column) => column !== undefined)
}

function shownBy(
  roles: Partial<Record<Role, string>>,
  inputs: readonly string[],
  cases: readonly Case[],
  byPrompt: boolean,
): Shown | null {
  const { question, passage, text } = roles
  const about = passage ?? text
  if (!byPrompt && question !== undefined && about !== undefined) return { question, passage: about }
  return whatIsShown(inputs, cases)
}

/** Says that the package's wordings ask for yes or no about one text, and cannot know what the question is. */
function noQuestion(file: string, name: string): string {
  return `The wordings ask for yes or no, and nothing in ${file} says about what: write the question into robustness/${name}/instructions.yaml, or give a prompt with it: --from prompt.txt --from ${file}`
}

/** Asks for the columns, with a proposal: the longest texts are what is asked, the last other column is the answer. */
function howTo({ columns, rows }: Table, answers?: string): string {
  const length = (column: string): number => rows.reduce((sum, { cells }) => sum + (cells[column] ?? '').length, 0)
  const text = columns.filter((column) => column !== answers).toSorted((a, b) => length(b) - length(a))[0]
  const gold = answers ?? columns.findLast((column) => column !== text)
  return `its columns: ${namesUpTo(12, columns)}. Say it: --columns text=${text ?? '…'},gold=${gold ?? '…'}, or question=…,passage=…,gold=…`
}

function pick({ group, id }: Partial<Record<Role, string>>): Record<string, string> {
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
