import { describe, expect, onTestFinished, test } from 'vitest'
import { json, serve } from '../models/endpoint/loopback.testing.ts'
import { config, dataset, fakeProject, type FakeProject } from './fakeProject.testing.ts'

/** Whether a baseline and a verdict are of the model that an endpoint serves now. Calls are counted at a real endpoint. */

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('is right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.8, family: 'seen' }) })
test('no worse', async () => { await expect(release().on(qa)).toBeNoWorseThanBaseline({ by: 0.1, family: 'seen' }) })
`

interface Served {
  readonly made: FakeProject
  /** Returns the number of calls since it was last read. */
  readonly asked: () => number
  /** Exchanges the model behind the endpoint: it answers, or fails where \`null\`. */
  readonly serves: (model: (prompt: string) => string | null) => void
}

const RIGHT = (prompt: string): string => /says (yes|no)/.exec(prompt)?.[1] ?? 'none'

/** A project whose candidate is served by an endpoint; \`pinned\`: under a revision. */
async function served(options: string, pinned = false): Promise<Served> {
  let model: (prompt: string) => string | null = RIGHT
  let read = 0
  const { origin, seen } = await serve((response, _, body) => {
    const content = model(JSON.stringify(body['messages']))
    const reply =
      content === null ? json(401, {}) : json(200, { choices: [{ message: { content }, finish_reason: 'stop' }] })
    reply(response)
  })
  const made = fakeProject({
    'vitest.config.ts': config(options),
    'a.robust.ts': SUITE,
    'data/qa.jsonl': dataset(40),
    'releases.ts': `import { fromFunction, openAICompatible } from 'vitest-robustness/models'
export const accepted = fromFunction({ model: 'accepted', revision: '1', ask: async () => 'yes' })
export const candidate = openAICompatible({ origin: '${origin}', model: 'm'${pinned ? `, revision: '1'` : ''} })
`,
  })
  onTestFinished(made.remove)
  const asked = (): number => {
    const calls = seen.length - read
    read = seen.length
    return calls
  }
  return { made, asked, serves: (next) => (model = next) }
}

const accept = (made: FakeProject) => made.shell('cli baseline accept --yes --by ann')

describe('what is accepted', { timeout: 240_000 }, () => {
  test('a config that names no folder is refused before any call, with the line to add', async () => {
    const { made, asked } = await served('')
    const { code, output } = await accept(made)
    expect(code).toBe(2)
    expect(asked()).toBe(0)
    expect(output).toContain(
      `the config names no folder for it; add to robustness({ … }) in vitest.config.ts: baseline: 'baselines/<line>',`,
    )
  })

  test('a folder of another line is refused before any call', async () => {
    const { made, asked } = await served(`baseline: 'baselines/line',`)
    expect((await accept(made)).code).toBe(0)
    expect(asked()).toBeGreaterThan(0)
    made.write('vitest.config.ts', config(`baseline: 'baselines/line', line: 'other',`))
    const { code, output } = await accept(made)
    expect(code).toBe(2)
    expect(asked()).toBe(0)
    expect(output).toContain('holds the baseline of line "line", this is "other": name another folder')
  })
})
