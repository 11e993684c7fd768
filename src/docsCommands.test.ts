import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createCLI } from 'vitest/node'
import manifest from '../package.json' with { type: 'json' }
import { commands } from './cli/commandGroups.ts'
import { parseCall, type Command } from './cli/common/command.ts'
import { UsageError } from './core/types/index.ts'
import { blocksOf, codeInText, pages, ROOT } from './docsPages.testing.ts'

/** Every command line of ours and of vitest's that a page or a CI template shows, read by the parsers that users' lines go through. */

interface Line {
  readonly where: string
  readonly words: readonly string[]
}

const templates = ['action.yml', ...globSync(['docs/ci/*.yml', 'examples/**/.github/**/*.yml'], { cwd: ROOT })]

const lines: readonly Line[] = [
  ...pages.flatMap((page) => [
    ...blocksOf(page).flatMap(({ text, line }) => commandsIn(text, `${page}:${line}`)),
    ...codeInText(page).flatMap((code) => commandsIn(code, page)),
  ]),
  ...templates.flatMap((file) => commandsIn(readFileSync(join(ROOT, file), 'utf8'), file)),
]

/** Finds the commands in a shell's text: `vitest-robustness …` and `vitest …`, with or without npx and what stands before. */
function commandsIn(text: string, where: string): Line[] {
  const whole = text.replaceAll(/\\\n\s*/g, ' ')
  return whole.split('\n').flatMap((line) => {
    // In running text and tables a sentence goes on behind `vitest`; a command begins the line or follows npx.
    const [, command] =
      /\bnpx ((?:vitest-robustness|vitest)(?:@[\d.]+)?(?: [^`]*)?)(?:`|$)/.exec(line) ??
      /^((?:vitest-robustness|vitest) [^`]*)$/.exec(line.trim()) ??
      []
    return command === undefined ? [] : [{ where, words: shellWords(command) }]
  })
}

/** Cuts a command into words as a shell does, up to a comment or another command. A placeholder is one word: `<a cell>`. */
function shellWords(command: string): string[] {
  const words: string[] = []
  for (const [word] of command.replaceAll(/<[\w. ]+>|\[[\w ]+\]/g, '…').matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)) {
    if (/^(?:#|&&|\|\|?|;|>|\()/.test(word)) break
    words.push(word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2').replace(/[;)]$/, ''))
  }
  return words
}

function commandOf(args: readonly string[]): Command | undefined {
  return [2, 1].flatMap((count) => commands.find(({ name }) => name === args.slice(0, count).join(' ')) ?? [])[0]
}

const optionsIn = (words: readonly string[]): string[] => words.filter((word) => /^--\w/.test(word))

/** Says whether a command takes an option, whatever its value. */
function isTaken(command: Command, option: string): boolean {
  const [name = ''] = option.slice(2).split('=')
  if (Object.hasOwn(command.options, name)) return true
  return command.name === 'gate' && (GATE_FLAGS.has(`--${name}`) || vitestFault(['vitest', 'run', option]) === null)
}

const GATE_FLAGS: ReadonlySet<string> = new Set(['--record-attempt', '--new-attempt'])

/** Says what is wrong with a line of ours; `null` where nothing is. */
function ownFault([, ...args]: readonly string[]): string | null {
  if (args.length === 0 || args[0] === '--version') return null
  const command = commandOf(args)
  if (command === undefined) return `no command ${args[0]}`
  const rest = args.slice(command.name.split(' ').length)
  try {
    return command.name === 'gate' ? gateFault(command, rest) : callFault(command, rest)
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
}

/** The gate reads its options only where logs are compared; else all but two of its own go to vitest. */
function gateFault(command: Command, args: readonly string[]): string | null {
  if (args.some((argument) => /^--(?:baseline|candidate)\b/.test(argument))) {
    const { values } = parseCall({ ...command, raw: false }, args)
    return values['baseline'] && values['candidate'] ? null : 'two logs are compared: --baseline and --candidate'
  }
  const own = args.indexOf('--new-attempt')
  if (own >= 0 && args[own + 1] === undefined) return '--new-attempt needs a reason'
  const others = (own < 0 ? args : args.toSpliced(own, 2)).filter((argument) => argument !== '--record-attempt')
  return vitestFault(['vitest', 'run', ...others])
}

function callFault(command: Command, args: readonly string[]): string | null {
  const { values, positionals } = parseCall(command, args)
  const needed = [...command.takes.matchAll(/<[^>]+>/g)].length
  // A name without anything behind it is how a sentence speaks of a command; `compare --table` takes files instead of runs.
  if (args.length === 0 || positionals.length >= needed || values['table'] !== undefined) return null
  return `${command.name} takes ${command.takes}`
}

/** Says what vitest's own parser has against a line of vitest's; `null` where it takes it. */
function vitestFault(words: readonly string[]): string | null {
  const cli = createCLI()
  try {
    cli.parse(['node', ...words], { run: false })
    cli.matchedCommand?.checkUnknownOptions()
    return null
  } catch (error) {
    return String(error)
  }
}

const isOwn = ({ words: [name = ''] }: Line): boolean => name.startsWith('vitest-robustness')
const faultsOf = (of: readonly Line[]) =>
  of.flatMap(({ where, words }) => {
    const fault = words[0]!.startsWith('vitest-robustness') ? ownFault(words) : vitestFault(words)
    return fault === null ? [] : [`${where}: ${words.join(' ')}: ${fault}`]
  })

describe('the command lines of pages and CI templates', () => {
  test('ours have a command that exists, options that it takes, and what it needs', () => {
    const own = lines.filter(isOwn)
    expect(own.length).toBeGreaterThan(90)
    expect(faultsOf(own)).toEqual([])
  })

  test("vitest's have options that vitest knows", () => {
    const others = lines.filter((line) => !isOwn(line))
    expect(others.length).toBeGreaterThan(20)
    expect(faultsOf(others)).toEqual([])
  })

  test('options behind the name of a command in a sentence are its own', () => {
    const named = pages
      .filter((page) => page !== 'CHANGELOG.md')
      .flatMap((page) => codeInText(page).map((code) => ({ page, code, words: shellWords(code) })))
      .filter(({ words }) => commandOf(words) !== undefined && optionsIn(words).length > 0)
    expect(named.length).toBeGreaterThan(15)
    expect(
      named.filter(({ words }) => !optionsIn(words).every((option) => isTaken(commandOf(words)!, option))),
    ).toEqual([])
  })

  test.each([
    ['npx vitest-robustness reprot', 'no command reprot'],
    ['npx vitest-robustness report --verfy', 'no option --verfy'],
    ['ROBUSTNESS_SEED=1 npx vitest-robustness plan --latency', 'argument missing'],
    ['npx vitest-robustness show --format json # a cell is missing', '<cell>|no option'],
    ['npx vitest-robustness paraphrase set.yaml --write', '<instruction id>'],
    ['npx vitest-robustness gate --baseline a.jsonl \\\n  --by 0.1', 'two logs'],
    ['npx vitest-robustness gate --new-attempt', 'reason'],
    ['npx vitest-robustness gate --shrad=1/3', 'Unknown option'],
    ['npx vitest run --project a --mrege-reports', 'Unknown option'],
  ])('%s is found', (text, wanted) => {
    const found = faultsOf(commandsIn(text, 'here'))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(new RegExp(wanted))
  })

  test('paths of the installed package exist, and are shipped', () => {
    const all = pages.map((page) => readFileSync(join(ROOT, page), 'utf8')).join('\n')
    const paths = [...all.matchAll(/node_modules\/vitest-robustness\/([\w./-]+\w)/g)].map(([, path = '']) => path)
    expect(paths.length).toBeGreaterThan(0)
    const shipped = (path: string) => manifest.files.some((one) => path === one || path.startsWith(`${one}/`))
    expect(paths.filter((path) => !shipped(path) || !existsSync(join(ROOT, path.replace(/^dist\//, ''))))).toEqual([])
  })
})
