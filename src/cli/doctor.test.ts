import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  config,
  dataset,
  EXAMPLES,
  fakeProject,
  releases,
  type FakeProject,
} from '../integration/fakeProject.testing.ts'
import { json, serve } from '../models/endpoint/loopback.testing.ts'
import { checkVersions } from './doctor/installation.ts'

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('is right', async () => {
  await expect(release().on(qa)).toStayAbove({ accuracy: 0.8 })
})
`

function project(files: Record<string, string> = {}): FakeProject {
  const made = fakeProject({ 'a.robust.ts': SUITE, ...files })
  onTestFinished(made.remove)
  return made
}

describe('doctor', { timeout: 120_000 }, () => {
  test('finds a set-up in order', async () => {
    const made = project()
    await made.vitest()
    const { code, output } = await made.shell('cli doctor')
    for (const line of [
      /^ok {5}vitest 5\./m,
      /^ok {5}vitest\.config\.ts: plugin found, 2 releases, store off$/m,
      /^ok {5}release candidate \(candidate\): candidate, revision 1; function, format plain, at most 8 at once$/m,
      /^ok {5}task qa: 400 examples, 7 instructions, all reviewed$/m,
      /^note {3}no baseline in the config: regression claims are not applicable$/m,
      /^ok {5}no tracing variable is set$/m,
      /^ok {5}\.robustness: [\d.]+ GB free$/m,
      /^ok {5}store: nothing recorded$/m,
    ]) {
      expect(output).toMatch(line)
    }
    expect(code).toBe(0)
  })

  test('of free answers that a function judges, every cell can be shown and the task is in order', async () => {
    const made = project({
      'data/c.yaml': `set: c
task: free-answer
licence: MIT
author: x
canonical: plain
instructions:
  - { id: plain, family: f, text: '{question}', reviewed: { by: x, on: 2026-01-01 } }
`,
      'data/c.csv': `question,answer\n${Array.from({ length: 40 }, (_, n) => `It says yes ${n}?,It is yes\n`).join('')}`,
      'tasks.ts': `import { freeAnswer } from 'vitest-robustness'
export const qa = freeAnswer({
  name: 'c',
  examples: { file: 'data/c.csv', columns: { input: { question: 'question' }, gold: 'answer' } },
  instructions: 'data/c.yaml',
  judge: { name: 'contained', score: (answer, { gold }) => (gold.includes(answer) ? 1 : 0) },
})
`,
    })
    await made.vitest()
    const doctor = await made.shell('cli doctor')
    expect(doctor.output).toMatch(/^ok {5}task c: 40 examples, 1 instruction, all reviewed$/m)
    expect(doctor.code).toBe(0)
    const [first] = made.run().evidence.claims[0]!.order
    const shown = await made.shell(`cli show candidate/c/${first}/plain/0`)
    expect(shown.output).toMatch(/^score: +1 \(as recorded; the judge is the function "contained" of the suite\)$/m)
    expect(shown.output).toContain('(recomputed: this is the exact prompt)')
    expect(shown.code).toBe(0)
    const rescored = await made.shell('cli report --rescore')
    expect(rescored.output).toMatch(
      /^Rescored: answers and scores \(but for those of c taken as recorded\) follow from \d+ raw texts\.$/m,
    )
    expect(rescored.code).toBe(0)
  })

  test('examples added after a run make a new run due, and other changes are wrong where a baseline has the task', async () => {
    const made = project({ 'vitest.config.ts': config("baseline: { folder: 'baselines/line', first: true },") })
    await made.vitest()
    const file = join(made.root, 'data/qa.jsonl')
    const before = readFileSync(file, 'utf8')
    const tasks = async () => {
      const { code, output } = await made.shell('cli doctor')
      return { code, task: output.split('\n').find((line) => /task qa/i.test(line)) }
    }
    const due = {
      code: 0,
      task: 'note   task qa: data/qa.jsonl was changed since the latest run, which is of the earlier files; run again: npx vitest run',
    }
    const grown =
      before +
      dataset(EXAMPLES + 1)
        .split('\n')
        .at(-2) +
      '\n'
    writeFileSync(file, before.split('\n').slice(1).join('\n'))
    expect(await tasks()).toEqual(due)
    writeFileSync(file, before)
    expect((await made.shell('cli baseline accept --release accepted --yes --by ann')).code).toBe(0)
    await made.vitest()
    writeFileSync(file, grown)
    expect(await tasks()).toEqual(due)
    writeFileSync(file, before.split('\n').slice(1).join('\n'))
    const { code, task } = await tasks()
    expect(task?.replaceAll(/\b[0-9a-f]{12,64}\b/g, '<hash>')).toMatchInlineSnapshot(
      `"WRONG  task qa: data/qa.jsonl was changed since the latest run. task qa changed: data/qa.jsonl (sha256 <hash>, accepted <hash>); its hash is <hash>, <hash> was accepted (Task qa: 1 source is gone (<hash>)). Its cells are not compared with the accepted ones: restore the files, or accept a new baseline: npx vitest-robustness baseline accept"`,
    )
    expect(code).toBe(1)
  })

  test('says what a handful of examples can decide, and the gate agrees', async () => {
    const second = SUITE.split('\n').slice(3).join('\n').replace('is right', 'is right more often')
    const suite = SUITE.replace('0.8', '0.53') + second.replace('0.8', '0.55')
    const made = project({ 'a.robust.ts': suite, 'data/qa.jsonl': dataset(5) })
    await made.vitest()
    const { output } = await made.shell('cli doctor')
    expect(output).toMatch(
      /^note {3}task qa: with 5 independent sources a gate can at best pass a limit from 0\.463 on for a rate of flips or errors \(an accuracy up to 0\.537\) if none occurs, and pass a margin from 0\.562 on against the baseline if no answer differs, and fail a limit up to 0\.\d+ among 50 gating claims if every answer is wrong; /m,
    )
    const verdicts = made.run().evidence.claims.map(({ spec, verdict }) => [spec.limit, verdict])
    expect(verdicts).toEqual([
      [0.53, 'pass'],
      [0.55, 'inconclusive'],
    ])
  })

  test('names everything that is wrong at once', async () => {
    const made = project({
      'vitest.config.ts': config("store: 'record', baseline: 'baselines/none',"),
      'releases.ts': releases("return 'yes'")
        .replace("revision: '1', ask: async (prompt) => right", 'ask: async (prompt) => right')
        .replace(/export const candidate = /, 'export const kandidate = '),
    })
    mkdirSync(join(made.root, '.robustness/store'), { recursive: true })
    appendFileSync(join(made.root, '.robustness/store/answers.jsonl'), '{"key":"cut\n{}\n')
    const variables = { LANGSMITH_TRACING: 'true', ROBUSTNESS_RANGE: '3/2' }
    const { code, output } = await made.shell('cli doctor', variables)
    for (const line of [
      /^WRONG {2}release candidate: .*no export "candidate" \(did you mean "?kandidate"?\?\)/m,
      /^note {3}release accepted: accepted, no immutable revision; .*a gate uses no stored answers/m,
      /^note {3}no baseline in baselines\/none yet; accept one: /m,
      /^note {3}no run yet/m,
      /^note {3}LANGSMITH_TRACING is set: LangChain models send every prompt/m,
      /^WRONG {2}ROBUSTNESS_RANGE="3\/2": there is no range 3 of 2/m,
      /^WRONG {2}store: 2 damaged lines; npx vitest-robustness store verify --repair$/m,
      /^WRONG {2}\.robustness\/store\/answers\.jsonl:1: no whole record$/m,
    ]) {
      expect(output).toMatch(line)
    }
    expect(code).toBe(1)
  })

  test('says so where there is no plugin, and no config', async () => {
    const bare = project({ 'vitest.config.ts': 'export default {}\n' })
    expect((await bare.shell('cli doctor')).output).toMatch(
      /^WRONG {2}vitest\.config\.ts has no plugin: plugins: \[robustness/m,
    )
  })

  test.each([
    [
      '20.11.0',
      '5.1.2',
      1,
      'wrong node 20.11.0: the package needs ^22.19 || ^24 || >=26; npm install --save-dev node@26',
    ],
    ['24.1.0', '5.1.2', 1, 'ok node 24.1.0'],
    ['26.0.0', '4.1.12', 2, 'ok vitest 4.1.12'],
    ['26.0.0', '5.1.2', 2, 'ok vitest 5.1.2'],
    ['26.0.0', '3.2.7', 2, 'wrong vitest 3.2.7: the package needs ^4.1 || ^5; npm install --save-dev vitest@5'],
    [
      '26.0.0',
      '6.0.0',
      2,
      'note vitest 6.0.0: the package is tested with ^4.1 || ^5; if something fails, npm install --save-dev vitest@5',
    ],
    ['26.0.0', null, 2, `wrong no vitest in ${process.cwd()}; npm install --save-dev vitest`],
  ])('versions are held against the manifest: Node %s, vitest %s', async (node, vitest, line, said) => {
    const { level, text } = (await checkVersions(process.cwd(), node, vitest))[line] ?? {}
    expect(`${level} ${text}`).toBe(said)
  })
})

describe('doctor --probe', { timeout: 120_000 }, () => {
  test('names what the endpoint drops, and later runs record it', async () => {
    const { origin } = await serve((response, _, sent) => {
      const { messages, stop } = sent as { messages: { content: string }[]; stop?: string[] }
      if (stop) return json(400, { error: { message: 'unknown parameter: stop', param: 'stop' } })(response)
      const content = /says (yes|no)/.exec(messages[0]?.content ?? '')?.[1] ?? 'always this'
      json(200, { model: 'm', choices: [{ message: { content }, finish_reason: 'stop' }] })(response)
    })
    const made = project({
      'releases.ts': `import { openAICompatible } from 'vitest-robustness/models'
export const candidate = openAICompatible({ origin: '${origin}', model: 'm', revision: '1' })
export const accepted = candidate
`,
    })
    const { code, output } = await made.shell('cli doctor --probe candidate')
    expect(output).toMatch(/^ok {5}probe of candidate: answers honoured: "always this"$/m)
    expect(output).toMatch(/^note {3}probe of candidate: temperature not known: /m)
    expect(output).toMatch(/^note {3}probe of candidate: usage dropped: no token counts$/m)
    expect(output).toMatch(/^note {3}probe of candidate: stop refused: .*unknown parameter: stop/m)
    expect(code).toBe(0)
    await made.vitest()
    expect(made.run().context.probes).toEqual([
      { release: 'candidate', on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), dropped: ['usage'], refused: ['stop'] },
    ])
  })
})

describe('doctor --aa', { timeout: 120_000 }, () => {
  test('gates a release against itself, and prints how often it fails with an exact interval', async () => {
    const made = project()
    const { code, output } = await made.shell('cli doctor --aa 3')
    expect(output).toMatch(/candidate against itself, 3 times, [1-9]\d* calls:/)
    expect(output).toMatch(/^ {2}pass {10}3 of 3; 29\.2% to 100% at 95%$/m)
    expect(output).toMatch(/^ {2}fail {10}0 of 3; 0% to 70\.8% at 95%$/m)
    expect(code).toBe(0)
  })

  test('refuses a number that is none', async () => {
    expect(await project().shell('cli doctor --aa many')).toMatchObject({
      code: 2,
      output: expect.stringContaining('must be a whole number of gates from 1'),
    })
  })
})
