import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { didYouMean } from '../core/text/index.ts'
import { UsageError } from '../core/words/index.ts'
import type { StoredRun } from '../runs/index.ts'
import type { CommandCall, CliIo } from './command.ts'
import { earlierClaims } from './history/earlierClaims.ts'
import { pictureStored } from '../integration/run/pictureStored.ts'

/** Prints a run in the format that `values` names, to the output or to a file. Throws `UsageError` for another format. */
export async function printRun(stored: StoredRun, values: CommandCall['values'], io: CliIo): Promise<void> {
  const { run, observations } = stored
  // Loaded here and not at the top: everything else works without the reports' room.
  const { reporters } = await import('../../reporters/index.ts')
  const name = String(values['format'] ?? 'terminal')
  const render = Object.hasOwn(reporters, name) ? reporters[name] : undefined
  if (render === undefined) throw new UsageError(`No format "${name}"${didYouMean(name, Object.keys(reporters))}`)
  const output = values['output']
  const colour = io.tty && output === undefined && !io.env['NO_COLOR']
  const picture = name === 'html' ? pictureStored(run, observations) : undefined
  const history = values['trend'] ? await earlierClaims(stored, io) : []
  const datasets = readDatasets(values['dataset'])
  const text = render(run, { context: !values['no-context'], colour, history, datasets, ...(picture && { picture }) })
  if (name === 'github') {
    const { appendSummary } = await import('../integration/run/writeOutputs.ts')
    const told = await appendSummary(io.env['GITHUB_STEP_SUMMARY'], reporters['markdown']!(run))
    if (told !== null) io.err(`${told}\n`)
  }
  if (typeof output !== 'string') {
    io.out(text)
    return
  }
  const file = resolve(io.cwd, output)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

/** `re=org/set,qa=org/other` -> the tasks' names on the Hub. Throws `UsageError`. */
function readDatasets(text: unknown): Record<string, string> {
  if (typeof text !== 'string') return {}
  const pairs = text
    .split(',')
    .map((pair) => /^(?<task>[^=]+)=(?<hub>[\w.-]+(?:\/[\w.-]+)?)$/.exec(pair.trim())?.groups)
  return Object.fromEntries(
    pairs.map((found) => {
      if (!found) throw new UsageError(`--dataset ${text}: write task=owner/name, several with commas between them`)
      return [found['task'], found['hub']]
    }),
  )
}
