/** Says what the columns of a table hold: by what the user wrote, and else by their names. */
import { namesUpTo, nameHint } from '../../../core/text/index.ts'
import { UsageError } from '../../../core/types/index.ts'
import type { Table } from '../../../sources/index.ts'

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

/** The column of each role that is known. */
export type Columns = Readonly<Partial<Record<Role, string>>>

/** Reads `what=column,…` as the user wrote it. Throws `UsageError` for a role or a column that there is not. */
export function readColumns(written: string, { columns }: Table): Columns {
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
export function guessColumns({ columns }: Table, said: Columns): Columns {
  const inputs: readonly Role[] = ['question', 'passage', 'text']
  const named = inputs.some((role) => said[role] !== undefined)
  const roles: Partial<Record<Role, string>> = { ...said }
  for (const role of ROLES) {
    if (roles[role] !== undefined || (named && inputs.includes(role))) continue
    const taken = Object.values(roles)
    const found = knownAs(role, columns).find((column) => !taken.includes(column))
    if (found !== undefined) roles[role] = found
  }
  return roles
}

/** Returns the columns whose names say this role, the likeliest first. */
function knownAs(role: Role, columns: readonly string[]): readonly string[] {
  return KNOWN[role].flatMap((name) =>
    columns.filter((column) => column.toLowerCase().replaceAll(/[\s-]+/g, '_') === name),
  )
}

/** Returns the columns that are shown: a question with its passage or text, or one of them. */
export function inputsOf({ question, passage, text }: Columns): readonly string[] {
  return [question, passage ?? text].filter((column) => column !== undefined)
}

/** A role that was guessed although other columns have names that say the same. */
interface Rivals {
  readonly role: Role
  readonly column: string
  readonly others: readonly string[]
}

/**
 * Finds the guessed roles that other columns could have as well: of the right answers, and of what is asked where no
 * prompt says that.
 */
export function rivalsOf({ columns }: Table, roles: Columns, said: Columns, byPrompt: boolean): readonly Rivals[] {
  const shown = byPrompt ? [] : inputsOf(roles)
  const taken = new Set([...shown, roles.gold, roles.group, roles.id])
  return (['gold', 'question', 'passage', 'text'] as const).flatMap((role) => {
    const column = roles[role]
    if (column === undefined || said[role] !== undefined || (role !== 'gold' && !shown.includes(column))) return []
    const others = knownAs(role, columns).filter((other) => !taken.has(other))
    return others.length === 0 ? [] : [{ role, column, others }]
  })
}

/** A question to the user about the columns of a table, and the answer that Enter gives. */
interface ColumnsQuestion {
  readonly question: string
  readonly proposal: string
}

/** Returns what has to be asked about a table: nothing where each role that is needed has one column by its name. */
export function columnsQuestion(table: Table, file: string, byPrompt: boolean): ColumnsQuestion | null {
  const roles = guessColumns(table, {})
  const known = roles.gold !== undefined && (byPrompt || inputsOf(roles).length > 0)
  if (known && rivalsOf(table, roles, {}, byPrompt).length === 0) return null
  const cells = proposal(table, roles.gold)
  const shown = byPrompt ? cells.replace(/^.*,(?=gold=)/, '') : cells
  const byName = Object.entries(roles).filter(([role]) => !byPrompt || !['question', 'passage', 'text'].includes(role))
  const proposed = known ? byName.map(([role, column]) => `${role}=${column}`).join(',') : shown
  // A name with one of these marks cannot be written as an answer, and one column alone holds no cases.
  if (table.columns.length < 2 || table.columns.some((column) => /[,=]/.test(column))) return null
  return {
    question: `${file} has the columns ${namesUpTo(12, table.columns)}. What do they hold (${ROLES.join(', ')})? Enter for ${proposed}: `,
    proposal: proposed,
  }
}

/** Asks for the columns, with a proposal. */
export function howTo(table: Table, answers?: string): string {
  return `its columns: ${namesUpTo(12, table.columns)}. Say it: --columns ${proposal(table, answers)}, or question=…,passage=…,gold=…`
}

/** Proposes roles by the cells: the longest texts are what is asked, and the last other column is the answer, best one that repeats. */
function proposal({ columns, rows }: Table, answers: string | undefined): string {
  const length = (column: string): number => rows.reduce((sum, { cells }) => sum + (cells[column] ?? '').length, 0)
  const text = columns.filter((column) => column !== answers).toSorted((a, b) => length(b) - length(a))[0]
  const others = columns.filter((column) => column !== text)
  const repeats = (column: string): boolean => new Set(rows.map(({ cells }) => cells[column])).size < rows.length
  const gold = answers ?? others.findLast(repeats) ?? others.at(-1)
  return `text=${text ?? '…'},gold=${gold ?? '…'}`
}
