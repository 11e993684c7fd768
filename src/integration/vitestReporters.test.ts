import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { config, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** What vitest's own reporters show of robust tests, and what its filter by tags picks. Each in a real vitest. */

const HEAD = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
`
const SUITE = `${HEAD}
test('is right', { tags: ['gating'] }, async () => {
  await expect(release().on(qa)).toStayAbove({ accuracy: 0.5, family: 'seen' })
})
test('may flip', { tags: ['advisory'] }, async () => {
  await expect(release().on(qa)).toBeStableUnderParaphrase({ maxFlipRate: 0.05, advisory: true })
})
test('stays open', async () => {
  await expect(release().on(qa)).toStayAbove({ accuracy: 0.5, maxCells: 20 })
})
test('is right, and flips', { retry: 1 }, async () => {
  await expect(release().on(qa)).toStayAbove({ accuracy: 0.5, family: 'seen' })
  await expect(release().on(qa)).toBeStableUnderParaphrase({ maxFlipRate: 0.05 })
})
`
/** Right on seen wordings; elsewhere always "no". */
const FLIPS = `return unseen(prompt) ? 'no' : right(prompt)`

const PASS = 'pass · accuracy at least 0.52 (limit 0.5) · 8 cells, 8 examples'
const FLIP = 'flip rate at least 0.18 (limit 0.05) · 30 cells, 6 examples'
const OPEN = 'inconclusive · accuracy between 0.31 and 0.87 (limit 0.5) · 20 cells, 20 examples'

/** Keeps what vitest hands a reporter of each test. */
const KEEPER = `import { writeFileSync } from 'node:fs'
export default class {
  onTestRunEnd(modules) {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    writeFileSync('kept.json', JSON.stringify(tests.map((test) => ({
      name: test.name, tags: test.tags, annotations: test.annotations(),
    }))))
  }
}
`
interface Kept {
  readonly name: string
  readonly tags: readonly string[]
  readonly annotations: readonly {
    readonly type: string
    readonly message: string
    readonly location?: { readonly file: string; readonly line: number }
    readonly attachment?: { readonly contentType: string; readonly body: string; readonly bodyEncoding: string }
  }[]
}

let project: FakeProject | undefined
afterEach(() => project?.remove())

function start(files: Readonly<Record<string, string>> = {}): FakeProject {
  return (project = fakeProject({
    'a.robust.ts': SUITE,
    'a.test.ts': `import { test } from 'vitest'\ntest('ordinary', () => {})\n`,
    'keeper.js': KEEPER,
    'releases.ts': releases(FLIPS),
    ...files,
  }))
}

/** What was kept of the robust tests, in the order of their suite. */
const keptBy = (fake: FakeProject) =>
  (JSON.parse(fake.read('kept.json')) as Kept[]).filter(({ name }) => name !== 'ordinary')
const onGitHub = { GITHUB_ACTIONS: 'true' }

describe('claims in vitest’s reporters', { timeout: 240_000 }, () => {
  test('verbose, JUnit and HTML show each claim once; a claim that needs a look carries a summary', async () => {
    const fake = start()
    const reporters = ['verbose', 'junit', 'html', './keeper.js'].map((name) => `--reporter=${name}`)
    const { code, output } = await fake.vitest(reporters)
    expect(code).toBe(1)
    const kept = keptBy(fake)
    expect(
      kept.flatMap(({ name, annotations }) =>
        annotations.map(({ type, message, location }) => `${name}, line ${location?.line}: ${type}: ${message}`),
      ),
    ).toEqual([
      `is right, line 5: robustness: ${PASS}`,
      `may flip, line 8: notice: fail (advisory) · ${FLIP}`,
      `stays open, line 11: warning: ${OPEN}`,
      // The second try says the same, and adds nothing.
      `is right, and flips, line 14: robustness: ${PASS}`,
      `is right, and flips, line 14: error: fail · ${FLIP}`,
    ])
    for (const message of [PASS, OPEN, `fail · ${FLIP}`, `fail (advisory) · ${FLIP}`]) {
      expect(output).toContain(`↳ ${message}\n`)
      expect(fake.read('.vitest/junit/output.xml')).toContain(` value="${message}">`)
      expect(htmlReport(fake)).toContain(JSON.stringify(message).slice(1, -1))
    }
    const summaries = kept.flatMap(({ annotations }) =>
      annotations.flatMap(({ attachment }) => (attachment === undefined ? [] : [attachment])),
    )
    expect(summaries.map(({ contentType, bodyEncoding }) => [contentType, bodyEncoding])).toEqual(
      Array.from({ length: 3 }, () => ['text/markdown', 'base64']),
    )
    const texts = summaries.map(({ body }) => Buffer.from(body, 'base64').toString())
    expect(texts[0]).toContain(`# may flip\n\nfail (advisory) · ${FLIP}\n`)
    // Nothing of a prompt, of an instruction or of an answer.
    const prompts = /Item \d|says|Read the text|Would you kindly|"yes"|"no"/
    expect(`${texts.join('\n')}${JSON.stringify(kept)}`).not.toMatch(prompts)
    expect(existsSync(join(fake.root, '.vitest/attachments'))).toBe(false)
  })

  test('the default reporter shows those of failing tests; the GitHub reporter annotates what needs a look', async () => {
    const fake = start({ 'vitest.config.ts': config('outputs: []') })
    const { output } = await fake.vitest(['--reporter=default', '--reporter=github-actions'], onGitHub)
    expect(output).toContain(`↳ ${OPEN}\n`)
    expect(output).toContain(`↳ fail · ${FLIP}\n`)
    // Of the test that fails, the claim that passes too: with the error of each of its two tries.
    expect(output.split(PASS)).toHaveLength(3)
    expect(annotated(output)).toEqual([
      `notice at 8: fail (advisory) · ${FLIP}`,
      `warning at 11: ${OPEN}`,
      `error at 14: fail · ${FLIP}`,
    ])
  })

  test('the GitHub reporter says nothing of a claim that the output github annotates', async () => {
    const fake = start()
    const { output } = await fake.vitest(['--reporter=github-actions', '--reporter=./keeper.js'], onGitHub)
    expect(annotated(output)).toEqual([])
    expect(output).toContain('title=fail%3A is right%2C and flips (2)')
    expect(keptBy(fake).map(({ annotations }) => annotations.length)).toEqual([1, 1, 1, 2])
  })

  test('a blob carries them to the merge', async () => {
    const fake = start()
    await fake.vitest(['--reporter=blob'])
    const { output } = await fake.vitest(['--merge-reports', '--reporter=verbose'])
    for (const message of [PASS, OPEN, `fail · ${FLIP}`])
      expect(output.split(`↳ ${message}\n`).length - 1).toBeGreaterThan(0)
  })

  test('where a ledger is kept they say verdict, bound, limit and cells, and nothing else', async () => {
    const fake = start({
      'a.robust.ts': `${HEAD}test('right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.95 }) })\n`,
      'vitest.config.ts': config(`baseline: 'baselines/line', ledger: true`),
    })
    expect((await fake.shell('cli baseline accept --release accepted --yes --by ann')).code).toBe(0)
    await fake.vitest(['--reporter=./keeper.js'])
    const [shown] = keptBy(fake).flatMap(({ annotations }) => annotations)
    expect(shown?.message).toMatch(/^fail · accuracy at most 0\.\d+ \(limit 0\.95\) · \d+ cells$/)
    const summary = Buffer.from(shown?.attachment?.body ?? '', 'base64').toString()
    expect(summary.split('\n\n').map((line) => line.split(/[ :]/)[0])).toEqual(['#', 'fail', 'Replay', 'The'])
  })
})

describe('tags', { timeout: 240_000 }, () => {
  test('each robust test has one of its own, and those that its author wrote; the filter picks by them', async () => {
    const fake = start()
    const { code, output } = await fake.vitest(['--tags-filter=gating', '--reporter=./keeper.js'])
    expect(keptBy(fake).map(({ name, tags }) => [name, tags])).toEqual([
      ['is right', ['robustness', 'gating']],
      ['may flip', ['robustness', 'advisory']],
      ['stays open', ['robustness']],
      ['is right, and flips', ['robustness']],
    ])
    expect(output).toContain('tests were chosen by tag (gating)')
    expect(fake.run().evidence.claims.map(({ title }) => title)).toEqual(['is right'])
    expect(code).toBe(3)
    const without = await fake.vitest(['--tags-filter=!robustness', '--reporter=verbose'])
    expect(without).toMatchObject({ code: 0, output: expect.stringContaining('✓ a.test.ts > ordinary') })
  })

  test('one that is not true of its claim is a mistake in the suite', async () => {
    const fake = start({
      'a.robust.ts': `${HEAD}
test('one', { tags: 'advisory' }, async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.5 }) })
test('two', { tags: 'gating' }, async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.5, advisory: true }) })
`,
    })
    const { code, output } = await fake.vitest()
    expect(output).toContain(
      'toStayAbove(): the test is tagged "advisory" and its claim gates; take the tag away, or write advisory: true in the claim',
    )
    expect(output).toContain(
      'toStayAbove(): the test is tagged "gating" and its claim is advisory; take the tag away, or advisory: true',
    )
    expect(code).toBe(2)
  })

  test('one that the config defines keeps the meaning that it has there', async () => {
    const tags = ['robustness', 'advisory'].map((name) => `{ name: '${name}', description: 'ours' }`)
    const fake = start({
      'vitest.config.ts': config('', `tags: [${tags.join(', ')}]`),
      'a.robust.ts': `${HEAD}
test('one', { tags: 'advisory' }, async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.5, family: 'seen' }) })
`,
    })
    const { code } = await fake.vitest(['--reporter=./keeper.js'])
    expect(keptBy(fake)[0]?.tags).toEqual(['advisory'])
    expect(code).toBe(0)
  })
})

/** The workflow commands that vitest's GitHub reporter writes of annotations: those of failing tests have a title. */
function annotated(output: string): string[] {
  return [...output.matchAll(/^::(\w+) file=[^,]+a\.robust\.ts,line=(\d+),column=\d+::(.*)$/gm)].map(
    ([, kind, line, message]) => `${kind} at ${line}: ${message}`,
  )
}

/** What the page of vitest's HTML reporter loads. */
function htmlReport(fake: FakeProject): string {
  return gunzipSync(readFileSync(join(fake.root, '.vitest/ui/html.meta.json.gz'))).toString()
}
