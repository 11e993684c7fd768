/**
 * Plays a newcomer: an empty folder, the packed tarball, and nine commands, from the first install to a gate that blocks a
 * release. `node .ci/newcomer.ts` plays it on Node 22 and 26, as an ES module and as CommonJS, with npm and with pnpm, and
 * prints how long each command took; `--write` puts that and the transcript into docs/newcomer.md. It needs the npm registry
 * and a few minutes, and ends with 1 where a command ends otherwise than it should.
 */
import { spawn } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEndpoint } from './packEndpoint.ts'
import { packInto } from './packInto.ts'

const REPOSITORY = join(import.meta.dirname, '..')
const PAGE = join(REPOSITORY, 'docs/newcomer.md')
/** The limits that the page promises. */
const [MOST_COMMANDS, MOST_SECONDS] = [9, 300]

/** The tools that the newcomer works with. */
export interface Setting {
  readonly node: 22 | 26
  readonly modules: 'module' | 'commonjs'
  readonly manager: 'npm' | 'pnpm'
}

/** A command of the newcomer's, and what came of it. */
interface Step {
  /** The command as it is typed; with an environment variable in front where it needs one. */
  readonly line: string
  readonly code: number | null
  /** The text on the standard error, and after it that on the standard output. */
  readonly output: string
  /** The text on the standard error alone. */
  readonly errors: string
  readonly seconds: number
}

/** Everything that the newcomer did in one setting. */
export interface Played {
  readonly setting: Setting
  readonly steps: readonly Step[]
  /** Lines of the config before and after the newcomer edited it. */
  readonly config: { readonly before: string; readonly after: string }
  /** Names of the files in the folder of the run that blocked the release. */
  readonly files: readonly string[]
  /** Their comment and their page. */
  readonly comment: string
  readonly page: string
}

interface Line {
  readonly line: string
  /** The exit code that this command has to end with. */
  readonly ends: number
  /** The number of its last lines that the transcript shows. */
  readonly shown: number
  /** Present where these lines are those of the standard error. */
  readonly onErrors?: true
  /** The thing that happens before it, in addition to typed commands. */
  readonly first?: 'edit the config' | 'break the model'
}

/** Returns the commands that the newcomer types, in their order. */
export function linesOf({ modules, manager }: Setting): readonly Line[] {
  const run = manager === 'npm' ? 'npx' : 'pnpm exec'
  const start =
    manager === 'npm'
      ? [`npm init -y --init-type=${modules}`, 'npm install --save-dev vitest vitest-robustness']
      : // The pin of the package manager asks the registry for builds of every platform, which a mirror may lack.
        [`pnpm init --init-type=${modules} --no-init-package-manager`, 'pnpm add --save-dev vitest vitest-robustness']
  return [
    ...start.map((line) => ({ line, ends: 0, shown: 0 })),
    { line: `${run} vitest-robustness init --yes`, ends: 0, shown: 3 },
    { line: `${run} vitest run`, ends: 0, shown: 13 },
    { line: `${run} vitest-robustness init --pack yes-no --yes`, ends: 0, shown: 5 },
    { line: `${run} vitest-robustness baseline accept --yes`, ends: 0, shown: 1, first: 'edit the config' },
    { line: `${run} vitest-robustness gate`, ends: 0, shown: 9 },
    { line: `${run} vitest-robustness gate`, ends: 1, shown: 24, first: 'break the model' },
    { line: `${run} vitest-robustness report --verify`, ends: 0, shown: 2, onErrors: true },
  ]
}

/** Plays one setting with a packed tarball, and throws with the output where a command ends otherwise than it should. */
export async function play(setting: Setting, tarball: string): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'newcomer-'))
  const [tools, project] = [join(folder, 'tools'), join(folder, 'my-project')]
  await using endpoint = await startEndpoint()
  try {
    for (const each of [tools, project]) mkdirSync(each)
    writeFileSync(join(tools, 'package.json'), '{ "private": true, "allowScripts": { "node": true } }\n')
    const env = cleanEnvironment(join(tools, 'node_modules/.bin'), endpoint.origin)
    const tool = `npm install --no-audit --no-fund node@${setting.node}${setting.manager === 'pnpm' ? ' pnpm' : ''}`
    const installed = await runLine(tool, tools, env)
    if (installed.code !== 0) throw new Error(installed.output)

    const steps: Step[] = []
    let config = { before: '', after: '' }
    for (const { line, ends, first } of linesOf(setting)) {
      if (first === 'edit the config') config = editConfig(project)
      if (first === 'break the model') endpoint.break()
      const real = line.replace(/ vitest-robustness$/, ` ${tarball}`)
      const { code, output, errors, seconds } = await runLine(real, project, env)
      const said = output.replaceAll(tarball, 'vitest-robustness').replaceAll(project, '~/my-project').trimEnd()
      if (code !== ends) throw new Error(`${line}\nended with ${code} and not ${ends}:\n${said}`)
      steps.push({ line, code, output: said, errors: errors.trimEnd(), seconds })
    }
    const runs = join(project, '.robustness/runs')
    const latest = join(runs, readFileSync(join(runs, 'latest'), 'utf8').trim())
    const read = (file: string): string => readFileSync(join(latest, file), 'utf8')
    const files = globSync('*', { cwd: latest }).toSorted()
    return { setting, steps, config, files, comment: read('report.md'), page: read('report.html') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Returns the environment of a person's terminal: nothing of CI, of an outer vitest or of an outer npm; the chosen Node first. */
function cleanEnvironment(bin: string, origin: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(CI$|GITHUB_|GITLAB_|VITEST|VITE_|ROBUSTNESS_|MODEL_|NODE_ENV$|NODE_OPTIONS$|TEST$|npm_)/.test(name),
  )
  return { ...Object.fromEntries(kept), PATH: `${bin}:${process.env['PATH']}`, NO_COLOR: '1', MODEL_ORIGIN: origin }
}

/** Runs a command line, its words apart at blanks. The server of this process answers meanwhile. */
async function runLine(line: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Step> {
  const [command = '', ...words] = line.split(' ')
  const start = performance.now()
  const child = spawn(command, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [output, errors] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  return { line, code, output: `${errors}${output}`, errors, seconds: (performance.now() - start) / 1000 }
}

/** Makes the newcomer's two edits: the lines that `init` left as comments, for a model of one's own and for a baseline. */
function editConfig(project: string): Played['config'] {
  const [file] = globSync('vitest.config.*', { cwd: project })
  if (file === undefined) throw new Error('init wrote no config')
  const before = readFileSync(join(project, file), 'utf8')
  const after = before
    .replace(/^ *candidate: 'v2',\n/m, '')
    .replace(/\/\/ (candidate: 'mine',).*/, '$1')
    .replace(/\/\/ (baseline: '[^']+',).*/, '$1')
  if (!/^ *candidate: 'mine',\n *baseline: /m.test(after)) throw new Error(`${file} has other lines:\n${before}`)
  writeFileSync(join(project, file), after)
  return { before, after }
}

const SETTINGS: readonly Setting[] = ([26, 22] as const).flatMap((node) =>
  (['module', 'commonjs'] as const).flatMap((modules) =>
    (['npm', 'pnpm'] as const).map((manager) => ({ node, modules, manager })),
  ),
)

const total = ({ steps }: Played): number => steps.reduce((sum, { seconds }) => sum + seconds, 0)

/** Puts the seconds by command and setting into a table of Markdown. */
function timeTable(all: readonly Played[]): string {
  const [first] = all
  const title = ({ setting: { node, modules, manager } }: Played): string =>
    `Node ${node}, ${modules === 'module' ? 'ES modules' : 'CommonJS'}, ${manager}`
  const commands = (first?.steps ?? []).map(({ line }) =>
    line.replace(/^(?:npx|npm|pnpm exec) (?:vitest-robustness )?/, ''),
  )
  const rows = [
    ['', ...commands.map((line) => `\`${line.replace(/ -y .*| --save-dev .*/, '')}\``), 'all'],
    ['---', ...commands.map(() => '--:'), '--:'],
    ...all.map((played) => [
      title(played),
      ...[...played.steps.map(({ seconds }) => seconds), total(played)].map((s) => s.toFixed(1)),
    ]),
  ]
  return rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}

/** Writes down what the newcomer saw: each command, and the last lines of what it printed. */
function transcript({ setting, steps, config }: Played): string {
  const lines = linesOf(setting)
  const said = steps.flatMap(({ line, output, errors }, at) => [
    ...(lines[at]?.first === 'edit the config'
      ? [
          '# vitest.config.ts',
          ...linesWithout(config.before, config.after, '-'),
          ...linesWithout(config.after, config.before, '+'),
          '',
        ]
      : []),
    ...(lines[at]?.first === 'break the model' ? ['# from here on the endpoint serves a worse model', ''] : []),
    `$ ${line}`,
    ...lastLines(lines[at]?.onErrors ? errors : output, lines[at]?.shown ?? 0),
    '',
  ])
  return `\`\`\`text\n${said.join('\n').trimEnd()}\n\`\`\`\n`
}

/** Returns the lines of a text that another text lacks, each behind a mark. */
function linesWithout(text: string, other: string, mark: string): readonly string[] {
  const others = new Set(other.split('\n'))
  return text
    .split('\n')
    .filter((line) => !others.has(line))
    .map((line) => `${mark}${line}`)
}

function lastLines(text: string, most: number): readonly string[] {
  const lines = text.split('\n').map((line) => line.replace(/^(Wrote [^,]+, [^,]+), .*/, '$1, …'))
  if (most === 0) return []
  return lines.length <= most ? lines : ['…', ...lines.slice(-most)]
}

/** Plays every setting and returns the page's text between its marks. */
async function playAll(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'newcomer-packed-'))
  try {
    const tarball = join(folder, packInto(folder))
    const all: Played[] = []
    for (const setting of SETTINGS) all.push(await play(setting, tarball))
    const slow = all.filter((played) => total(played) > MOST_SECONDS || played.steps.length > MOST_COMMANDS)
    if (slow.length > 0)
      throw new Error(`More than ${MOST_COMMANDS} commands or ${MOST_SECONDS} seconds:\n${timeTable(slow)}`)
    const when = new Date().toISOString().slice(0, 10)
    const load = Math.max(1, Math.round(loadavg()[2] ?? 0))
    const machine = `${process.platform} ${process.arch}, ${availableParallelism()} cores, ${load} processes at a time on them`
    return `Seconds on ${when} (${machine}; some packages came from the package managers' caches):\n\n${timeTable(all)}\n${transcript(all[0]!)}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const text = await playAll()
  if (process.argv.includes('--write'))
    writeFileSync(
      PAGE,
      readFileSync(PAGE, 'utf8').replace(
        /(?<=<!-- newcomer:begin -->\n)[\s\S]*?(?=<!-- newcomer:end -->)/,
        () => `\n${text}\n`,
      ),
    )
  console.log(text)
}
