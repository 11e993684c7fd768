import { existsSync } from 'node:fs'
import { describe, test } from 'vitest'
import { config, dataset, fakeProject, instructionSet } from './fakeProject.testing.ts'

/** What a user gets wrong ends in exit code 2 and one clear error, naming the place and the way out. */

const HEAD = `import { expect, test } from 'vitest'
import { booleanQa, release } from 'vitest-robustness'
`
const suite = (
  assertion: string,
  task = `{ examples: 'data/qa.jsonl', instructions: 'data/qa.yaml' }`,
  name = '',
): string =>
  `${HEAD}test('claim', async () => { await expect(release(${name}).on(booleanQa(${task}))).${assertion} })\n`

const STABLE = 'toBeStableUnderParaphrase({ maxFlipRate: 0.1 })'

/** Runs one suite that is wrong; returns exit code and the usage errors that the gate's report names. */
async function gate(text: string, files: Record<string, string> = {}): Promise<readonly [number | null, string]> {
  const project = fakeProject({ 'a.robust.ts': text, ...files })
  const { code, output } = await project.vitest()
  project.remove()
  const found = output.match(/UsageError: ([^\n]*(?:\n(?! ❯|⎯|\s*$)[^\n]*)*)/)
  return [code, (found?.[1] ?? output).replaceAll(project.root, '<project>')]
}

describe('bad input', { timeout: 60_000 }, () => {
  test.for<readonly [string, string]>([
    ['a limit out of range', suite('toBeStableUnderParaphrase({ maxFlipRate: 1.5 })')],
    ['a missing limit', suite('toStayAbove({})')],
    ['an unknown option', suite('toStayAbove({ acuracy: 0.5, accuracy: 0.5 })')],
    ['two limits', suite('toBeStableUnderParaphrase({ maxFlipRate: 0.1, maxExcessFlipRate: 0.1 })')],
    ['an instruction family that is not there', suite(`toStayAbove({ accuracy: 0.5, family: 'polyte' })`)],
    ['a release that the config does not name', suite(STABLE, undefined, `'candidat'`)],
    ['something that is no release on a task', `${HEAD}test('claim', async () => { await expect('v2').${STABLE} })\n`],
    ['a dataset that is not there', suite(STABLE, `{ examples: 'data/qa.json', instructions: 'data/qa.yaml' }`)],
  ])('%s', async ([name, text], { expect }) => {
    const [code, message] = await gate(text)
    expect(code).toBe(2)
    expect(message).toMatchSnapshot(name)
  })

  test.for<readonly [string, Record<string, string>]>([
    ['an unknown key in YAML', { 'data/qa.yaml': instructionSet().replace('family: polite', 'famly: polite') }],
    ['an unknown placeholder', { 'data/qa.yaml': instructionSet().replace('{passage}', '{pasage}') }],
    ['a duplicate instruction id', { 'data/qa.yaml': instructionSet().replace('id: u2', 'id: u1') }],
    ['an unreviewed instruction', { 'data/qa.yaml': instructionSet().replace(/reviewed: .*\n/, 'reviewed: false\n') }],
    ['a malformed line of JSONL', { 'data/qa.jsonl': `${dataset(3)}{"input": {"passage": "x"\n` }],
    ['a duplicate example id', { 'data/qa.jsonl': dataset(3).replaceAll('{"input"', '{"id":"a","input"') }],
    ['an empty dataset', { 'data/qa.jsonl': '' }],
    ['a gold answer that no answer can be', { 'data/qa.jsonl': dataset(3).replace('"gold":"no"', '"gold":"nope"') }],
    [
      'a model folder that is not there',
      {
        'releases.ts': `import { fromFolder } from 'vitest-robustness/models'\nexport const candidate = () => fromFolder('models/none')\n`,
      },
    ],
    ['a release without identity', { 'releases.ts': `export const candidate = async () => 'yes'\n` }],
    ['an export that is not there', { 'releases.ts': `export const candidat = 1\n` }],
    ['a release of another kind', { 'releases.ts': `export const candidate = { model: 'x' }\n` }],
  ])('%s', async ([name, files], { expect }) => {
    const [code, message] = await gate(suite(STABLE), files)
    expect(code).toBe(2)
    expect(message).toMatchSnapshot(name)
  })

  test.for<readonly [string, string]>([
    ['an unknown candidate', `candidate: 'candidat'`],
    ['an unknown option of the plugin', `canditate: 'x'`],
    ['alpha out of range', `alpha: 0.7`],
  ])('%s', async ([name, option], { expect }) => {
    const [code, message] = await gate(suite(STABLE), { 'vitest.config.ts': config(option) })
    expect(code).toBe(2)
    expect(message).toMatchSnapshot(name)
  })

  test('a mistake in the environment is printed as one sentence, without brackets, stack or causes', async ({
    expect,
  }) => {
    const project = fakeProject({ 'a.robust.ts': suite(STABLE) })
    const ended = [
      await project.vitest([], { ROBUSTNESS_RANGE: '3/2' }),
      await project.vitest([], { ROBUSTNESS_RANGE: 'x' }),
    ]
    project.remove()
    expect(ended.map(({ code }) => code)).toEqual([2, 2])
    expect(ended.map(({ output }) => output.trim()).join('\n')).toMatchInlineSnapshot(`
      "UsageError: ROBUSTNESS_RANGE="3/2": there is no range 3 of 2: set it to one from 1/2 to 2/2, or "merge" to decide on what they asked; unset it to gate without ranges
      UsageError: ROBUSTNESS_RANGE="x": must be one range of so many, such as 2/4, or "merge" to decide on what they asked; unset it to gate without ranges"
    `)
  })

  test.skipIf(!existsSync('/proc/self'))(
    'a working folder that cannot be made ends the run at once',
    async ({ expect }) => {
      const project = fakeProject({ 'a.robust.ts': suite(STABLE) })
      const env = { ROBUSTNESS_FOLDER: '/proc/none' }
      const { code, output } = await project.vitest([], env)
      const doctor = await project.shell('cli doctor', env)
      project.remove()
      expect(code).toBe(3)
      expect(output.trim()).toMatchInlineSnapshot(
        `"Error: exit code 3: /proc/none cannot be made: the disk may be read-only, or the folder above it gone; name another folder: robustness({ folder }) or ROBUSTNESS_FOLDER (ENOENT: no such file or directory, mkdir '/proc/none')"`,
      )
      expect(doctor.output).toContain(
        "/proc/none cannot be written: ENOENT: no such file or directory, mkdir '/proc/none'",
      )
    },
  )

  test('a mistake in a suite shows the line of the suite, and no frame of this package', async ({ expect }) => {
    const none = `booleanQa({ examples: 'data/none.jsonl', instructions: 'data/qa.yaml' })`
    const project = fakeProject({
      'a.robust.ts': suite('toStayAbove({ acuracy: 0.5 })'),
      'b.robust.ts': `${HEAD}const task = ${none}\ntest('claim', () => expect(release().on(task)).${STABLE})\n`,
      'c.robust.ts': `${HEAD}test('a bug', () => { void release().on(JSON.parse('{')) })\n`,
    })
    const { code, output } = await project.vitest()
    project.remove()
    expect(code).toBe(2)
    expect(output).toMatch(/FAIL .*a\.robust\.ts:3 > claim\nUsageError: toStayAbove\(\): unknown option/)
    expect(output).toMatch(/UsageError: no file data\/none\.jsonl[^❯]*❯ b\.robust\.ts:3:\d+\n/)
    // Other errors keep their whole stack.
    expect(output).toMatch(/SyntaxError: [^❯]*❯ c\.robust\.ts:3:\d+\n/)
    expect(output).not.toMatch(/❯.*vitest-robustness/)
  })
})
