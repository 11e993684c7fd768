import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { nameHint } from '../../core/text/index.ts'
import { UsageError, type InstructionSet, type Release } from '../../core/types/index.ts'
import type { InstructionEntry } from '../../schemas/index.ts'
import {
  appendInstructions,
  instructionsYaml,
  readInstructions,
  readRewordings,
  rewordingPrompt,
} from '../../sources/index.ts'
import type { Command, CliIo } from '../common/command.ts'
import { askedRelease } from './askedRelease.ts'

/** Asks a model to reword an instruction and writes the rewordings to a file, marked as not reviewed. */
export const paraphrase: Command = {
  name: 'paraphrase',
  summary: 'have a model draft rewordings of an instruction, unreviewed',
  takes: '<instruction set> <instruction id>',
  help: [
    'Asks once and prints the drafts as YAML, or adds them to the set with --write. They are frozen there: nothing is drafted',
    'again at a gate. Each says who drafted it and `reviewed: false`; claims refuse to gate on it until somebody signs it.',
    'Drafts that lose a placeholder, a label word or the length of the original are dropped, with the reason.',
    '',
    '  npx vitest-robustness paraphrase instructions/re.yaml re-s01 --release ./models.ts#drafter --count 8 --write',
  ],
  options: {
    release: {
      type: 'string',
      short: 'r',
      value: 'release',
      describe: "who drafts: a name of the config's releases, or module#export",
    },
    count: { type: 'string', short: 'n', value: 'number', describe: 'rewordings asked for; default 8' },
    family: { type: 'string', value: 'name', describe: 'wording family of the drafts; default "drafted"' },
    seed: { type: 'string', value: 'number', describe: 'sampling seed; default 0' },
    write: { type: 'boolean', describe: 'add the drafts to the set instead of printing them' },
  },
  most: 2,
  async run({ values, positionals }, io) {
    const [path, id] = positionals
    if (path === undefined || id === undefined)
      throw new UsageError('paraphrase needs an instruction set and the id of an instruction')
    if (typeof values['release'] !== 'string')
      throw new UsageError("paraphrase needs --release: a name of the config's releases, or ./module.ts#export")
    const count = wholeNumber('count', values['count'] ?? '8', 1)
    const seed = wholeNumber('seed', values['seed'] ?? '0', 0)
    const file = resolve(io.cwd, path)
    const { set } = readInstructions(file)
    const instruction = set.instructions.find((candidate) => candidate.id === id)
    if (instruction === undefined)
      throw new UsageError(
        `${path} has no instruction "${id}"${nameHint(
          id,
          set.instructions.map((known) => known.id),
        )}`,
      )
    const { release, close } = await askedRelease(values['release'], io.cwd)
    try {
      const prompt = release.format.render(rewordingPrompt(instruction, count, set.labels))
      const answer = await release.ask({ prompt, seed, trial: 0, signal: new AbortController().signal })
      if ('outcome' in answer)
        throw new UsageError(`${release.model} gave no drafts: ${answer.outcome}, ${answer.reason}`)
      const { kept, dropped } = readRewordings(answer.text, instruction, set)
      for (const { text, faults } of dropped) io.err(`dropped: ${JSON.stringify(text)}: ${faults.join('; ')}\n`)
      if (kept.length === 0) throw new UsageError(`${release.model} gave no draft that can be used; nothing is written`)
      const entries = entriesOf(kept, { id, family: String(values['family'] ?? 'drafted') }, set, release, seed)
      await put(entries, file, values['write'] === true, io)
      io.err(`${kept.length} drafted, ${dropped.length} dropped; read and sign them before a claim may gate on them.\n`)
      return 0
    } finally {
      await close()
    }
  },
}

function wholeNumber(name: string, text: unknown, least: number): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= least) return number
  throw new UsageError(`--${name} ${String(text)}: must be a whole number from ${least}`)
}

function entriesOf(
  texts: readonly string[],
  { id, family }: { readonly id: string; readonly family: string },
  set: InstructionSet,
  { model, revision }: Release,
  seed: number,
): InstructionEntry[] {
  const taken = new Set(set.instructions.map((known) => known.id))
  let next = 1
  return texts.map((text) => {
    let name = ''
    do name = `${id}-d${String(next++).padStart(2, '0')}`
    while (taken.has(name))
    const by = revision === null ? model : `${model} (${revision})`
    return { id: name, family, text, origin: `drafted from ${id}, seed ${seed}`, author: by, reviewed: false }
  })
}

async function put(entries: readonly InstructionEntry[], file: string, write: boolean, io: CliIo): Promise<void> {
  if (!write) return io.out(instructionsYaml(entries))
  await writeFile(file, appendInstructions(await readFile(file, 'utf8'), entries))
}
