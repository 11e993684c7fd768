/**
 * Makes a starter from the user's own files: the config of promptfoo, a table, a prompt. It is loaded once before anything
 * is written.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { messageOf, visible } from '../../../core/text/index.ts'
import { UsageError } from '../../../core/types/index.ts'
import { readInstructions, readTable } from '../../../sources/index.ts'
import type { Starter } from '../starter.ts'
import { columnsQuestion } from './columns.ts'
import { promptStarter, readPrompt } from './prompt.ts'
import { promptfooStarter } from './promptfoo.ts'
import { tableStarter } from './table.ts'

/** The user's options, in addition to the files. */
export interface FromOptions {
  readonly cwd: string
  readonly name: string | undefined
  readonly columns: string | undefined
  /** Asks the user for a line of text; absent where nobody is there to answer. */
  readonly ask?: ((question: string) => Promise<string>) | undefined
}

/** Makes a starter of one file, or of a prompt and a table. Throws `UsageError`. */
export async function starterFrom(files: readonly string[], options: FromOptions): Promise<Starter> {
  const starter = await read(files, options)
  await checkSet(starter)
  return starter
}

async function read(files: readonly string[], { cwd, name, columns, ask }: FromOptions): Promise<Starter> {
  const tables = files.filter((file) => /\.(csv|tsv|jsonl|ndjson)$/i.test(file))
  const prompts = files.filter((file) => /\.(txt|md|prompt)$/i.test(file))
  const config = files.find((file) => /\.(ya?ml|json)$/i.test(file))
  const unknown = files.find((file) => file !== config && !tables.includes(file) && !prompts.includes(file))
  if (unknown !== undefined)
    throw new UsageError(
      `init --from ${unknown}: must be a promptfoo config (.yaml), cases (.csv, .tsv, .jsonl) or a prompt (.txt, .md)`,
    )
  if (tables.length > 1 || prompts.length > 1 || (config !== undefined && files.length > 1))
    throw new UsageError('init --from takes one file, or a prompt and a table: --from prompt.txt --from cases.csv')
  const [table, prompt] = [tables[0], prompts[0]]
  if (columns !== undefined && table === undefined)
    throw new UsageError('init --columns says what the columns of a table hold: it goes with --from cases.csv')
  const called = slug(name ?? basename(config ?? table ?? prompt ?? '').replace(/(?:config)?\.\w+$/, ''))
  if (config !== undefined) return promptfooStarter(config, cwd, called)
  const own = prompt === undefined ? null : readPrompt(prompt, cwd)
  if (table !== undefined) {
    const said = columns ?? (ask && (await askColumns(table, cwd, own !== null, ask)))
    return tableStarter(table, { cwd, name: called, columns: said, prompt: own })
  }
  return promptStarter(own!, called)
}

/** Asks what the columns hold, where their names do not say it or several say the same; `undefined` where they do. */
async function askColumns(
  path: string,
  cwd: string,
  byPrompt: boolean,
  ask: NonNullable<FromOptions['ask']>,
): Promise<string | undefined> {
  const asked = columnsQuestion(readTable(resolve(cwd, path)), path, byPrompt)
  if (asked === null) return undefined
  return (await ask(visible(asked.question))).trim() || asked.proposal
}

/** Makes a name for files and release lines from a text. */
function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'suite'
  )
}

/** Reads the written set as a suite will, so that what it refuses is reported now. */
async function checkSet({ files }: Starter): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'vitest-robustness-init-'))
  const file = join(folder, 'instructions.yaml')
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, files['instructions.yaml'] ?? '')
    readInstructions(file)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(
      `init: the prompts make no instruction set: ${messageOf(error).replace(/^.*instructions\.yaml(:\d+)*: /, '')}`,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
