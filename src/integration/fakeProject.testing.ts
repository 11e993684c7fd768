/**
 * A small user's project in a temporary folder, run by the real vitest in a process of its own, with the built package
 * installed as a user has it (`.ci/builtPackage.ts` builds it). For tests only.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inject } from 'vitest'
import type { Run } from '../core/types/index.ts'
import { commandHere, vitestHere } from './inThisProcess.testing.ts'

const REPOSITORY = join(import.meta.dirname, '../..')
const BIN = join(REPOSITORY, 'node_modules/.bin')

export interface FakeProject {
  readonly root: string
  readonly write: (file: string, text: string) => void
  readonly read: (file: string) => string
  /** Runs `vitest run …` in this process; resolves with what it printed and its exit code. */
  readonly vitest: (args?: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Ended>
  /** Starts `vitest run …` in a process of its own, e.g. to kill it. */
  readonly start: (args?: readonly string[], env?: Readonly<Record<string, string>>) => Started
  /** Starts `vitest --watch`, as a developer does who keeps it open. */
  readonly watch: (env?: Readonly<Record<string, string>>) => Started
  /**
   * Runs a command line in the project: `vitest …`, or `cli …` for the package's own command. The latter in this process
   * unless it starts a vitest itself, which prints to the process's own terminal, or loads a module, which a process loads once.
   */
  readonly shell: (line: string, env?: Readonly<Record<string, string>>) => Promise<Ended>
  /** Runs a text in a shell that finds the package's binaries. */
  readonly sh: (text: string) => Promise<Ended>
  /** The run written last. */
  readonly run: () => Run
  readonly remove: () => void
}

export interface Ended {
  readonly code: number | null
  readonly output: string
}

export interface Started {
  readonly kill: (signal: NodeJS.Signals) => void
  readonly output: () => string
  readonly ended: Promise<Ended>
}

/** How many examples the project's dataset has. */
export const EXAMPLES = 400

const INSTRUCTIONS = [
  ['s1', 'imperative', 'Read the text and answer yes or no. Text: {passage} Question: {question}'],
  ['s2', 'question', 'Text: {passage} Is it so? {question}'],
  ['s3', 'imperative', 'Text: {passage} Reply to the question: {question}'],
  ['u1', 'polite', 'Would you kindly look at this: {passage} {question}'],
  ['u2', 'polite', 'Please consider: {passage} {question}'],
  ['u3', 'terse', '{passage} {question}'],
  ['u4', 'terse', 'Q: {question} T: {passage}'],
] as const

const NEEDS_A_PROCESS = /^(gate|measure|plan|baseline accept)\b|--(aa|with)\b/

/** Writes config, data, instructions and releases; `files` adds or replaces. */
export function fakeProject(files: Readonly<Record<string, string>>): FakeProject {
  // Inside the repository and beside the built package, so that both are found as a user's project finds them.
  const root = mkdtempSync(join(installed(), 'p-'))
  const binaries = join(installed(), 'node_modules/.bin')
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  for (const [file, text] of Object.entries({ ...defaults(), ...files })) write(file, text)

  const surroundings = (env: Readonly<Record<string, string>>) => ({
    cwd: root,
    env: { ...cleanEnvironment(), PATH: `${binaries}:${BIN}:${process.env['PATH'] ?? ''}`, NO_COLOR: '1', ...env },
  })
  const begin = (command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Started => {
    const child = spawn(command, args, surroundings(env))
    let output = ''
    child.stdout.on('data', (chunk) => (output += String(chunk)))
    child.stderr.on('data', (chunk) => (output += String(chunk)))
    const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, output })))
    return { kill: (signal) => void child.kill(signal), output: () => output, ended }
  }

  const start: FakeProject['start'] = (args = [], env = {}) => begin(join(BIN, 'vitest'), ['run', ...args], env)
  const watch: FakeProject['watch'] = (env) => begin(join(BIN, 'vitest'), ['--watch'], env)
  const shell: FakeProject['shell'] = (line, env = {}) => {
    const [name = '', ...args] = line.split(' ')
    if (name !== 'cli') return begin(join(BIN, name), args, env).ended
    return NEEDS_A_PROCESS.test(args.join(' '))
      ? begin(join(BIN, 'node'), [builtCommand(), ...args], env).ended
      : commandHere(builtCommand(), args, surroundings(env))
  }

  return {
    root,
    write,
    start,
    watch,
    shell,
    sh: (text) => begin('sh', ['-c', text]).ended,
    read: (file) => readFileSync(join(root, file), 'utf8'),
    // A mode is what a command asks for.
    vitest: (args = [], env = {}) =>
      vitestHere(args, surroundings(env['ROBUSTNESS_MODE'] ? { ROBUSTNESS_COMMAND: '1', ...env } : env)),
    run() {
      const latest = readFileSync(join(root, '.robustness/runs/latest'), 'utf8').trim()
      return JSON.parse(readFileSync(join(root, '.robustness/runs', latest, 'run.json'), 'utf8')) as Run
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** The file of the package's own command, as it is built. */
export function builtCommand(): string {
  return join(installed(), 'node_modules/vitest-robustness/dist/src/cli/main.js')
}

function installed(): string {
  const folder = inject('installed')
  if (folder === undefined) throw new Error('this needs the built package: run the file in the project "integration"')
  return folder
}

/** Without what the outer vitest set: the inner one must find its own way. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(VITEST|VITE_|TEST$|NODE_ENV$|MODE$|DEV$|PROD$|SSR$|BASE_URL$|ROBUSTNESS_|CI$|CONTINUOUS_INTEGRATION$|GITHUB_|GITLAB_|BUILDKITE$|TF_BUILD$|JENKINS_URL$|FORCE_COLOR$|NODE_OPTIONS$)/.test(
        name,
      ),
  )
  return Object.fromEntries(kept)
}

function defaults(): Record<string, string> {
  return {
    'package.json': '{ "type": "module", "private": true }\n',
    'vitest.config.ts': config(),
    'seen.json': '["s1", "s2", "s3"]\n',
    'data/qa.jsonl': dataset(),
    'data/qa.yaml': instructionSet(),
    'releases.ts': RELEASES,
    'tasks.ts': `import { booleanQa } from 'vitest-robustness'
export const qa = booleanQa({ name: 'qa', examples: 'data/qa.jsonl', instructions: 'data/qa.yaml' })
`,
  }
}

/** The project's config; `extra` are further options of the plugin, as source text. */
export function config(extra = '', test = ''): string {
  return `import { defineConfig } from 'vitest/config'
import { robustness } from 'vitest-robustness/plugin'
export default defineConfig({
  plugins: [robustness({ releases: { candidate: './releases.ts#candidate', accepted: './releases.ts#accepted' }, candidate: 'candidate', seen: 'seen.json', ${extra} })],
  test: { include: ['*.test.ts'], ${test} },
})
`
}

/** The text says the answer, so that a fake model can be right on purpose. */
export function dataset(examples = EXAMPLES): string {
  return Array.from({ length: examples }, (_, index) => {
    const gold = (index * 7919) % 2 === 0 ? 'yes' : 'no'
    return `${JSON.stringify({ input: { passage: `Item ${index} says ${gold}.`, question: `Does item ${index} say yes?` }, gold })}\n`
  }).join('')
}

export function instructionSet(): string {
  const head = `set: qa
task: boolean-qa
licence: Apache-2.0
author: the fake project
reviewed: { by: the fake project, on: '2026-11-21' }
canonical: s1
instructions:
`
  return (
    head +
    INSTRUCTIONS.map(([id, family, text]) => `  - id: ${id}\n    family: ${family}\n    text: '${text}'\n`).join('')
  )
}

/** \`right(prompt)\` reads the answer off the text; \`unseen(prompt)\` tells the wording. */
const RELEASES = `import { fromFunction } from 'vitest-robustness/models'
export const right = (prompt) => (/says (yes|no)/.exec(prompt)?.[1] ?? 'none')
export const unseen = (prompt) => !/^(Read the text|Text: )/.test(prompt)
export const accepted = fromFunction({ model: 'accepted', revision: '1', ask: async (prompt) => right(prompt) })
export const candidate = fromFunction({ model: 'candidate', revision: '1', ask: async (prompt) => right(prompt) })
`

/** The releases module with another candidate: the body of an async function of \`prompt\` and \`{ seed, trial, signal }\`. */
export function releases(body: string, head = '', options = ''): string {
  return (
    RELEASES.replace(/export const candidate = .*\n/, '') +
    `${head}
export const candidate = fromFunction({ model: 'candidate', revision: '1', ${options} ask: async (prompt, { seed, trial, signal }) => { ${body} } })
`
  )
}
