import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { counted, nameHint, shellWord } from '../../core/text/index.ts'
import { UsageError, type Instruction, type InstructionSet } from '../../core/types/index.ts'
import { readInstructions, writeReviews, type Review } from '../../sources/index.ts'
import { type CliIo, type Command, type CommandCall, textOf } from '../common/command.ts'
import { block } from '../common/layOut.ts'

/** Has a person sign or drop the instructions that nobody has reviewed. */
export const review: Command = {
  name: 'review',
  summary: 'read the instructions that nobody has reviewed, and sign or drop each',
  takes: '<instruction set>',
  help: [
    'Claims gate on an instruction only once somebody has read it and signed that it asks for the same thing. On a terminal',
    'this shows each unreviewed one beside the canonical one, and takes a key: a accepts, d drops, s skips, q ends. What was',
    'said is written at once, into the file, which keeps its comments. Without a terminal it lists them; --accept and --drop',
    'then say what somebody has decided who has read them. Exit code 0, or 2 for a file or an id that is not there.',
    '',
    '  npx vitest-robustness review robustness/refunds/instructions.yaml',
    '  npx vitest-robustness review refunds.yaml --accept ask-d01 --drop ask-d02 --by "Ada Example"',
  ],
  options: {
    accept: { type: 'string', value: 'id', multiple: true, describe: 'sign this instruction without being shown it' },
    drop: { type: 'string', value: 'id', multiple: true, describe: 'take this unreviewed instruction out of the file' },
    by: { type: 'string', value: 'name', describe: "who signs; default: git's user name" },
  },
  most: 1,
  async run({ values, positionals }, io) {
    const [path] = positionals
    if (path === undefined) throw new UsageError('review needs an instruction set: review instructions.yaml')
    const file = resolve(io.cwd, path)
    const { set } = readInstructions(file)
    const open = set.instructions.filter(({ reviewed }) => reviewed === null)
    const said = decided({ accept: idsOf(values['accept']), drop: idsOf(values['drop']) }, set, path)
    const apply = async (id: string, choice: 'accept' | 'drop'): Promise<void> => {
      const made: Review =
        choice === 'drop' ? { drop: true } : { by: await signer(textOf(values['by']), io), on: today() }
      await writeFile(file, writeReviews(await readFile(file, 'utf8'), new Map([[id, made]])))
    }
    for (const [id, choice] of said) await apply(id, choice)
    if (said.size > 0) io.out(`${summary([...said.values()], open.length - said.size)}\n`)
    else if (open.length === 0) io.out(`Nothing to review: all ${set.instructions.length} instructions are signed.\n`)
    else if (!io.tty) io.out(listed(set, open, path))
    else await ask(set, open, apply, io)
    const left = readInstructions(file).set
    if (left.instructions.length === 1 && set.instructions.length > 1) io.out(oneLeft(left, path))
    return 0
  },
}

type Choice = 'accept' | 'drop'

function idsOf(value: CommandCall['values'][string]): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : []
}

/**
 * Reads what the options say of each id. Throws `UsageError` for one that is unknown, is signed already, or may not be
 * removed.
 */
function decided(
  said: Readonly<Record<Choice, readonly string[]>>,
  { instructions, canonical }: InstructionSet,
  path: string,
): ReadonlyMap<string, Choice> {
  const choices = new Map<string, Choice>()
  for (const choice of ['accept', 'drop'] as const)
    for (const id of said[choice]) {
      const known = instructions.map((one) => one.id)
      const found = instructions.find((one) => one.id === id)
      if (found === undefined)
        throw new UsageError(`${path} has no instruction ${JSON.stringify(id)}${nameHint(id, known)}`)
      if (found.reviewed !== null)
        throw new UsageError(`${id} was signed by ${found.reviewed.by} on ${found.reviewed.on}`)
      if (choices.has(id)) throw new UsageError(`review: ${id} is named twice`)
      if (choice === 'drop' && id === canonical)
        throw new UsageError(`${id} is the canonical instruction: name another one in the file before you drop it`)
      choices.set(id, choice)
    }
  return choices
}

/** Shows each, the canonical one first, and takes a key. */
async function ask(
  { canonical, instructions }: InstructionSet,
  open: readonly Instruction[],
  apply: (id: string, choice: Choice) => Promise<void>,
  io: CliIo,
): Promise<void> {
  const reference = instructions.find(({ id }) => id === canonical)
  const order = open.toSorted((one, other) => Number(other.id === canonical) - Number(one.id === canonical))
  const done: Choice[] = []
  for (const [at, instruction] of order.entries()) {
    const isCanonical = instruction.id === canonical
    if (!isCanonical) io.out(`${block(`canonical (${canonical})`, reference?.text ?? '').join('\n')}\n`)
    io.out(`${block(`${instruction.id}${isCanonical ? ', the canonical one' : ''}`, instruction.text).join('\n')}\n`)
    const { author } = instruction.provenance
    const question = isCanonical
      ? `${at + 1} of ${order.length}, by ${author}. Is it what your product asks? [a]ccept [s]kip [q]uit `
      : `${at + 1} of ${order.length}, by ${author}. Does it ask for the same? [a]ccept [d]rop [s]kip [q]uit `
    const key = await keyOf(question, isCanonical ? 'asq' : 'adsq', io)
    if (key === 'q') break
    if (key === 's') continue
    const choice = key === 'a' ? 'accept' : 'drop'
    await apply(instruction.id, choice)
    done.push(choice)
  }
  io.out(`${summary(done, open.length - done.length)}\n`)
}

/** One of these keys; any other one is asked again. */
async function keyOf(question: string, keys: string, io: CliIo): Promise<string> {
  for (;;) {
    const key = await io.pressKey(question)
    if (key !== '' && keys.includes(key)) return key
  }
}

function summary(done: readonly Choice[], left: number): string {
  const count = (choice: Choice): number => done.filter((one) => one === choice).length
  return `${count('accept')} signed, ${count('drop')} dropped, ${left} left.`
}

/** Says what a set with one wording cannot do, and the way on. */
function oneLeft({ canonical }: InstructionSet, path: string): string {
  return [
    `One wording is left, ${canonical}: a claim about rewordings (toBeStableUnderParaphrase) is a usage error until there are others.`,
    'Write some into the file, or have a model draft them:',
    `  npx vitest-robustness paraphrase ${shellWord(path)} ${canonical} --release <name> --write`,
    'Or take that test out of the suite.',
    '',
  ].join('\n')
}

function listed({ canonical, instructions }: InstructionSet, open: readonly Instruction[], path: string): string {
  const reference = instructions.find(({ id }) => id === canonical)
  return [
    ...block(`canonical (${canonical})`, reference?.text ?? ''),
    ...open.filter(({ id }) => id !== canonical).flatMap(({ id, text }) => block(id, text)),
    `${counted(open.length, 'instruction is', 'instructions are')} not reviewed: ${open.map(({ id }) => id).join(', ')}`,
    'To read them one by one, run this on a terminal. Or sign those that you have read here:',
    `  npx vitest-robustness review ${path} ${open.map(({ id }) => `--accept ${id}`).join(' ')} --by "your name"`,
    '',
  ].join('\n')
}

/** Finds the name of the person who signs. Throws `UsageError` where there is none: a sign-off needs a name. */
async function signer(by: string | undefined, { cwd }: CliIo): Promise<string> {
  const named =
    by?.trim() ??
    (await promisify(execFile)('git', ['config', 'user.name'], { cwd }).catch(() => ({ stdout: '' }))).stdout.trim()
  if (named !== '') return named
  throw new UsageError('review: who signs? --by "your name", or set git config user.name')
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}
