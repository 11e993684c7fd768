import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { config, fakeProject, type FakeProject, type Started } from './fakeProject.testing.ts'
import { storeInUse } from './session/environment.ts'

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('is right', async () => {
  await expect(release().on(qa)).toStayAbove({ accuracy: 0.5 })
})
`

/** An endpoint that is always right, and counts. */
async function endpoint(): Promise<{ origin: string; asked: () => number }> {
  let asked = 0
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += String(chunk)))
    request.on('end', () => {
      asked += 1
      const content = /says (yes|no)/.exec(text)?.[1] ?? 'none'
      response.end(JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }] }))
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked }
}

function project(origin: string, options = ''): FakeProject {
  const made = fakeProject({
    'vitest.config.ts': config(options),
    'a.robust.ts': SUITE,
    'releases.ts': `import { fromFunction, openAICompatible } from 'vitest-robustness/models'
export const accepted = fromFunction({ model: 'accepted', revision: '1', ask: async (prompt) => /says (yes|no)/.exec(prompt)[1] })
export const candidate = openAICompatible({ origin: '${origin}', model: 'm', revision: '1' })
`,
  })
  onTestFinished(made.remove)
  return made
}

/** Starts vitest as a developer does, waits for the end of its first run, and stops it. */
async function watched(made: FakeProject, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const child = made.watch(env)
  await until(child, /for file changes/)
  await until(child, /Run folder: |Not gated: /)
  // It waits for us to change a file, with nothing under way.
  child.kill('SIGKILL')
  return (await child.ended).output
}

async function until({ output, ended }: Started, told: RegExp): Promise<void> {
  const over = ended.then(() => true)
  while (!told.test(output())) if (await Promise.race([over, sleep(10, false)])) return
}

describe('while vitest watches', { timeout: 120_000 }, () => {
  test('no endpoint is asked: what was recorded serves, and a test that needs more is held back and says how', async () => {
    const { origin, asked } = await endpoint()
    const made = project(origin)
    const miss = await watched(made)
    expect(asked()).toBe(0)
    expect(miss).toMatch(/1 skipped.*Not gated: 1 robust test was held back: .*ROBUSTNESS_STORE=record npx vitest run/s)
    expect(miss).not.toMatch(/failed|GATE/)
    await made.vitest([], { ROBUSTNESS_STORE: 'record' })
    const recorded = asked()
    expect(recorded).toBeGreaterThan(5)
    const wanted = JSON.stringify(made.run().evidence)
    expect(await watched(made)).toMatch(/GATE: PASS/)
    expect(asked()).toBe(recorded)
    expect(JSON.stringify(made.run().evidence)).toBe(wanted)
  })

  test('ROBUSTNESS_LIVE=1 asks', async () => {
    const { origin, asked } = await endpoint()
    expect(await watched(project(origin), { ROBUSTNESS_LIVE: '1' })).toMatch(/GATE: PASS/)
    expect(asked()).toBeGreaterThan(5)
  })

  test('each run says what it took itself, and not what those before it took', async () => {
    const { origin, asked } = await endpoint()
    const made = project(origin)
    const child = made.watch({ ROBUSTNESS_LIVE: '1' })
    const runs = () => child.output().split('Waiting for file changes').length - 1
    const ended = child.ended.then(() => true)
    const folders = () => child.output().split('Run folder: ').length - 1
    const ran = async (count: number) => {
      while (Math.min(runs(), folders()) < count) if (await Promise.race([ended, sleep(10, false)])) return
    }
    await ran(1)
    const first = made.run()
    expect(first.context.calls).toMatchObject({ made: asked() })
    expect(asked()).toBeGreaterThan(5)
    made.write('a.robust.ts', `${SUITE}// saved again\n`)
    await ran(2)
    child.kill('SIGKILL')
    await ended
    const { context } = made.run()
    expect(context.calls).toMatchObject({ made: 0, retried: 0 })
    // The first asked ahead, and may have been answered more than it took.
    expect(context.calls.reused).toBeGreaterThan(5)
    expect(context.calls.reused).toBeLessThanOrEqual(first.context.calls.made)
    expect([first.context.usage === undefined, context.usage === undefined]).toEqual([false, true])
  })

  test('the suites run again where a release, what it imports, a data set or an instruction is saved, and a test that imports it', async () => {
    const made = project('http://127.0.0.1:9')
    made.write('rule.ts', 'export const rule = (prompt: string) => /says (yes|no)/.exec(prompt)![1]!\n')
    const releases = (mark: string) => `import { fromFunction } from 'vitest-robustness/models'
import { rule } from './rule.ts'
export const accepted = fromFunction({ model: 'accepted', revision: '1', ask: async (prompt) => rule(prompt) })
export const candidate = fromFunction({ model: 'candidate', revision: '1', ask: async (prompt) => rule(prompt) }) // ${mark}
`
    made.write('releases.ts', releases('first'))
    made.write(
      'b.test.ts',
      `import { expect, test } from 'vitest'\nimport { rule } from './rule.ts'\ntest('rule', () => expect(rule('says no')).toBe('no'))\n`,
    )
    const child = made.watch()
    const ended = child.ended.then(() => true)
    const parts = () => child.output().split(/Waiting for file changes/)
    const ran = async (count: number) => {
      const done = () => parts().length > count && /Run folder: /.test(child.output().split(/RERUN/).at(-1)!)
      const late = Date.now() + 30_000
      while (!done())
        if ((await Promise.race([ended, sleep(10, false)])) || Date.now() > late)
          throw new Error(`run ${count}: ${child.output()}`)
      return parts()[count - 1]!
    }
    expect(await ran(1)).toMatch(/Test Files\s+2 passed/)
    made.write('releases.ts', releases('second'))
    expect(await ran(2)).toMatch(/GATE: PASS.*Test Files\s+1 passed|Test Files\s+1 passed.*GATE: PASS/s)
    made.write('rule.ts', 'export const rule = (prompt: string) => /says (yes|no)/.exec(prompt)![1]! // saved\n')
    expect(await ran(3)).toMatch(/Test Files\s+2 passed/)
    // What is written again with the same bytes changes nothing, or a suite that makes its data would never come to rest.
    made.write('data/qa.jsonl', made.read('data/qa.jsonl'))
    await sleep(1000)
    for (const [at, file] of ['data/qa.jsonl', 'data/qa.yaml'].entries()) {
      made.write(file, `${made.read(file)}\n`)
      expect(await ran(4 + at)).toMatch(/Test Files\s+1 passed/)
    }
    expect(child.output().match(/RERUN/g)).toHaveLength(4)
    child.kill('SIGKILL')
    await ended
  })

  test('a model without a revision is asked again where its code was saved, and one with a revision is not', async () => {
    const made = project('http://127.0.0.1:9')
    made.write('rule.ts', 'export const rule = (prompt: string) => /says (yes|no)/.exec(prompt)![1]!\n')
    made.write(
      'releases.ts',
      `import { fromFunction } from 'vitest-robustness/models'
import { rule } from './rule.ts'
export const accepted = fromFunction({ model: 'accepted', revision: '1', ask: async (prompt) => rule(prompt) })
export const candidate = fromFunction({ model: 'candidate', ask: async (prompt) => rule(prompt) })
`,
    )
    for (const [release, fails] of [
      ['candidate', true],
      ['accepted', false],
    ] as const) {
      const child = made.watch({ ROBUSTNESS_RELEASE: release })
      const ran = async (count: number) => {
        const folders = () => child.output().split('Run folder: ').length - 1
        await Promise.race([until(child, /for file changes/), sleep(30_000)])
        while (folders() < count) if (await Promise.race([child.ended.then(() => true), sleep(10, false)])) return
        return made.run()
      }
      const right = made.read('rule.ts')
      const first = await ran(1)
      expect(first?.evidence.gate.verdict).toBe('pass')
      made.write('rule.ts', `export const rule = (prompt: string) => 'none'\n`)
      const second = await ran(2)
      expect(second?.evidence.gate.verdict).toBe(fails ? 'fail' : 'pass')
      // Some were asked ahead.
      const [least, most] = fails ? [second?.evidence.claims[0]?.cells ?? 1, Infinity] : [0, 0]
      expect(second?.context.calls.made).toBeGreaterThanOrEqual(least)
      expect(second?.context.calls.made).toBeLessThanOrEqual(most)
      made.write('rule.ts', right)
      const third = await ran(3)
      expect(third?.evidence).toEqual(first?.evidence)
      child.kill('SIGKILL')
      await child.ended
    }
  })

  test('a model in the process is asked all the same', async () => {
    const made = project('http://127.0.0.1:9')
    expect(await watched(made, { ROBUSTNESS_RELEASE: 'accepted' })).toMatch(/GATE: PASS/)
  })
})

test.each([
  ['recording', 'record', {}, {}, false],
  ['watching what records', 'record', { watch: true }, {}, true],
  ['watching', undefined, { watch: true }, {}, true],
  ['an editor', undefined, {}, { VITEST_VSCODE: 'true' }, true],
  ['watching, and the config turns the store off', 'off', { watch: true }, {}, false],
  ['watching, and asked to go live', 'record', { watch: true }, { ROBUSTNESS_LIVE: '1' }, false],
  ['watching, and asked to use the store', undefined, { watch: true }, { ROBUSTNESS_STORE: 'refresh' }, false],
  ['a plain run that may not go live', undefined, { live: false }, {}, true],
  ['the same, and the config turns the store off', 'off', { live: false }, {}, true],
  ['the same, in CI or by the command', 'record', { live: false, promised: true }, {}, false],
  ['the same, and asked to go live', undefined, { live: false }, { ROBUSTNESS_LIVE: '1' }, false],
  ['the same, recording', undefined, { live: false }, { ROBUSTNESS_STORE: 'record' }, false],
] as const)('whether endpoints are asked: %s', (_, declared, circumstances, env, offline) => {
  const mode = ('ROBUSTNESS_STORE' in env ? env.ROBUSTNESS_STORE : declared) ?? 'off'
  const given = { declared, mode, live: true, watch: false, promised: false, ...circumstances }
  expect(storeInUse(given, env)).toEqual({ mode: offline ? 'replay' : mode, offline })
})
