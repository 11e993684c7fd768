/**
 * The page on coming from another tool, with the real vitest-evals and evalite beside the packed tarball: every file and command of
 * those two sections is the page's, with more cases of the same kind.
 */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandsOf, manyCases, textOf, versionOf } from '../src/migratingPage.testing.ts'
import { packedProject, type PackedProject } from './packedProject.ts'

const REPOSITORY = join(import.meta.dirname, '..')
/** 100 of each of the page's two: enough to decide a margin of 0.05 between two logs. */
const CASES = manyCases(100)
const FILES = Object.fromEntries(['src/answer.ts', 'src/cases.ts', 'prompt.txt'].map((name) => [name, textOf(name)]))
const SUITE = 'robustness/cases/cases.robust.ts'
const INSTRUCTIONS = 'robustness/cases/instructions.yaml'

interface Tool {
  readonly name: string
  /** The versions that the page names, without install scripts: none of what is run here needs one. */
  readonly packages: readonly string[]
  readonly files: readonly string[]
  /** The block that runs it. */
  readonly run: string
  /** What it prints when all cases pass. */
  readonly passes: RegExp
  /** The block that leaves a log of the version `v1`, and the one that gates two. */
  readonly log: string
  readonly gate: string
}

const TOOLS: readonly Tool[] = [
  {
    name: 'vitest-evals',
    packages: ['vitest@4', `vitest-evals@${versionOf('vitest-evals')}`],
    files: ['tickets.test.ts', 'vitestEvalsLog.ts'],
    run: 'vitest-evals',
    passes: new RegExp(
      `✓ tickets\\.test\\.ts > tickets > 'It came[^]*Test Files  1 passed \\(1\\)\\s+Tests  ${CASES.length} passed`,
    ),
    log: 'vitest-evals-log',
    gate: 'vitest-evals-gate',
  },
  {
    name: 'evalite',
    packages: ['vitest@5', `evalite@${versionOf('evalite')}`],
    files: ['tickets.eval.ts', 'evalite.config.ts', 'evaliteLogs.ts'],
    run: 'evalite-run',
    passes: new RegExp(`Score  100%\\s+Eval Files  1\\s+Evals  ${CASES.length}\\s`),
    log: 'evalite-run',
    gate: 'evalite',
  },
]

describe.each(TOOLS)('$name, beside the packed tarball', { timeout: 300_000 }, (tool) => {
  let project: PackedProject
  /** Runs the commands of a block; the last one's exit code and what all of them printed. */
  const run = (name: string, change: (line: string) => string = (line) => line) => {
    const ran = commandsOf(name).map((line) => project.run(change(line)))
    return { code: ran.at(-1)?.code, output: ran.map(({ output }) => output).join('') }
  }
  const edit = (file: string, from: string | RegExp, to: string): void => {
    const before = project.read(file)
    const after = before.replace(from, to)
    expect(after, `${file} has ${String(from)}`).not.toBe(before)
    project.write(file, after)
  }

  beforeAll(() => {
    const own = Object.fromEntries(tool.files.map((name) => [name, textOf(name)]))
    const flags = ['--prefer-offline', '--ignore-scripts']
    project = packedProject(
      { ...FILES, ...own, 'cases.jsonl': CASES.map((one) => `${JSON.stringify(one)}\n`).join('') },
      [...flags, ...tool.packages],
    )
  }, 300_000)
  afterAll(() => project?.remove(), 60_000)

  test('its suite passes, and a robust suite next to it finds that the answer depends on the wording', () => {
    const before = run(tool.run)
    expect(before).toEqual({ code: 0, output: expect.stringMatching(tool.passes) })

    expect(run('cases')).toMatchObject({ code: 0 })
    project.write('robustness/releases.ts', textOf('robustness/releases.ts'))
    project.write(INSTRUCTIONS, project.read(INSTRUCTIONS) + textOf(INSTRUCTIONS))
    expect(run('review')).toMatchObject({ code: 0 })
    edit(SUITE, /^ +\/\/ Once the set has rewordings.*\n((?: +\/\/ .*\n){3})/m, '$1')
    edit(SUITE, /^ {2}\/\/ (test\(.*\n) {2}\/\/ (.*\n) {2}\/\/ (\}\)\n)/m, '  $1  $2  $3')

    const { code, output } = run('gate')
    expect(output).toContain(textOf('gate'))
    expect(output).toMatch(/GATE: FAIL/)
    expect(code).toBe(1)
    expect(run(tool.run)).toEqual({ code: 0, output: expect.stringMatching(tool.passes) })
  })

  test('the gate passes once the answer does not depend on it', () => {
    const before = project.read('src/answer.ts')
    edit('src/answer.ts', /return prompt\.startsWith.*/, "return 'praise'")
    const { code, output } = run('gate')
    project.write('src/answer.ts', before)
    expect(output).toMatch(/GATE: PASS/)
    expect(code).toBe(0)
  })

  test('its results are gated: a version that answers alike passes, one that misses complaints does not', () => {
    const leave = (version: string) => run(tool.log, (line) => line.replaceAll('v1', version))
    leave('v1')
    leave('v2')
    const same = run(tool.gate)
    expect(same.output).toMatch(/GATE: PASS/)
    expect(same.code).toBe(0)

    edit('src/answer.ts', 'late|nobody', 'never')
    expect(leave('v2').output).not.toMatch(tool.passes)
    const worse = run(tool.gate)
    expect(worse.output).toMatch(/GATE: FAIL/)
    expect(worse.code).toBe(1)
  })

  test("the page's files compile with its types", () => {
    const modules = join(REPOSITORY, 'node_modules')
    const files = [...tool.files, 'robustness/releases.ts'].join(' ')
    const options = '--noEmit --strict --skipLibCheck --module nodenext --target esnext --allowImportingTsExtensions'
    const types = `--typeRoots ${join(modules, '@types')} --types node`
    expect(project.run(`${join(modules, '.bin/tsc')} ${options} ${types} ${files}`)).toEqual({ code: 0, output: '' })
  })
})
