import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { VARIABLES } from '../../core/environment/index.ts'
import { counted, visible } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { type CliIo, type Command, type CommandCall, textOf } from '../common/command.ts'
import { detectProject, type Project } from './detectProject.ts'
import { starterFrom } from './from/starterFrom.ts'
import { managerCommands } from './packageManagers.ts'
import { choosePack, type Pack, packStarter, packTable, readPacks } from './packs.ts'
import { planInit } from './planInit.ts'
import type { Starter } from './starter.ts'
import { type Change, unifiedDiff } from './unifiedDiff.ts'

/** Sets a project up: config, suite, releases, CI. */
export const init: Command = {
  name: 'init',
  summary: 'set up this project: config, a first suite with its data, releases, CI',
  takes: '',
  help: [
    'Looks at the project (config of vitest, TypeScript or JavaScript, module system, package manager, GitHub or GitLab),',
    'shows a diff of all that it would write, and writes after a yes. A file of yours is never replaced: a config of vitest',
    'is extended where it is a plain defineConfig({ … }); otherwise the lines to add are printed. A second run finds nothing',
    'to do. On a terminal it asks which starter pack to take, or what the columns of --from hold where their names leave it',
    'open, and whether to write; with --yes it asks nothing. Without a terminal it writes only with --yes. Exit code 0:',
    'written, nothing to do, or not wanted. 2: usage or configuration.',
    '',
    '  npx vitest-robustness init',
    '  npx vitest-robustness init --pack yes-no --yes',
    '  npx vitest-robustness init --from promptfooconfig.yaml',
    '  npx vitest-robustness init --from cases.csv --columns text=body,gold=class',
  ],
  options: {
    pack: { type: 'string', value: 'name', describe: 'the starter pack; default: the first of --list' },
    from: {
      type: 'string',
      value: 'file',
      multiple: true,
      describe:
        'make the suite of yours: a promptfoo config, cases (.csv, .tsv, .jsonl), a prompt (.txt); or prompt and cases',
    },
    columns: {
      type: 'string',
      value: 'what=column,…',
      describe: 'what the columns of the cases hold, e.g. text=body,gold=class; default: what their names say',
    },
    name: { type: 'string', value: 'name', describe: 'what the suite of --from is called; default: after the file' },
    list: { type: 'boolean', describe: 'list the starter packs and do nothing' },
    yes: { type: 'boolean', short: 'y', describe: 'write without asking' },
  },
  most: 0,
  async run({ values }, io) {
    const packs = await readPacks()
    if (values['list'] === true) {
      io.out(packTable(packs))
      return 0
    }
    const yes = values['yes'] === true
    const from = filesOf(values['from'])
    if (from.length > 0 && values['pack'] !== undefined)
      throw new UsageError('init takes a pack or files of yours: --pack or --from')
    const [columns, name] = [textOf(values['columns']), textOf(values['name'])]
    if (from.length === 0 && (columns ?? name) !== undefined)
      throw new UsageError('init --columns and --name go with --from')
    const starter =
      from.length > 0
        ? await starterFrom(from, { cwd: io.cwd, name, columns, ask: yes || !io.tty ? undefined : io.ask })
        : await packStarter(await packOf(packs, textOf(values['pack']), yes, io))
    return setUp(starter, yes, io)
  },
}

function filesOf(value: CommandCall['values'][string]): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : []
}

async function packOf(packs: readonly Pack[], named: string | undefined, yes: boolean, io: CliIo): Promise<Pack> {
  if (named === '')
    throw new UsageError(`init --pack needs a name; there are ${packs.map(({ name }) => name).join(', ')}`)
  if (named !== undefined || yes || !io.tty || packs.length === 1) return choosePack(packs, named ?? '')
  io.out(`Starter packs:\n${packTable(packs)}`)
  return choosePack(packs, (await io.ask(`Which one? Its number or name, Enter for ${packs[0]!.name}: `)).trim())
}

/** Shows what would be written, and writes it after a yes. */
async function setUp(starter: Starter, yes: boolean, io: CliIo): Promise<number> {
  const project = await detectProject(io.cwd)
  const { changes, kept, notes, instead } = await planInit(project, starter)
  if (changes.length > 0) io.out(`${unifiedDiff(changes, io.tty && !io.env['NO_COLOR'])}\n`)
  for (const file of kept) io.out(`Kept: ${visible(file)} is there already, with other contents.\n`)
  for (const note of notes) io.out(`Note: ${note.split('\n').map(visible).join('\n')}\n`)
  if (changes.length === 0) io.out('Nothing to do: all of it is there.\n')
  else if (!yes && !io.tty) {
    io.out('Nothing was written. To write it: the same command with --yes\n')
    return 0
  } else if (yes || (await io.confirm(`Write ${counted(changes.length, 'file', 'files')}?`))) {
    for (const change of changes) await write(change, io.cwd)
    io.out(`Wrote ${changes.map(({ file }) => visible(file)).join(', ')}.\n`)
  } else {
    io.out('Nothing was written.\n')
    return 0
  }
  io.out(
    `Next:\n${nextCommands(project, starter, instead)
      .map((line) => `  ${line}\n`)
      .join('')}`,
  )
  return 0
}

/** Throws `UsageError` where the file has changed since it was shown. */
async function write({ file, before, after }: Change, cwd: string): Promise<void> {
  const path = join(cwd, file)
  const changed = (): UsageError => new UsageError(`init: ${file} has changed since it was shown; run it again`)
  await mkdir(dirname(path), { recursive: true })
  if (before !== null && (await readFile(path, 'utf8')) !== before) throw changed()
  await writeFile(path, after, { flag: before === null ? 'wx' : 'w' }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? changed() : error
  })
}

/** Returns the two commands that come next. */
function nextCommands({ missing, manager }: Project, { next }: Starter, instead: string | null): readonly string[] {
  const { add, run } = managerCommands[manager]
  const chosen = instead === null ? undefined : `${VARIABLES.release}=${instead}`
  const own = next.map(({ variables = chosen, command }) =>
    [...(variables === undefined ? [] : [variables]), run, 'vitest-robustness', command].join(' '),
  )
  return [...(missing.length === 0 ? [] : [`${add} ${missing.join(' ')}`]), ...own].slice(0, 2)
}
