/* oxlint-disable max-lines -- one table, and short lines would hide it */
/**
 * What invocations of `vitest run` and of the commands must end with: one line of a table each, played by
 * `exitCodes.test.ts` and `exitCodesOfProjects.test.ts`. For tests only.
 */

/** One invocation. Everything that is not said is as in `PROJECT`: two claims that hold, no baseline, a release that is right. */
export interface Scenario {
  readonly name: string
  /** `vitest …` for `vitest run …`, a command of the package (`gate …`), `rm` of a path. Lines run one after the other. */
  readonly run: string
  /** What the process ends with. */
  readonly code: number
  /** The exit code that it prints, where that is of the run that it reports. */
  readonly prints?: number
  /** What it must say; runs of white space count as one space. */
  readonly says: RegExp
  /** Files that differ; `null` takes one away. */
  readonly files?: Readonly<Record<string, string | null>>
  /** The release that is gated, of those in `releases.js`. */
  readonly release?: string
  readonly env?: Readonly<Record<string, string>>
  /** The baseline of the two claims is there, accepted by `accepted`. */
  readonly baseline?: true
  /** Makes the machine's part of it before anything runs. */
  readonly stage?: 'tiny disk' | 'full disk' | 'read-only disk' | 'no permission' | 'git'
  /** Started twice at the same time: both must end so. */
  readonly twice?: true
  /** Sent to the process once the release is asked. */
  readonly signal?: 'SIGINT' | 'SIGTERM' | 'SIGKILL'
}

const HEAD = `import { describe, expect, test } from 'vitest'
import { booleanQa, release } from 'vitest-robustness'
const qa = booleanQa({ name: 'qa', examples: 'qa.jsonl', instructions: 'qa.yaml' })
const above = (limit = 0.5, more = {}) => expect(release().on(qa)).toStayAbove({ accuracy: limit, ...more })
const steady = (limit = 0.3, more = {}) => expect(release().on(qa)).toBeStableUnderParaphrase({ maxFlipRate: limit, ...more })
const noWorse = (by = 0.3) => expect(release().on(qa)).toBeNoWorseThanBaseline({ by })
`
const ABOVE = `test('above', async () => { await above() })\n`
const STEADY = `test('steady', async () => { await steady() })\n`
/** Asks more of the examples than they can decide. */
const OPEN = `test('open', async () => { await steady(0.3, { maxCells: 6 }) })\n`
const SUITE = `${HEAD}${ABOVE}${STEADY}`
const PLAIN = `import { expect, test } from 'vitest'\ntest('plain', () => { expect(1).toBe(1) })\n`
const RED = PLAIN.replace('toBe(1)', 'toBe(2)')

/** Exports of `releases.js`, and two slips: one that is not there, and one of a module that does not load. */
const NAMES = (
  'accepted right wrong flips silent number stutters exits killed slow refused nokey paid unpinned missing nothing ' +
  'broken chat m400 m401 m402 m404 m429 m500 credit model'
).split(' ')

const RELEASES = `import { appendFileSync, writeFileSync } from 'node:fs'
import { EndpointError, fromFunction, openAICompatible } from 'vitest-robustness/models'
const answer = (prompt) => /says (yes|no)/.exec(prompt)[1]
const other = (prompt) => (answer(prompt) === 'yes' ? 'no' : 'yes')
const of = (name, ask, more = {}) => fromFunction({ model: name, revision: '1', ask, ...more })
export const accepted = of('accepted', async (prompt) => answer(prompt))
export const right = of('right', async (prompt) => answer(prompt))
export const wrong = of('wrong', async (prompt) => other(prompt))
export const flips = of('flips', async (prompt) => (prompt.startsWith('Please') ? other(prompt) : answer(prompt)))
export const silent = of('silent', async () => { throw new Error('the model is down') })
export const number = of('number', async () => 5)
export const stutters = of('stutters', async (prompt) => { if (/Item \\d*7 /.test(prompt)) throw new Error('no sevens'); return answer(prompt) })
export const exits = of('exits', async () => process.exit(7))
export const killed = of('killed', async () => { process.kill(process.pid, 'SIGKILL'); return 'yes' })
export const slow = of('slow', async () => { appendFileSync('asked', '.'); await new Promise((go) => setTimeout(go, 60_000)); return 'yes' })
export const endpoint = of('endpoint', async () => { throw new EndpointError('it will not answer') })
export const unpinned = fromFunction({ model: 'unpinned', ask: async (prompt) => answer(prompt) })
export const nothing = { some: 'thing' }
const http = (model, more = {}) => openAICompatible({ origin: process.env.MODEL_ORIGIN ?? 'http://127.0.0.1:9', model, revision: '1', attempts: 1, ...more })
export const refused = http('refused', { origin: 'http://127.0.0.1:9' })
export const nokey = http('nokey', { apiKeyEnv: 'NO_SUCH_KEY' })
export const paid = http('paid')
export const chat = http('chat')
export const m400 = http('400')
export const m401 = http('401')
export const m402 = http('402')
export const m404 = http('404')
export const m429 = http('429')
export const m500 = http('500')
export const credit = http('credit')
export const model = http('model')
`

/** The plugin's options, as source text, around the ones that a scenario gives. */
function config(options = '', test = '', plugins = true): string {
  const named = NAMES.map((name) => `${name}: '${name === 'broken' ? './broken.js#x' : `./releases.js#${name}`}'`)
  const plugin = `robustness({ releases: { ${named.join(', ')} }, candidate: 'right', history: false, reports: { html: false }, ${options} })`
  return `import { robustness } from 'vitest-robustness/plugin'
export default { plugins: [${plugins ? plugin : ''}], test: { ${test.includes('include') ? '' : `include: ['*.test.js'],`} pool: 'threads', ${test} } }
`
}

/** The files of the project that scenarios vary. */
export const PROJECT: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module", "private": true }\n',
  'vitest.config.js': config(),
  'releases.js': RELEASES,
  'broken.js': `throw new Error('this module does not load')\n`,
  'a.robust.js': SUITE,
  'qa.jsonl': Array.from({ length: 60 }, (_, index) => {
    const gold = index % 2 === 0 ? 'yes' : 'no'
    return `${JSON.stringify({ input: { passage: `Item ${index} says ${gold}.`, question: `Does item ${index} say yes?` }, gold })}\n`
  }).join(''),
  'qa.yaml': `set: qa
task: boolean-qa
licence: Apache-2.0
author: tests
reviewed: { by: tests, on: '2026-11-21' }
canonical: plain
instructions:
  - id: plain
    family: plain
    text: 'Say yes or no. {passage} {question}'
  - id: polite
    family: polite
    text: 'Please say yes or no. {passage} {question}'
`,
}

const WITH_BASELINE = config(`baseline: 'baselines/line'`)
const withBaseline = { 'vitest.config.js': WITH_BASELINE }
const suite = (body: string) => ({ 'a.robust.js': `${HEAD}${body}` })
const configured = (options: string, test = '') => ({ 'vitest.config.js': config(options, test) })
const PROJECTS = `projects: [{ extends: true, test: { name: 'unit', include: ['*.test.js'] } }, { extends: true, test: { name: 'robustness', include: ['*.robust.js'] } }],`
const PASS = /GATE: PASS .*\(exit code 0\)/
const FAIL = /GATE: FAIL .*\(exit code 1\)/
const OPENED = /GATE: INCONCLUSIVE .*\(exit code 3\)/
const USAGE = /GATE: INCONCLUSIVE .*\(exit code 2\)/
const STOPPED = /exit code 1[34][03]: stopped before anything was decided\. What was answered is kept/
const NOTHING = /GATE: INCONCLUSIVE \(exit code 3\)\. Nothing was decided/
const waiver = (claim: string, limit: number, expires = '2999-12-31') =>
  `waivers:\n  - claim: ${claim}\n    limit: ${limit}\n    reason: known\n    owner: ann\n    expires: ${expires}\n`

export const SCENARIOS: Readonly<Record<string, readonly Scenario[]>> = {
  verdicts: [
    { name: 'all claims hold', run: 'vitest', code: 0, says: PASS },
    { name: 'all claims hold, by the command', run: 'gate', code: 0, says: PASS },
    { name: 'a claim fails', run: 'vitest', release: 'wrong', code: 1, says: FAIL },
    { name: 'a claim fails, by the command', run: 'gate', release: 'wrong', code: 1, says: FAIL },
    { name: 'one of two fails', run: 'vitest', release: 'flips', code: 1, says: /1 gating claim fails: "steady"/ },
    { name: 'a claim stays open', run: 'vitest', files: suite(OPEN), code: 3, says: OPENED },
    { name: 'a claim stays open, by the command', run: 'gate', files: suite(OPEN), code: 3, says: OPENED },
    {
      name: 'a failing claim wins over an open one',
      run: 'vitest',
      release: 'wrong',
      files: suite(ABOVE + OPEN),
      code: 1,
      says: FAIL,
    },
    {
      name: 'a failing test beside passing claims',
      run: 'vitest',
      files: { 'b.test.js': RED },
      code: 1,
      says: /1 test or file failed apart from the claims/,
    },
    {
      name: 'a file that does not load beside passing claims',
      run: 'vitest',
      files: { 'b.test.js': `import './gone.js'\n` },
      code: 1,
      says: /failed apart from the claims/,
    },
    {
      name: 'a robust suite that does not load',
      run: 'vitest',
      files: { 'b.robust.js': `import './gone.js'\n` },
      code: 1,
      says: /failed apart from the claims/,
    },
    {
      name: 'a plain assertion in a robust test',
      run: 'vitest',
      files: suite(`${ABOVE}test('x', () => { expect(1).toBe(2) })\n`),
      code: 1,
      says: FAIL,
    },
    {
      name: 'a matcher that is not awaited',
      run: 'vitest',
      files: suite(`test('x', () => { above() })\n`),
      code: 1,
      says: /did not wait for toStayAbove/,
    },
    {
      name: '.not of a claim that holds',
      run: 'vitest',
      files: suite(`test('x', async () => { await expect(release().on(qa)).not.toStayAbove({ accuracy: 0.5 }) })\n`),
      code: 1,
      says: FAIL,
    },
    {
      name: '.not of a claim that does not hold',
      run: 'vitest',
      release: 'wrong',
      files: suite(`test('x', async () => { await expect(release().on(qa)).not.toStayAbove({ accuracy: 0.5 }) })\n`),
      code: 0,
      says: PASS,
    },
    {
      name: '.not of an open claim',
      run: 'vitest',
      files: suite(
        `test('x', async () => { await expect(release().on(qa)).not.toBeStableUnderParaphrase({ maxFlipRate: 0.3, maxCells: 6 }) })\n`,
      ),
      code: 3,
      says: OPENED,
    },
    {
      name: 'an advisory claim that fails',
      run: 'vitest',
      release: 'flips',
      files: suite(
        `${ABOVE.replace('above()', 'above(0.2)')}test('x', async () => { await steady(0.3, { advisory: true }) })\n`,
      ),
      code: 0,
      says: /Advisory, so it does not gate: "x" fails/,
    },
    {
      name: 'a claim that names another release than the candidate',
      run: 'vitest',
      files: suite(
        `${ABOVE}test('of another', async () => { await expect(release('right').on(qa)).toStayAbove({ accuracy: 0.5 }) })\n`,
      ),
      release: 'accepted',
      code: 3,
      says: /1 gating claim did not ask accepted, the candidate: "of another" \(of right\)/,
    },
    {
      name: 'only advisory claims',
      run: 'vitest',
      files: suite(`test('x', async () => { await above(0.5, { advisory: true }) })\n`),
      code: 3,
      says: /No gating claim was decided/,
    },
    {
      name: 'a robust suite without a claim',
      run: 'vitest',
      files: suite(`test('x', () => {})\n`),
      code: 3,
      says: /Nothing ran, so nothing is shown/,
    },
    {
      name: 'a swallowed matcher',
      run: 'vitest',
      release: 'wrong',
      files: suite(`test('x', async () => { await above().catch(() => {}) })\n`),
      code: 1,
      says: FAIL,
    },
  ],
  filters: [
    { name: '-t leaves one of two claims', run: 'vitest -t above', code: 3, says: /Only part of the suites ran/ },
    { name: '-t leaves nothing', run: 'vitest -t zzzz', code: 3, says: /no test is left by -t/ },
    {
      name: '-t leaves nothing, though an empty run is fine',
      run: 'vitest -t zzzz --passWithNoTests',
      code: 3,
      says: NOTHING,
    },
    {
      name: '-t leaves nothing, with a baseline',
      run: 'vitest -t zzzz',
      files: withBaseline,
      baseline: true,
      code: 3,
      says: /Claims of line@\w+ that nothing is known of: "above", "steady"/,
    },
    {
      name: '-t leaves an ordinary test',
      run: 'vitest -t plain',
      files: { 'b.test.js': PLAIN },
      code: 0,
      says: /1 passed/,
    },
    {
      name: '-t leaves a failing ordinary test',
      run: 'vitest -t plain',
      files: { 'b.test.js': RED },
      code: 1,
      says: /1 failed/,
    },
    { name: 'the command with -t that leaves nothing', run: 'gate -t zzzz', code: 3, says: NOTHING },
    {
      name: 'the command with -t that leaves ordinary tests',
      run: 'gate -t plain',
      files: { 'b.test.js': PLAIN },
      code: 3,
      says: NOTHING,
    },
    {
      name: 'a file of ordinary tests',
      run: 'vitest b.test.js',
      files: { 'b.test.js': PLAIN },
      code: 0,
      says: /1 passed/,
    },
    {
      name: 'the same with a baseline',
      run: 'vitest b.test.js',
      files: { ...withBaseline, 'b.test.js': PLAIN },
      baseline: true,
      code: 0,
      says: /1 passed/,
    },
    {
      name: 'the same, and the baseline is missing',
      run: 'vitest b.test.js',
      files: { ...withBaseline, 'b.test.js': PLAIN },
      code: 0,
      says: /1 passed/,
    },
    {
      name: 'the command with a file of ordinary tests',
      run: 'gate b.test.js',
      files: { 'b.test.js': PLAIN },
      code: 3,
      says: NOTHING,
    },
    { name: 'a file that is not there', run: 'vitest typo', code: 3, says: /no test file is left by typo/ },
    { name: 'the command with a file that is not there', run: 'gate typo', code: 3, says: NOTHING },
    {
      name: 'one of two suites without a baseline',
      run: 'vitest a.robust.js',
      files: { 'b.robust.js': SUITE },
      code: 0,
      says: PASS,
    },
    {
      name: 'one of two suites with a baseline that names both',
      run: 'vitest a.robust.js',
      files: { ...withBaseline, ...suite(ABOVE), 'b.robust.js': HEAD + STEADY },
      baseline: true,
      code: 3,
      says: /1 claim of the manifest was not decided: "steady"/,
    },
    {
      name: 'a line of a suite',
      run: 'vitest a.robust.js:7 --includeTaskLocation',
      code: 3,
      says: /tests were chosen by their lines/,
    },
    {
      name: 'the project of ordinary tests',
      run: 'vitest --project unit',
      files: { ...configured(`baseline: 'baselines/line'`, PROJECTS), 'b.test.js': PLAIN },
      code: 0,
      says: /1 passed/,
    },
    {
      name: 'the project of robust suites',
      run: 'vitest --project robustness',
      files: { ...configured('', PROJECTS), 'b.test.js': RED },
      code: 0,
      says: PASS,
    },
    {
      name: 'the command with the project of ordinary tests',
      run: 'gate --project unit',
      files: { ...configured('', PROJECTS), 'b.test.js': PLAIN },
      code: 2,
      says: /without reaching robustness\(\).*does --project leave it in/,
    },
    {
      name: 'a project that is not there',
      run: 'gate --project nope',
      code: 2,
      says: /without reaching robustness\(\)/,
    },
    {
      name: 'all projects but that of the robust suites, with a baseline',
      run: 'vitest --project !robustness',
      files: { ...configured(`baseline: 'baselines/line'`, PROJECTS), 'b.test.js': PLAIN },
      baseline: true,
      code: 0,
      says: /1 passed/,
    },
    {
      name: '--exclude of the suites, with a baseline',
      run: 'vitest --exclude **/*.robust.js',
      files: { ...withBaseline, 'b.test.js': PLAIN },
      baseline: true,
      code: 3,
      says: /the project has no robust test any more/,
    },
    {
      name: '--exclude of the suites, without one',
      run: 'vitest --exclude **/*.robust.js',
      files: { 'b.test.js': PLAIN },
      code: 0,
      says: /1 passed/,
    },
    {
      name: 'related to an ordinary file',
      run: 'vitest related plain.js',
      files: { 'plain.js': 'export const x = 1\n', 'b.test.js': `import './plain.js'\n${PLAIN}` },
      code: 0,
      says: /passed/,
    },
    {
      name: '--changed and nothing changed',
      run: 'vitest --changed',
      files: withBaseline,
      baseline: true,
      stage: 'git',
      code: 0,
      says: /No (?:affected|changed) (?:test )?files found/,
    },
    { name: 'the command with --changed', run: 'gate --changed', code: 2, says: /--changed leaves suites out/ },
    {
      name: 'the command with --changed=HEAD',
      run: 'gate --changed=HEAD~1',
      code: 2,
      says: /--changed leaves suites out/,
    },
    {
      name: 'the command with --passWithNoTests',
      run: 'gate nothing --passWithNoTests',
      code: 2,
      says: /a gate of nothing shows nothing/,
    },
    {
      name: 'the command with --pass-with-no-tests',
      run: 'gate --pass-with-no-tests',
      code: 2,
      says: /a gate of nothing shows nothing/,
    },
    {
      name: 'test.only in CI',
      run: 'vitest',
      files: suite(ABOVE + STEADY.replace('test(', 'test.only(')),
      env: { CI: 'true' },
      code: 1,
      says: /Unexpected .only modifier/,
    },
    { name: 'the command with --watch', run: 'gate --watch', code: 2, says: /a gate comes to an end/ },
    {
      name: 'passWithNoTests in the config, and no suite',
      run: 'gate',
      files: { ...configured('', 'passWithNoTests: true,'), 'a.robust.js': null },
      code: 3,
      says: NOTHING,
    },
    {
      name: 'a suite that was deleted, with a baseline',
      run: 'vitest',
      files: { ...withBaseline, 'a.robust.js': null, 'b.test.js': PLAIN },
      baseline: true,
      code: 3,
      says: /Put it back, or remove the baseline/,
    },
    {
      name: 'the same, alone and with --passWithNoTests',
      run: 'vitest --passWithNoTests',
      files: { ...withBaseline, 'a.robust.js': null },
      baseline: true,
      code: 3,
      says: NOTHING,
    },
    {
      name: 'a suite that was renamed out of the pattern',
      run: 'vitest',
      files: { ...withBaseline, 'a.robust.js': null, 'a.robust.old.js': SUITE, 'b.test.js': PLAIN },
      baseline: true,
      code: 3,
      says: NOTHING,
    },
    {
      name: 'a project without suites and without a baseline',
      run: 'vitest',
      files: { 'a.robust.js': null, 'b.test.js': PLAIN },
      code: 0,
      says: /1 passed/,
    },
    {
      name: 'a project without any test',
      run: 'vitest',
      files: { 'a.robust.js': null },
      code: 3,
      says: /the project has no test at all/,
    },
  ],
  'skips, only, todo': [
    {
      name: 'describe.skip around all',
      run: 'vitest',
      files: suite(`describe.skip('qa', () => { ${ABOVE}${STEADY} })\n`),
      code: 3,
      says: /all 2 robust tests that were selected are skipped/,
    },
    {
      name: 'describe.skip around all, with a baseline',
      run: 'vitest',
      files: { ...withBaseline, ...suite(`describe.skip('qa', () => { ${ABOVE}${STEADY} })\n`) },
      baseline: true,
      code: 3,
      says: /"above", "steady"/,
    },
    {
      name: 'test.skip on each',
      run: 'vitest',
      files: suite((ABOVE + STEADY).replaceAll('test(', 'test.skip(')),
      code: 3,
      says: NOTHING,
    },
    {
      name: 'the same beside ordinary tests',
      run: 'vitest',
      files: { ...suite((ABOVE + STEADY).replaceAll('test(', 'test.skip(')), 'b.test.js': PLAIN },
      code: 3,
      says: NOTHING,
    },
    {
      name: 'the same beside a failing test',
      run: 'vitest',
      files: { ...suite(ABOVE.replaceAll('test(', 'test.skip(')), 'b.test.js': RED },
      code: 1,
      says: /Exit code 1: 1 test or file failed/,
    },
    {
      name: 'test.skip on one of two, without a baseline',
      run: 'vitest',
      files: suite(ABOVE + STEADY.replace('test(', 'test.skip(')),
      code: 3,
      says: /A robust test is skipped.*"steady"/,
    },
    {
      name: 'test.skip on one of two, with one',
      run: 'vitest',
      files: { ...withBaseline, ...suite(ABOVE + STEADY.replace('test(', 'test.skip(')) },
      baseline: true,
      code: 3,
      says: /The test of "steady" is skipped/,
    },
    {
      name: 'test.only on one of two, without a baseline',
      run: 'vitest',
      files: suite(ABOVE + STEADY.replace('test(', 'test.only(')),
      code: 3,
      says: /A robust test is skipped.*"above"/,
    },
    {
      name: 'test.only on one of two, with one',
      run: 'vitest',
      files: { ...withBaseline, ...suite(ABOVE + STEADY.replace('test(', 'test.only(')) },
      baseline: true,
      code: 3,
      says: /"above"/,
    },
    {
      name: 'test.skipIf(true)',
      run: 'vitest',
      files: suite(ABOVE.replace('test(', 'test.skipIf(true)(')),
      code: 3,
      says: NOTHING,
    },
    {
      name: 'skipped from within',
      run: 'vitest',
      files: suite(`test('x', async ({ skip }) => { skip() })\n`),
      code: 3,
      says: /INCONCLUSIVE/,
    },
    {
      name: 'test.todo beside a claim',
      run: 'vitest',
      files: suite(`${ABOVE}test.todo('later')\n`),
      code: 0,
      says: PASS,
    },
    { name: 'only test.todo', run: 'gate', files: suite(`test.todo('later')\n`), code: 3, says: NOTHING },
    {
      name: 'a skipped ordinary test',
      run: 'vitest',
      files: { 'b.test.js': PLAIN.replace('test(', 'test.skip(') },
      code: 0,
      says: PASS,
    },
  ],
  'modifiers, hooks, errors': [
    {
      name: 'test.fails around a claim that fails',
      run: 'vitest',
      release: 'wrong',
      files: suite(ABOVE.replace('test(', 'test.fails(')),
      code: 1,
      says: FAIL,
    },
    {
      name: 'test.fails around an open claim',
      run: 'vitest',
      files: suite(OPEN.replace('test(', 'test.fails(')),
      code: 3,
      says: OPENED,
    },
    {
      name: 'expect.soft of a claim that fails',
      run: 'vitest',
      release: 'wrong',
      files: suite(`test('x', async () => { await expect.soft(release().on(qa)).toStayAbove({ accuracy: 0.5 }) })\n`),
      code: 1,
      says: FAIL,
    },
    {
      name: 'expect.soft of an open claim',
      run: 'vitest',
      files: suite(
        `test('x', async () => { await expect.soft(release().on(qa)).toBeStableUnderParaphrase({ maxFlipRate: 0.3, maxCells: 6 }) })\n`,
      ),
      code: 3,
      says: OPENED,
    },
    {
      name: 'expect.poll of a claim',
      run: 'vitest',
      files: suite(
        `test('x', async () => { await expect.poll(() => release().on(qa)).toStayAbove({ accuracy: 0.5 }) })\n`,
      ),
      code: 2,
      says: /expect\.poll cannot be used with toStayAbove/,
    },
    {
      name: 'a claim in a hook',
      run: 'vitest',
      files: suite(`import { beforeAll } from 'vitest'\nbeforeAll(async () => { await above() })\n${ABOVE}`),
      code: 2,
      says: /toStayAbove\(\) works inside a test only/,
    },
    {
      name: 'a hook before all that throws',
      run: 'vitest',
      files: suite(`import { beforeAll } from 'vitest'\nbeforeAll(() => { throw new Error('no') })\n${ABOVE}`),
      code: 1,
      says: /failed apart from the claims/,
    },
    {
      name: 'a hook after each that throws',
      run: 'vitest',
      files: suite(`import { afterEach } from 'vitest'\nafterEach(() => { throw new Error('no') })\n${ABOVE}`),
      code: 1,
      says: /failed apart from the claims/,
    },
    {
      name: 'an error that nobody handles',
      run: 'vitest',
      files: { 'b.test.js': `${PLAIN}Promise.reject(new Error('lost'))\n` },
      code: 1,
      says: /failed apart from the claims/,
    },
    {
      name: 'a claim that fails, then a bail before an open one',
      run: 'vitest --bail=1',
      release: 'wrong',
      files: suite(ABOVE + OPEN),
      code: 1,
      says: FAIL,
    },
    {
      name: 'an open claim, then a bail before a passing one',
      run: 'vitest --bail=1',
      files: suite(OPEN + ABOVE),
      code: 3,
      says: OPENED,
    },
    {
      name: 'two tests of one title',
      run: 'vitest',
      files: suite(ABOVE + ABOVE.replace('above()', 'above(0.6)')),
      code: 0,
      says: PASS,
    },
  ],
  'retries, shuffles, pools, concurrency': [
    { name: 'retries of a failing claim', run: 'vitest --retry=3', release: 'wrong', code: 1, says: FAIL },
    { name: 'retries of an open claim', run: 'vitest --retry=3', files: suite(OPEN), code: 3, says: OPENED },
    { name: 'retries of a passing claim', run: 'vitest --retry=2', code: 0, says: PASS },
    {
      name: 'repeats',
      run: 'vitest',
      files: suite(`test('x', { repeats: 2 }, async () => { await above() })\n`),
      code: 0,
      says: PASS,
    },
    { name: 'shuffled', run: 'vitest --sequence.shuffle', code: 0, says: PASS },
    { name: 'shuffled, a claim fails', run: 'vitest --sequence.shuffle', release: 'flips', code: 1, says: FAIL },
    { name: 'concurrent', run: 'vitest --sequence.concurrent', code: 0, says: PASS },
    { name: 'forks', run: 'vitest --pool=forks', code: 0, says: PASS },
    { name: 'forks, a claim fails', run: 'vitest --pool=forks', release: 'wrong', code: 1, says: FAIL },
    { name: 'vmThreads', run: 'vitest --pool=vmThreads', code: 0, says: PASS },
    { name: 'one worker without isolation', run: 'vitest --no-isolate --maxWorkers=1', code: 0, says: PASS },
    {
      name: 'no files in parallel',
      run: 'vitest --no-file-parallelism',
      files: { 'b.robust.js': HEAD + OPEN },
      code: 3,
      says: OPENED,
    },
    { name: '--bail after a failing claim', run: 'vitest --bail=1', release: 'wrong', code: 1, says: FAIL },
    {
      name: 'a test that times out',
      run: 'vitest',
      release: 'slow',
      files: suite(`test('x', { timeout: 2000 }, async () => { await above() })\n`),
      code: 3,
      says: OPENED,
    },
    {
      name: 'expect.soft',
      run: 'vitest',
      files: suite(`test('x', async () => { await expect.soft(release().on(qa)).toStayAbove({ accuracy: 0.5 }) })\n`),
      code: 0,
      says: PASS,
    },
    { name: 'another reporter', run: 'vitest --reporter=dot', code: 0, says: PASS },
    { name: '--silent', run: 'vitest --silent', release: 'wrong', code: 1, says: FAIL },
  ],
  shards: [
    {
      name: 'one shard of two',
      run: 'vitest --shard=1/2 --reporter=blob',
      files: { 'b.robust.js': SUITE },
      code: 0,
      says: /Shard 1 of 2: no gate here/,
    },
    {
      name: 'a shard whose claim fails',
      run: 'vitest --shard=1/2 --reporter=blob',
      release: 'wrong',
      files: { 'b.robust.js': SUITE },
      code: 1,
      says: /no gate here/,
    },
    {
      name: 'a shard whose claim stays open',
      run: 'vitest --shard=1/2 --reporter=blob',
      files: { ...suite(OPEN), 'b.robust.js': HEAD + OPEN },
      code: 3,
      says: /no gate here/,
    },
    {
      name: 'the command as a shard',
      run: 'gate --shard=1/2 --reporter=blob',
      code: 2,
      says: /a shard decides nothing/,
    },
    {
      name: 'both shards, then the merge',
      run: 'vitest --shard=1/2 --reporter=blob\nvitest --shard=2/2 --reporter=blob\nvitest --merge-reports',
      files: { 'b.robust.js': SUITE },
      code: 0,
      says: PASS,
    },
    {
      name: 'the merge without one shard',
      run: 'vitest --shard=1/2 --reporter=blob\nvitest --merge-reports',
      files: { 'b.robust.js': SUITE },
      code: 3,
      says: /Of 2 shards, shard 2 did not hand in: nothing is known of it/,
    },
    {
      name: 'the merge without any blob',
      run: 'vitest --merge-reports',
      code: 3,
      says: /exit code 3: vitest broke off/,
    },
    { name: 'the command merging without any blob', run: 'gate --merge-reports', code: 3, says: /exit code 3/ },
    {
      name: 'both shards of which one fails, then the merge',
      run: 'vitest --shard=1/2 --reporter=blob\nvitest --shard=2/2 --reporter=blob\nvitest --merge-reports',
      release: 'flips',
      files: { ...suite(STEADY), 'b.robust.js': HEAD + STEADY },
      code: 1,
      says: FAIL,
    },
    {
      name: 'both shards, then the command merges',
      run: 'vitest --shard=1/2 --reporter=blob\nvitest --shard=2/2 --reporter=blob\ngate --merge-reports',
      files: { 'b.robust.js': SUITE },
      code: 0,
      says: PASS,
    },
    {
      name: 'the merge of blobs whose evidence was left behind',
      run: 'vitest --shard=1/2 --reporter=blob\nrm .robustness/shards\nvitest --merge-reports',
      files: { 'b.robust.js': SUITE },
      code: 3,
      says: /No shard's evidence is in/,
    },
    {
      name: 'the merge of evidence whose blobs were left behind',
      run: 'vitest --shard=1/2 --reporter=blob\nrm .vitest\nvitest --merge-reports',
      files: { 'b.robust.js': SUITE },
      code: 3,
      says: /exit code 3: vitest broke off/,
    },
    {
      name: 'a shard that is left no file',
      run: 'vitest --shard=2/2 --reporter=blob',
      files: { 'b.test.js': PLAIN },
      code: 0,
      says: /Shard 2 of 2: no gate here/,
    },
    {
      name: 'the command with a blob',
      run: 'gate --reporter=blob',
      code: 2,
      says: /gate decides, and a shard or a blob report is for a merge/,
    },
    {
      name: 'the command with a blob in the config',
      run: 'gate',
      files: configured('', `reporters: ['default', 'blob'],`),
      code: 2,
      says: /gate decides, and a shard or a blob report is for a merge/,
    },
  ],
  baselines: [
    { name: 'one that holds', run: 'vitest', files: withBaseline, baseline: true, code: 0, says: PASS },
    {
      name: 'a claim against it that holds',
      run: 'vitest',
      files: { ...withBaseline, ...suite(`${ABOVE}${STEADY}test('no worse', async () => { await noWorse() })\n`) },
      baseline: true,
      code: 0,
      says: /1 claim is not in the baseline yet, and gates: "no worse"/,
    },
    {
      name: 'a folder that is not there',
      run: 'vitest',
      files: withBaseline,
      code: 2,
      says: /baseline accept --release/,
    },
    {
      name: 'a claim against a baseline that is not there',
      run: 'vitest',
      files: { ...withBaseline, ...suite(`test('no worse', async () => { await noWorse() })\n`) },
      code: 2,
      says: /the config names the baseline baselines\/line, and that folder is not there/,
    },
    {
      name: 'a claim against a baseline, and the config names none',
      run: 'vitest',
      files: suite(`${ABOVE}test('no worse', async () => { await noWorse() })\n`),
      code: 0,
      says: /1 claim is not applicable without a baseline/,
    },
    {
      name: 'only a claim against a baseline, and the config names none',
      run: 'vitest',
      files: suite(`test('no worse', async () => { await noWorse() })\n`),
      code: 3,
      says: /INCONCLUSIVE/,
    },
    {
      name: 'accept a release that is not there',
      run: 'baseline accept --release rigth --yes',
      files: withBaseline,
      code: 2,
      says: /unknown release "rigth"/,
    },
    {
      name: 'accept a release that the endpoint refuses',
      run: 'baseline accept --release m401 --yes',
      files: { ...withBaseline, ...suite(`test('no worse', async () => { await noWorse() })\n`) },
      code: 3,
      says: /Baseline not accepted.*HTTP 401/,
    },
    {
      name: 'accept where a suite does not load',
      run: 'baseline accept --release accepted --yes',
      files: { ...withBaseline, 'b.robust.js': `import './gone.js'\n` },
      code: 1,
      says: /Baseline not accepted/,
    },
    {
      name: 'a folder that is not there, by the command',
      run: 'gate',
      files: withBaseline,
      code: 2,
      says: /baseline accept --release/,
    },
    {
      name: 'the same, and all tests are skipped',
      run: 'vitest',
      files: { ...withBaseline, ...suite(ABOVE.replace('test(', 'test.skip(')) },
      code: 2,
      says: /Exit code 2: .*baseline accept/,
    },
    {
      name: 'a misspelt folder',
      run: 'vitest',
      files: configured(`baseline: 'baselines/lien'`),
      baseline: true,
      code: 2,
      says: /baselines\/lien, and that folder is not there/,
    },
    {
      name: 'a folder without baseline.json',
      run: 'vitest',
      files: { ...withBaseline, 'baselines/line/README': 'x' },
      code: 2,
      says: /holds no baseline\.json/,
    },
    {
      name: 'a declared first release',
      run: 'vitest',
      files: configured(`baseline: { folder: 'baselines/line', first: true }`),
      code: 0,
      says: PASS,
    },
    {
      name: 'a declared first release in CI',
      run: 'vitest',
      files: configured(`baseline: { folder: 'baselines/line', first: true }`),
      env: { CI: 'true' },
      code: 2,
      says: /never in CI/,
    },
    {
      name: 'a declared first release, and the folder is there',
      run: 'vitest',
      files: configured(`baseline: { folder: 'baselines/line', first: true }`),
      baseline: true,
      code: 0,
      says: PASS,
    },
    {
      name: 'a declared first release with an empty folder',
      run: 'vitest',
      files: { ...configured(`baseline: { folder: 'baselines/line', first: true }`), 'baselines/line/README': 'x' },
      code: 2,
      says: /holds no baseline\.json/,
    },
    {
      name: 'a word for a first release that is none',
      run: 'vitest',
      files: configured(`baseline: { folder: 'baselines/line', first: 'yes' }`),
      code: 2,
      says: /must be a folder/,
    },
    { name: 'plan without the baseline', run: 'plan', files: withBaseline, code: 0, says: /claim/ },
    {
      name: 'accept without the baseline',
      run: 'baseline accept --release accepted --yes',
      files: withBaseline,
      code: 0,
      says: /Accepted accepted as the baseline/,
    },
    {
      name: 'accept where all tests are skipped',
      run: 'baseline accept --yes',
      files: { ...withBaseline, ...suite(ABOVE.replace('test(', 'test.skip(')) },
      code: 2,
      says: /no claim ran/,
    },
    {
      name: 'accept where a filter leaves nothing',
      run: 'baseline accept --yes -- -t zzzz',
      files: withBaseline,
      code: 3,
      says: /only part of the suites ran/,
    },
    {
      name: 'accept without a folder',
      run: 'baseline accept --yes',
      code: 2,
      says: /nothing was asked: the config names no folder/,
    },
    { name: 'accept without a word', run: 'baseline accept', files: withBaseline, code: 2, says: /Add --yes/ },
    {
      name: 'a looser limit',
      run: 'vitest',
      files: { ...withBaseline, ...suite(ABOVE + STEADY.replace('steady()', 'steady(0.4)')) },
      baseline: true,
      code: 3,
      says: /"steady" \(limit 0\.3 became 0\.4\)\. .*--loosen/,
    },
    {
      name: 'a lower accuracy',
      run: 'vitest',
      files: { ...withBaseline, ...suite(ABOVE.replace('above()', 'above(0.4)') + STEADY) },
      baseline: true,
      code: 3,
      says: /"above" \(limit 0\.5 became 0\.4\)/,
    },
    {
      name: 'a tighter limit',
      run: 'vitest',
      files: { ...withBaseline, ...suite(ABOVE.replace('above()', 'above(0.6)') + STEADY) },
      baseline: true,
      code: 0,
      says: /1 claim is tighter than the accepted one: "above" \(limit 0\.5 became 0\.6\)/,
    },
    {
      name: 'a looser limit that fails all the same',
      run: 'vitest',
      release: 'wrong',
      files: { ...withBaseline, ...suite(ABOVE.replace('above()', 'above(0.4)') + STEADY) },
      baseline: true,
      code: 1,
      says: FAIL,
    },
    {
      name: 'a claim that became advisory',
      run: 'vitest',
      files: { ...withBaseline, ...suite(ABOVE + STEADY.replace('steady()', 'steady(0.3, { advisory: true })')) },
      baseline: true,
      code: 3,
      says: /advisory now and was accepted as gating: "steady"/,
    },
    {
      name: 'a removed claim',
      run: 'vitest',
      files: { ...withBaseline, ...suite(ABOVE) },
      baseline: true,
      code: 3,
      says: /1 claim of the baseline is gone from the suites: "steady"/,
    },
    {
      name: 'a renamed claim',
      run: 'vitest',
      files: { ...withBaseline, ...suite(ABOVE.replace('above', 'right') + STEADY) },
      baseline: true,
      code: 0,
      says: /Renamed, the same claim by content: "above" is "right" now/,
    },
    {
      name: 'an added claim',
      run: 'vitest',
      files: { ...withBaseline, ...suite(`${ABOVE}${STEADY}test('more', async () => { await above(0.6) })\n`) },
      baseline: true,
      code: 0,
      says: /1 claim is not in the baseline yet, and gates: "more"/,
    },
    {
      name: 'accepting a looser limit',
      run: 'baseline accept --release accepted --yes',
      files: { ...withBaseline, ...suite(ABOVE + STEADY.replace('steady()', 'steady(0.4)')) },
      baseline: true,
      code: 3,
      says: /limit 0\.3 became 0\.4.*Baseline not accepted.*--loosen/,
    },
    {
      name: 'the gate, then accepting a looser limit with a reason',
      run: 'vitest\nbaseline accept --release right --yes --loosen known\nvitest',
      files: { ...withBaseline, ...suite(ABOVE + STEADY.replace('steady()', 'steady(0.4)')) },
      baseline: true,
      code: 0,
      says: PASS,
    },
    {
      name: 'accepting without a removed claim',
      run: 'baseline accept --release accepted --yes',
      files: { ...withBaseline, ...suite(ABOVE) },
      baseline: true,
      code: 3,
      says: /gone from the suites: "steady".*Baseline not accepted/,
    },
    {
      name: 'accepting a release that failed',
      run: 'vitest\nbaseline accept --release wrong --yes',
      release: 'wrong',
      files: withBaseline,
      baseline: true,
      code: 1,
      says: /Baseline not accepted: the last gate of wrong/,
    },
    {
      name: 'a data set that changed',
      run: 'vitest',
      files: { ...withBaseline, 'qa.jsonl': PROJECT['qa.jsonl']!.replace('Item 0', 'Thing 0') },
      baseline: true,
      // Claims about other examples were never accepted.
      code: 3,
      says: /"above" \(task qa changed: its hash is \w+, \w+ was accepted\)/,
    },
    {
      name: 'a data set that grew',
      run: 'vitest',
      files: { ...withBaseline, 'qa.jsonl': PROJECT['qa.jsonl']! + PROJECT['qa.jsonl']!.replaceAll('Item', 'Thing') },
      baseline: true,
      code: 0,
      says: PASS,
    },
    {
      name: 'an instruction that changed',
      run: 'vitest',
      files: { ...withBaseline, 'qa.yaml': PROJECT['qa.yaml']!.replace('Please say', 'Kindly say') },
      baseline: true,
      code: 3,
      says: /"steady" \(task qa changed: its hash is/,
    },
    {
      name: 'cells that are not those that were accepted',
      run: 'vitest',
      files: { ...withBaseline, 'baselines/line/cells.jsonl.gz': 'x' },
      baseline: true,
      code: 2,
      says: /not gzip|is not what was accepted/,
    },
    {
      name: 'a baseline.json that is no JSON',
      run: 'vitest',
      files: { ...withBaseline, 'baselines/line/baseline.json': '{' },
      baseline: true,
      code: 2,
      says: /baseline\.json/,
    },
    {
      name: 'a baseline.json that nobody accepted',
      run: 'vitest',
      files: {
        ...withBaseline,
        'baselines/line/history.json': JSON.stringify({
          schema: 1,
          events: [
            { action: 'accepted', id: 'line@000000000000', release: 'v0', revision: '1', acceptedOn: '2026-01-01' },
          ],
        }),
      },
      baseline: true,
      code: 2,
      says: /is not what was accepted: .* names line@000000000000/,
    },
    {
      name: 'an anchor that is not there',
      run: 'vitest',
      files: configured(`baseline: 'baselines/line', anchor: 'baselines/v0'`),
      baseline: true,
      code: 2,
      says: /anchor/,
    },
  ],
  policies: [
    {
      name: 'open claims warn',
      release: 'flips',
      run: 'vitest',
      files: { ...configured(`inconclusive: 'warn'`), ...suite(ABOVE) },
      code: 0,
      says: /WARNING: Policy/,
    },
    {
      name: 'open claims warn, by the command',
      release: 'flips',
      run: 'gate',
      files: { ...configured(`inconclusive: 'warn'`), ...suite(ABOVE) },
      code: 0,
      says: /WARNING: Policy/,
    },
    {
      name: 'warn, and a claim fails',
      run: 'vitest',
      release: 'wrong',
      files: configured(`inconclusive: 'warn'`),
      code: 1,
      says: FAIL,
    },
    {
      name: 'warn, and nothing ran',
      run: 'vitest',
      files: { ...configured(`inconclusive: 'warn'`), ...suite(ABOVE.replace('test(', 'test.skip(')) },
      code: 3,
      says: NOTHING,
    },
    {
      name: 'warn, and the model never answers',
      run: 'vitest',
      release: 'silent',
      files: configured(`inconclusive: 'warn'`),
      code: 3,
      says: /Policy: inconclusive claims only warn\. It excuses nothing here/,
    },
    {
      name: 'warn, and a function returns a number',
      run: 'vitest',
      release: 'number',
      files: configured(`inconclusive: 'warn'`),
      code: 2,
      says: /Usage: .*returned/,
    },
    {
      name: 'warn, and more than 5% of the cells break',
      run: 'vitest',
      release: 'stutters',
      files: { ...configured(`inconclusive: 'warn'`), ...suite(ABOVE.replace('above()', 'above(0.9)')) },
      code: 3,
      says: /It excuses nothing here, for \d+ of \d+ cells of "above" ended in an error/,
    },
    {
      name: 'warn, and the endpoint refuses',
      run: 'vitest',
      release: 'refused',
      files: configured(`inconclusive: 'warn'`),
      code: 3,
      says: /It excuses nothing here/,
    },
    {
      name: 'warn, and a claim of the baseline is gone',
      run: 'vitest',
      files: { ...configured(`inconclusive: 'warn', baseline: 'baselines/line'`), ...suite(ABOVE) },
      baseline: true,
      code: 3,
      says: /gone from the suites/,
    },
    {
      name: 'warn, and a usage error',
      run: 'vitest',
      release: 'nothing',
      files: configured(`inconclusive: 'warn'`),
      code: 2,
      says: USAGE,
    },
    {
      name: 'an advisory run that fails',
      run: 'vitest',
      release: 'wrong',
      files: configured(`advisory: true`),
      code: 0,
      says: /Advisory run: its verdict gates nothing/,
    },
    {
      name: 'an advisory run of a model that never answers',
      run: 'vitest',
      release: 'silent',
      files: configured(`advisory: true`),
      code: 3,
      says: /Advisory run: its verdict gates nothing\. It excuses nothing here/,
    },
    {
      name: 'an advisory run that the endpoint refuses',
      run: 'vitest',
      release: 'm401',
      files: configured(`advisory: true`),
      code: 3,
      says: /Endpoint: .*It excuses nothing here/,
    },
    {
      name: 'an advisory run beside a failing test',
      run: 'vitest',
      files: { ...configured(`advisory: true`), 'b.test.js': RED },
      code: 1,
      says: /failed apart from the claims/,
    },
    {
      name: 'a waiver excuses no open claim',
      run: 'vitest',
      release: 'flips',
      files: {
        ...suite(`${ABOVE}describe('qa', () => { ${STEADY} })\n`),
        'robustness.waivers.yaml': waiver('steady', 1),
      },
      code: 3,
      says: /inconclusive: "above", "qa > steady".*Waived until 2999-12-31 by ann/,
    },
    {
      name: 'a waiver by a bare title holds',
      run: 'vitest',
      files: { ...suite(`describe('qa', () => { ${STEADY} })\n`), 'robustness.waivers.yaml': waiver('steady', 0.5) },
      code: 0,
      says: /GATE: PASS .*"qa > steady" was tested at 0\.5 instead of 0\.3/,
    },
    {
      name: 'a waiver by the whole title, and the claim fails all the same',
      run: 'vitest',
      release: 'wrong',
      files: { ...suite(`describe('qa', () => { ${ABOVE} })\n`), 'robustness.waivers.yaml': waiver('qa > above', 0.4) },
      code: 1,
      says: /1 gating claim fails: "qa > above".*Waived until/,
    },
    {
      name: 'a waiver of a title that two claims have',
      run: 'vitest',
      files: {
        ...suite(
          `describe('a', () => { ${ABOVE} })\ndescribe('b', () => { ${ABOVE.replace('above()', 'above(0.6)')} })\n`,
        ),
        'robustness.waivers.yaml': waiver('above', 0.1),
      },
      code: 2,
      says: /"above" may be any of/,
    },
    {
      name: 'a waiver of no claim',
      run: 'vitest',
      files: { 'robustness.waivers.yaml': waiver('stedy', 0.5) },
      code: 2,
      says: /no claim "stedy" in this run \(did you mean "steady"\?\)/,
    },
    {
      name: 'a waiver that is not looser',
      run: 'vitest',
      files: { 'robustness.waivers.yaml': waiver('steady', 0.1) },
      code: 2,
      says: /^(?!.*no claim "steady").*"limit" 0\.1 is not looser than the claim's own, 0\.3/,
    },
    {
      name: 'a waiver that has expired',
      run: 'vitest',
      files: { 'robustness.waivers.yaml': waiver('steady', 0.5, '2020-01-01') },
      code: 0,
      says: /expired on 2020-01-01/,
    },
    {
      name: 'a file of waivers that is none',
      run: 'vitest',
      files: { 'robustness.waivers.yaml': 'waivers: 3\n' },
      code: 2,
      says: /robustness\.waivers\.yaml/,
    },
  ],
  'releases and endpoints': [
    {
      name: 'a release that always throws',
      run: 'vitest',
      release: 'silent',
      code: 3,
      says: /Endpoint: function:silent gave no answer to 5 requests in a row, the last time: the model is down/,
    },
    {
      name: 'a module that does not load',
      run: 'vitest',
      release: 'broken',
      code: 2,
      says: /cannot be loaded: this module does not load/,
    },
    {
      name: 'an export that is not there',
      run: 'vitest',
      release: 'missing',
      code: 2,
      says: /has no export "missing"/,
    },
    { name: 'an export that is no release', run: 'vitest', release: 'nothing', code: 2, says: /is no release/ },
    { name: 'a key that is not set', run: 'vitest', release: 'nokey', code: 2, says: /NO_SUCH_KEY holds no key/ },
    {
      name: 'a connection that is refused',
      run: 'vitest',
      release: 'refused',
      code: 3,
      says: /Endpoint: .*ECONNREFUSED/,
    },
    { name: 'a wrong key (401)', run: 'vitest', release: 'm401', code: 3, says: /Endpoint: .*HTTP 401/ },
    { name: 'a parameter that is not known (400)', run: 'vitest', release: 'm400', code: 2, says: /Usage: .*HTTP 400/ },
    { name: 'a model that is not there (400)', run: 'vitest', release: 'model', code: 2, says: /Usage: .*HTTP 400/ },
    { name: 'an empty purse (402)', run: 'vitest', release: 'm402', code: 3, says: /Endpoint: .*HTTP 402/ },
    {
      name: 'an empty purse (400)',
      run: 'vitest',
      release: 'credit',
      code: 3,
      says: /Endpoint: .*HTTP 400.*credit balance/,
    },
    { name: 'a path that is not there (404)', run: 'vitest', release: 'm404', code: 2, says: /Usage: .*HTTP 404/ },
    { name: 'a quota that is spent (429)', run: 'vitest', release: 'm429', code: 3, says: /Endpoint: .*HTTP 429/ },
    {
      name: 'a server that breaks (500)',
      run: 'vitest',
      release: 'm500',
      code: 3,
      says: /Endpoint: .*gave no answer to 5 requests in a row.*HTTP 500/,
    },
    {
      name: 'a paid release without a budget',
      run: 'vitest',
      release: 'paid',
      files: configured(`prices: { paid: { inputPerMillion: 1, outputPerMillion: 1 } }`),
      code: 2,
      says: /costs money.*budget/,
    },
    {
      name: 'prices under other names',
      run: 'vitest',
      release: 'paid',
      files: configured(`prices: { paid: { input: 1, output: 1 } }`),
      code: 2,
      says: /prices of "paid" has no "input"; it takes inputPerMillion/,
    },
    { name: 'a budget that is spent', run: 'vitest', files: configured(`budget: { calls: 3 }`), code: 3, says: OPENED },
    {
      name: 'replay without a recording',
      run: 'vitest',
      files: configured(`store: 'replay'`),
      code: 2,
      says: /replay: no recorded answer/,
    },
    {
      name: 'tests held back, for nothing may go live',
      run: 'vitest',
      release: 'chat',
      files: configured(`live: false`),
      code: 0,
      says: /2 skipped.*Not gated: 2 robust tests were held back: no recorded answer of release "chat".*ROBUSTNESS_LIVE=1/,
    },
    {
      name: 'the same beside a claim that waits for a first baseline',
      run: 'vitest',
      release: 'chat',
      files: { ...configured(`live: false`), ...suite(`${ABOVE}test('no worse', async () => { await noWorse() })\n`) },
      code: 0,
      says: /1 passed.*1 skipped.*Not gated: 1 robust test was held back/,
    },
    {
      name: 'the same with a baseline',
      run: 'vitest',
      release: 'chat',
      files: configured(`live: false, baseline: 'baselines/line'`),
      baseline: true,
      code: 0,
      says: /Not gated: 2 robust tests were held back/,
    },
    {
      name: 'the same beside a failing test',
      run: 'vitest',
      release: 'chat',
      files: { ...configured(`live: false`), 'b.test.js': RED },
      code: 1,
      says: /Not gated: 2 robust tests/,
    },
    {
      name: 'the same, one chosen by -t',
      run: 'vitest -t above',
      release: 'chat',
      files: configured(`live: false`),
      code: 0,
      says: /Not gated: 1 robust test was held back/,
    },
    {
      name: 'the same, and one is skipped in its file',
      run: 'vitest',
      release: 'chat',
      files: { ...configured(`live: false`), ...suite(ABOVE + STEADY.replace('test(', 'test.skip(')) },
      code: 3,
      says: NOTHING,
    },
    {
      name: 'the same by the command, which goes live',
      run: 'gate',
      release: 'chat',
      files: configured(`live: false`),
      code: 0,
      says: PASS,
    },
    {
      name: 'the same in CI, which goes live',
      run: 'vitest',
      release: 'chat',
      files: configured(`live: false`),
      env: { CI: 'true' },
      code: 0,
      says: PASS,
    },
    {
      name: 'the same, asked to go live',
      run: 'vitest',
      release: 'chat',
      files: configured(`live: false`),
      env: { ROBUSTNESS_LIVE: '1' },
      code: 0,
      says: PASS,
    },
    {
      name: 'a model in the process, where nothing may go live',
      run: 'vitest',
      release: 'wrong',
      files: configured(`live: false`),
      code: 1,
      says: FAIL,
    },
    {
      name: 'a word for live that is none',
      run: 'vitest',
      files: configured(`live: 'no'`),
      code: 2,
      says: /robustness\(\{ live: "no" \}\): must be true or false/,
    },
    {
      name: 'recorded, then replayed',
      run: 'vitest\nvitest',
      files: configured(`store: 'record'`),
      code: 0,
      says: PASS,
    },
  ],
  'config slips': [
    {
      name: 'an unknown option',
      run: 'vitest',
      files: configured(`candidat: 'x'`),
      code: 2,
      says: /unknown option "candidat"/,
    },
    {
      name: 'an unknown release',
      run: 'vitest',
      release: 'rigth',
      code: 2,
      says: /unknown release "rigth" \(did you mean "right"\?\)/,
    },
    {
      name: 'an unknown release by the command',
      run: 'gate',
      release: 'rigth',
      code: 2,
      says: /unknown release "rigth"/,
    },
    { name: 'an alpha out of range', run: 'vitest', files: configured(`alpha: 2`), code: 2, says: /alpha/ },
    {
      name: 'a policy that is none',
      run: 'vitest',
      files: configured(`inconclusive: 'pass'`),
      code: 2,
      says: /must be "fail" or "warn"/,
    },
    {
      name: 'a store mode that is none',
      run: 'vitest',
      files: configured(`store: 'replya'`),
      code: 2,
      says: /unknown store mode/,
    },
    {
      name: 'a mode that a variable was left in',
      run: 'vitest',
      env: { ROBUSTNESS_MODE: 'measure', ROBUSTNESS_COMMAND: '' },
      code: 2,
      says: /ROBUSTNESS_MODE="measure" makes vitest run decide nothing: unset it to gate/,
    },
    {
      name: 'a mode that is none',
      run: 'vitest',
      env: { ROBUSTNESS_MODE: 'gaet' },
      code: 2,
      says: /must be gate, measure or plan/,
    },
    {
      name: 'a day gone by, in CI',
      run: 'vitest',
      env: { CI: 'true', ROBUSTNESS_TODAY: '2020-01-01' },
      code: 2,
      says: /ROBUSTNESS_TODAY="2020-01-01" is a day gone by/,
    },
    {
      name: 'a day that is none',
      run: 'vitest',
      env: { ROBUSTNESS_TODAY: 'tomorrow' },
      code: 2,
      says: /must be an ISO date/,
    },
    {
      name: 'a ledger without a baseline',
      run: 'vitest',
      files: configured(`ledger: true`),
      code: 2,
      says: /a ledger counts attempts at a baseline/,
    },
    {
      name: 'seen and seenIn',
      run: 'vitest',
      files: configured(`seen: ['plain'], seenIn: 'x.jsonl'`),
      code: 2,
      says: /keep one/,
    },
    {
      name: 'seen that differs from the accepted',
      run: 'vitest',
      files: configured(`baseline: 'baselines/line', seen: ['plain']`),
      baseline: true,
      code: 2,
      says: /differs from what was accepted/,
    },
    {
      name: 'a file of waivers that is not there',
      run: 'vitest',
      files: configured(`waivers: 'w.yaml'`),
      code: 2,
      says: /robustness\(\{ waivers: 'w\.yaml' \}\): .*no such file/,
    },
    {
      name: 'maxNonAnswers out of range',
      run: 'vitest',
      files: configured(`maxNonAnswers: 3`),
      code: 2,
      says: /must be a share from 0 to 1/,
    },
    {
      name: 'no plugin',
      run: 'vitest',
      files: { 'vitest.config.js': config('', `include: ['*.robust.js'],`, false) },
      code: 1,
      says: /toStayAbove/,
    },
    {
      name: 'no plugin, by the command',
      run: 'gate',
      files: { 'vitest.config.js': config('', '', false), 'b.test.js': PLAIN },
      code: 2,
      says: /without reaching robustness\(\)/,
    },
    {
      name: 'a config that does not load, by the command',
      run: 'gate',
      files: { 'vitest.config.js': 'export default {' },
      code: 2,
      says: /without reaching robustness\(\)/,
    },
    {
      name: 'a claim option that is misspelt',
      run: 'vitest',
      files: suite(`test('x', async () => { await expect(release().on(qa)).toStayAbove({ acuracy: 0.5 }) })\n`),
      code: 2,
      says: /acuracy/,
    },
    {
      name: 'a limit out of range',
      run: 'vitest',
      files: suite(`test('x', async () => { await above(5) })\n`),
      code: 2,
      says: /accuracy/,
    },
    { name: 'a data set that is not there', run: 'vitest', files: { 'qa.jsonl': null }, code: 2, says: /qa\.jsonl/ },
    {
      name: 'a data set with a broken line',
      run: 'vitest',
      files: { 'qa.jsonl': '{"input":\n' },
      code: 2,
      says: /qa\.jsonl:1/,
    },
    { name: 'an empty data set', run: 'vitest', files: { 'qa.jsonl': '' }, code: 2, says: /qa\.jsonl/ },
    { name: 'instructions that are not there', run: 'vitest', files: { 'qa.yaml': null }, code: 2, says: /qa\.yaml/ },
    {
      name: 'instructions with a misspelt placeholder',
      run: 'vitest',
      files: {
        'qa.yaml': PROJECT['qa.yaml']!.replace('Please say yes or no. {passage}', 'Please say yes or no. {pasage}'),
      },
      code: 2,
      says: /pasage/,
    },
    {
      name: 'a claim that the data cannot decide',
      run: 'plan',
      files: suite(`test('x', async () => { await steady(0.001) })\n`),
      code: 2,
      says: /0\.001|needs/,
    },
    {
      name: 'an option that vitest does not know',
      run: 'gate --nosuchoption',
      code: 2,
      says: /Unknown option `--nosuchoption`.*without reaching robustness\(\) of vitest-robustness\. If it printed an error, that is why/,
    },
  ],
  'disks, folders, missing packages': [
    {
      name: '.robustness is a file',
      run: 'vitest',
      files: { '.robustness': 'x' },
      code: 3,
      says: /exit code 3: .*\.robustness is a file, where a folder is needed/,
    },
    {
      name: '.robustness is a file, by the command',
      run: 'gate',
      files: { '.robustness': 'x' },
      code: 3,
      says: /exit code 3: .*\.robustness is a file, where a folder is needed/,
    },
    {
      name: '.robustness/runs is a file',
      run: 'vitest',
      files: { '.robustness/runs': 'x' },
      code: 3,
      says: /exit code 3: the run could not be finished: a part of .*runs\S* is a file, where a folder is needed/,
    },
    {
      name: '.robustness/journal is a file',
      run: 'vitest',
      files: { '.robustness/journal': 'x' },
      code: 3,
      says: /exit code 3: .*journal is a file, where a folder is needed: move it away, or name another folder/,
    },
    {
      name: 'a disk that is full at once',
      run: 'vitest',
      stage: 'full disk',
      code: 3,
      says: /exit code 3: no space is left where \.robustness is written: free some/,
    },
    { name: 'a disk that fills up', run: 'vitest', stage: 'tiny disk', code: 3, says: /ENOSPC/ },
    { name: 'a disk that fills up, by the command', run: 'gate', stage: 'tiny disk', code: 3, says: /ENOSPC/ },
    {
      name: 'a disk that cannot be written',
      run: 'vitest',
      stage: 'read-only disk',
      code: 3,
      says: /exit code 3: .* cannot be written: .*EROFS/,
    },
    {
      name: 'a folder without permission',
      run: 'vitest',
      stage: 'no permission',
      code: 3,
      says: /exit code 3: .* cannot be written: .*EACCES/,
    },
    {
      name: 'a journal with damaged lines',
      run: 'vitest',
      files: { '.robustness/journal/x.jsonl': 'not json\n' },
      code: 0,
      says: PASS,
    },
    {
      name: 'a report path that is a folder',
      run: 'vitest',
      files: { ...configured(`reports: { markdown: 'out', html: false }`), 'out/x': 'x' },
      code: 3,
      says: /exit code 3: the run could not be finished: .*out is a folder, where a file is to be written/,
    },
    {
      name: 'latest names a run that is gone',
      run: 'report',
      files: { '.robustness/runs/latest': 'gone\n' },
      code: 2,
      says: /which is gone/,
    },
    { name: 'no run at all', run: 'report', code: 2, says: /No run in/ },
    {
      name: 'a run folder without run.json',
      run: 'report',
      files: { '.robustness/runs/latest': '1\n', '.robustness/runs/1/x': 'x' },
      code: 2,
      says: /run\.json/,
    },
    {
      name: 'an environment that is not installed',
      run: 'vitest',
      files: configured('', `environment: 'jsdom',`),
      // The claims pass in an environment of their own; vitest lacks what the config names, which blames no release.
      code: 3,
      says: /Cannot find dependency 'jsdom'.*exit code 3 and not 0: vitest lacks a package/,
    },
    {
      name: 'the same, and a claim fails',
      run: 'vitest',
      release: 'wrong',
      files: configured('', `environment: 'jsdom',`),
      code: 1,
      says: FAIL,
    },
    {
      name: 'the same, and only ordinary tests were selected',
      run: 'vitest b.test.js',
      files: { ...configured('', `environment: 'jsdom',`), 'b.test.js': `// @vitest-environment node\n${PLAIN}` },
      code: 1,
      says: /Cannot find dependency 'jsdom'.*1 passed/,
    },
    {
      name: 'coverage whose provider is not installed',
      run: 'vitest --coverage --coverage.provider=istanbul',
      code: 1,
      says: /istanbul/,
    },
    {
      name: 'a config that does not load',
      run: 'vitest',
      files: { 'vitest.config.js': 'export default {' },
      code: 1,
      says: /Startup Error/,
    },
    {
      name: 'coverage whose provider is not installed, by the command',
      run: 'gate --coverage --coverage.provider=istanbul',
      code: 3,
      says: /istanbul.*exit code 3: vitest broke off before any test ran/,
    },
    {
      name: 'an environment of the robust suites that is not installed',
      run: 'vitest',
      files: configured(
        '',
        `projects: [{ extends: true, test: { name: 'robustness', include: ['*.robust.js'], environment: 'happy-dom' } }],`,
      ),
      code: 3,
      says: /Exit code 3: The test process broke down: .*Cannot find package 'happy-dom'/,
    },
  ],
  'two at once, crashes, signals': [
    {
      name: 'the plugin twice, with different options',
      run: 'vitest',
      files: {
        'vitest.config.js': WITH_BASELINE.replace(
          'plugins: [',
          `plugins: [robustness({ releases: { right: './releases.js#right' }, candidate: 'right' }), `,
        ),
      },
      code: 2,
      says: /has the plugin robustness\(\) twice/,
    },
    {
      name: 'a set-up of vitest that throws',
      run: 'vitest',
      files: {
        ...configured('', `globalSetup: './setup.js',`),
        'setup.js': `export default () => { throw new Error('no database') }\n`,
      },
      code: 3,
      says: /Exit code 3: Vitest broke off before any test ran.*no database/,
    },
    {
      name: 'a clean-up of vitest that throws',
      run: 'vitest',
      files: {
        ...configured('', `globalSetup: './setup.js',`),
        'setup.js': `export default () => () => { throw new Error('no database') }\n`,
      },
      code: 1,
      says: /GATE: PASS.*no database.*exit code 1 and not 0: vitest itself failed/,
    },
    {
      name: 'a release that ends the process',
      run: 'vitest',
      release: 'exits',
      code: 3,
      says: /Endpoint: .*process\.exit unexpectedly called with "7"/,
    },
    {
      name: 'a release that kills its worker',
      run: 'vitest --pool=forks',
      release: 'killed',
      code: 3,
      says: /The test process broke down: .*SIGKILL.* Nothing ran/,
    },
    { name: 'two runs of one release in one folder', run: 'vitest', twice: true, code: 0, says: PASS },
    { name: 'two gates of a release that fails', run: 'gate', release: 'wrong', twice: true, code: 1, says: FAIL },
    { name: 'SIGINT while it asks', run: 'vitest', release: 'slow', signal: 'SIGINT', code: 130, says: STOPPED },
    { name: 'SIGTERM while it asks', run: 'vitest', release: 'slow', signal: 'SIGTERM', code: 143, says: STOPPED },
    { name: 'SIGKILL while it asks', run: 'vitest', release: 'slow', signal: 'SIGKILL', code: -1, says: /^(?!.*GATE)/ },
    {
      name: 'SIGINT of the command while it asks',
      run: 'gate',
      release: 'slow',
      signal: 'SIGINT',
      code: 3,
      says: /gate: exit code 3: vitest was stopped/,
    },
    {
      name: 'SIGTERM of the command while it asks',
      run: 'gate',
      release: 'slow',
      signal: 'SIGTERM',
      code: 3,
      says: /gate: exit code 3: vitest was stopped/,
    },
  ],
  'other commands': [
    { name: 'no command', run: '', code: 2, says: /gate/ },
    { name: 'a command that is not there', run: 'gaet', code: 2, says: /No command "gaet" \(did you mean "gate"\?\)/ },
    { name: 'help', run: 'gate --help', code: 0, says: /Exit code 0: a run folder was written/ },
    { name: 'the version', run: '--version', code: 0, says: /^\d+\.\d+\.\d+/ },
    {
      name: 'the command asks vitest for its version',
      run: 'gate --version',
      code: 2,
      says: /gate --version: a gate runs the suites; versions: npx vitest-robustness --version/,
    },
    { name: 'an option that is not there', run: 'plan --relaese x', code: 2, says: /relaese/ },
    { name: 'one log', run: 'gate --baseline a.jsonl', code: 2, says: /go together/ },
    { name: 'logs that are not there', run: 'gate --baseline a.jsonl --candidate b.jsonl', code: 2, says: /a\.jsonl/ },
    {
      name: 'two logs that agree',
      run: 'gate --baseline a.jsonl --candidate a.jsonl --by 0.3',
      files: { 'a.jsonl': log(1) },
      code: 0,
      says: PASS,
    },
    {
      name: 'two logs of which the second is worse',
      run: 'gate --baseline a.jsonl --candidate b.jsonl --by 0.1',
      files: { 'a.jsonl': log(1), 'b.jsonl': log(0) },
      code: 1,
      says: FAIL,
    },
    {
      name: 'two logs that are too short',
      run: 'gate --baseline a.jsonl --candidate a.jsonl --by 0.01',
      files: { 'a.jsonl': log(1, 20) },
      code: 3,
      says: OPENED,
    },
    { name: 'measure without a budget', run: 'measure', code: 2, says: /--cells is missing/ },
    {
      name: 'measure where all tests are skipped',
      run: 'measure --cells 10',
      files: suite(ABOVE.replace('test(', 'test.skip(')),
      code: 3,
      says: /No claim ran/,
    },
    { name: 'measure of a suite that is fine', run: 'measure --cells 20', code: 0, says: /20 of \d+ cells/ },
    {
      name: 'accept without the plugin',
      run: 'baseline accept --yes',
      files: { 'vitest.config.js': config('', '', false), 'b.test.js': PLAIN },
      code: 2,
      says: /baseline accept: exit code 2: vitest ended without reaching robustness\(\)/,
    },
    {
      name: 'accept with the project of ordinary tests',
      run: 'baseline accept --yes -- --project unit',
      files: { ...configured(`baseline: 'baselines/line'`, PROJECTS), 'b.test.js': PLAIN },
      code: 2,
      says: /baseline accept: exit code 2: vitest ended without reaching robustness\(\)/,
    },
    {
      name: 'accept where no file is left, and that is fine with vitest',
      run: 'baseline accept --yes -- nothing --passWithNoTests',
      files: withBaseline,
      code: 2,
      says: /Baseline not accepted: no claim ran/,
    },
    {
      name: 'accept with --changed',
      run: 'baseline accept --yes -- --changed',
      files: withBaseline,
      stage: 'git',
      code: 2,
      says: /Baseline not accepted: no claim ran/,
    },
    {
      name: 'measure without the plugin',
      run: 'measure --cells 20',
      files: { 'vitest.config.js': config('', '', false), 'b.test.js': PLAIN },
      code: 2,
      says: /measure: exit code 2: vitest ended without reaching robustness\(\)/,
    },
    {
      name: 'measure where no file is left, and that is fine with vitest',
      run: 'measure --cells 20 -- nothing --passWithNoTests',
      code: 3,
      says: /No claim ran/,
    },
    {
      name: 'plan without the plugin',
      run: 'plan',
      files: { 'vitest.config.js': config('', '', false), 'b.test.js': PLAIN },
      code: 2,
      says: /nothing to plan/,
    },
    {
      name: 'measure of a model that never answers',
      run: 'measure --cells 20',
      release: 'refused',
      code: 3,
      says: /ECONNREFUSED/,
    },
    {
      name: 'plan where the data set is gone',
      run: 'plan',
      files: { 'qa.jsonl': null },
      code: 2,
      says: /no file qa\.jsonl/,
    },
    {
      name: 'plan where a suite does not load',
      run: 'plan',
      files: { 'b.robust.js': `import './gone.js'\n` },
      code: 1,
      says: /gone\.js/,
    },
    { name: 'another attempt without a reason', run: 'gate --new-attempt', code: 2, says: /give the reason/ },
    { name: 'another attempt with a reason', run: 'gate --new-attempt=fresh', code: 0, says: PASS },
    {
      name: 'an attempt to be counted, without a baseline',
      run: 'gate --record-attempt',
      code: 2,
      says: /a ledger counts attempts at a baseline/,
    },
    {
      name: 'an attempt that is counted',
      run: 'gate --record-attempt',
      files: withBaseline,
      baseline: true,
      code: 0,
      says: /Attempt 1 /,
    },
    { name: 'a report of a run, verified', run: 'vitest\nreport --verify', code: 0, says: /[Vv]erified/ },
    {
      name: 'a report of a run that failed is still a report',
      run: 'vitest\nreport --verify',
      release: 'wrong',
      code: 0,
      prints: 1,
      says: /[Vv]erified/,
    },
    {
      name: 'a report where nothing says which run is the latest',
      run: 'vitest\nrm .robustness/runs/latest\nreport --verify',
      code: 2,
      says: /No run in/,
    },
    { name: 'plan of a suite that is fine', run: 'plan', code: 0, says: /above/ },
    {
      name: 'plan where nothing is left',
      run: 'plan -- -t zzzz',
      code: 2,
      says: /No claim ran: every robust test is skipped, by a filter or in its file, so there is nothing to plan/,
    },
    { name: 'baseline show without one', run: 'baseline show', files: withBaseline, code: 2, says: /baseline/ },
    { name: 'rollback without one', run: 'baseline rollback', files: withBaseline, code: 2, says: /baseline/ },
    { name: 'show of a cell that is not there', run: 'show x', code: 2, says: /No run/ },
    { name: 'vitest list', run: 'sh vitest list', code: 0, says: /above/ },
  ],
}

/** A log of another tool: plain JSON Lines with one score. */
function log(score: number, length = 120): string {
  return Array.from({ length }, (_, index) => `${JSON.stringify({ example: `e${index}`, score })}\n`).join('')
}
