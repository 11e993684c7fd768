import { afterEach, describe, expect, test } from 'vitest'
import { config, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** What the config makes of a verdict, and the outputs for CI, in a real vitest. */

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.9, family: 'unseen', maxCells: 60 }) })
`
/** Right on nine of ten, so that the claim stays open. */
const AT_THE_LIMIT = `return /Item \\d*0 /.test(prompt) ? 'maybe' : right(prompt)`
const BAD = `return unseen(prompt) ? 'maybe' : right(prompt)`

let project: FakeProject | undefined
afterEach(() => project?.remove())

function start(candidate: string, options: string, suite = SUITE): FakeProject {
  return (project = fakeProject({
    'a.robust.ts': suite,
    'releases.ts': releases(candidate),
    'vitest.config.ts': config(options),
  }))
}
const flat = (text: string) => text.replaceAll(/\s+/g, ' ')

describe('the policy', { timeout: 120_000 }, () => {
  test('inconclusive claims warn: exit 0, said in every report; an ordinary failure stays one', async () => {
    const fake = start(AT_THE_LIMIT, `inconclusive: 'warn', reports: { html: 'page.html', markdown: 'c.md' }`)
    const warned = await fake.vitest()
    expect(warned.code).toBe(0)
    expect(flat(warned.output)).toContain('WARNING: Policy: inconclusive claims only warn. Nothing is shown')
    expect(flat(warned.output)).toContain('nothing holds it back: this run does not gate, by policy (exit code 0)')
    expect(fake.run()).toMatchObject({
      evidence: {
        policy: { inconclusive: 'warn' },
        gate: { verdict: 'inconclusive', exitCode: 3, exitUnderPolicy: 0 },
      },
      context: { exitCode: 0, tests: { failed: 0 } },
    })
    for (const file of ['page.html', 'c.md']) expect(fake.read(file)).toContain('inconclusive claims only warn')
    expect((await fake.shell('cli report --verify')).code).toBe(0)
    fake.write('plain.test.ts', `import { expect, test } from 'vitest'\ntest('x', () => { expect(1).toBe(2) })\n`)
    expect((await fake.vitest()).code).toBe(1)
    fake.write('vitest.config.ts', config())
    fake.write('plain.test.ts', `import { test } from 'vitest'\ntest('x', () => {})\n`)
    expect((await fake.vitest()).code).toBe(3)
    expect(fake.run().evidence.gate.exitUnderPolicy).toBeUndefined()
    fake.write('vitest.config.ts', config(`inconclusive: 'ignore'`))
    expect((await fake.vitest()).output).toContain('must be "fail" or "warn"')
  })

  test('an advisory run; outputs for CI; junit beside it keeps stable titles', async () => {
    const fake = start(
      BAD,
      `advisory: true, outputs: ['github', 'gitlab', 'openmetrics']`,
      SUITE.replace(', maxCells: 60', ''),
    )
    // Hostile text that a wrapped report may put at the start of a line.
    fake.write(
      'data/qa.yaml',
      fake
        .read('data/qa.yaml')
        .replaceAll(/'((?:Would|Please|\{passage\}|Q:).*)'/g, `'$1 ${'::error::pwned '.repeat(12)}'`),
    )
    const junit = ['--reporter=junit', '--reporter=default', '--outputFile.junit=junit.xml']
    const ended = await fake.vitest(junit, { GITHUB_STEP_SUMMARY: `${fake.root}/summary.md` })
    expect(ended.code).toBe(0)
    expect(flat(ended.output)).toContain('WARNING: Advisory run: its verdict gates nothing.')
    expect(fake.run()).toMatchObject({
      evidence: { gate: { verdict: 'fail', exitCode: 1, exitUnderPolicy: 0 } },
      context: { exitCode: 0 },
    })
    expect(fake.read('summary.md')).toMatch(/^<!-- vitest-robustness -->\n## Robustness: fail/)
    expect(ended.output).toMatch(/^::error file=a\.robust\.ts,line=4,col=1,title=fail%3A right::accuracy at most/m)
    expect(ended.output).toContain('section_start:')
    // It is printed where no command is obeyed.
    const [, token = 'none'] = /::stop-commands::([\da-f-]{36})/.exec(ended.output) ?? []
    const guarded = ended.output.slice(ended.output.indexOf(token), ended.output.lastIndexOf(`::${token}::`))
    expect(guarded).toContain('pwned')
    expect(ended.output.slice(ended.output.lastIndexOf(`::${token}::`))).not.toContain('pwned')
    expect(JSON.parse(fake.read('.robustness/outputs/gl-code-quality-report.json'))).toHaveLength(1)
    expect(fake.read('.robustness/outputs/metrics.txt')).toMatch(/# EOF\n$/)
    const titles = () =>
      [...fake.read('junit.xml').matchAll(/<testcase classname="([^"]*)" name="([^"]*)"/g)].map(([, ...names]) => names)
    expect(titles()).toEqual([['a.robust.ts', 'right']])
    fake.write('releases.ts', releases('return right(prompt)'))
    expect((await fake.vitest(junit)).code).toBe(0)
    expect(titles()).toEqual([['a.robust.ts', 'right']])
    const annotations = await fake.shell('cli report --format github')
    expect(annotations.output).toMatch(/^::notice title=Robustness%3A pass::candidate may ship/)
  })
})
