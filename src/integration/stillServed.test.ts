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

  test('of a release that no revision pins, nothing of an earlier acceptance counts', async () => {
    const { made, asked, serves } = await served(`baseline: 'baselines/line',`)
    expect((await accept(made)).output).toMatch(/Accepted candidate .*: 120 cells/)
    expect(asked()).toBe(120)
    const first = made.read('baselines/line/baseline.json')
    // A loosening is refused when everything was asked. The answers are of the model that was served then.
    made.write('a.robust.ts', SUITE.replace('by: 0.1', 'by: 0.2'))
    expect((await accept(made)).code).toBe(3)
    expect(asked()).toBe(120)
    serves(() => 'yes')
    const again = await made.shell('cli baseline accept --yes --by ann --loosen known')
    expect(again.output).toMatch(/Accepted candidate .*: 120 cells/)
    expect(again.output).not.toContain('earlier acceptance')
    expect(asked()).toBe(120)
    expect(made.read('baselines/line/baseline.json')).not.toBe(first)
    expect((await made.shell('cli baseline accept --yes --by ann')).code).toBe(0)
    expect(asked()).toBe(120)
  })

  test('of one that was broken off the rest is asked, and the acceptance says so', async () => {
    const { made, asked, serves } = await served(`baseline: 'baselines/line',`)
    let answered = 0
    serves((prompt) => ((answered += 1) > 10 ? null : RIGHT(prompt)))
    expect((await accept(made)).output).toContain('Baseline not accepted')
    const failed = asked() - 10
    expect(failed).toBeGreaterThan(0)
    serves(RIGHT)
    const { code, output } = await accept(made)
    expect(code).toBe(0)
    expect(asked()).toBe(110)
    expect(output).toMatch(
      /: 10 answers in this baseline came from an earlier acceptance that was broken off \(the last at \d{4}-\d\d-\d\d \d\d:\d\d UTC\), and no revision pins the release\./,
    )
  })

  test('under a revision the answers stay, and cost no second call', async () => {
    const { made, asked } = await served(`baseline: 'baselines/line',`, true)
    made.write(
      'a.robust.ts',
      SUITE.replace(/^test.'is right.*$/m, `test('broken', () => { throw new Error('not yet') })`),
    )
    expect((await accept(made)).code).toBe(1)
    expect(asked()).toBe(120)
    made.write('a.robust.ts', SUITE)
    const { code, output } = await accept(made)
    expect(code).toBe(0)
    expect(asked()).toBe(0)
    expect(output).not.toContain('earlier acceptance')
  })
})

/** Says yes where that is wrong in one of five. */
const SLIPS = (prompt: string): string => (/Item \d*[05] /.test(prompt) ? 'maybe' : RIGHT(prompt))
const inOneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

describe('a gate that was not decided', { timeout: 240_000 }, () => {
  test('is continued, and says in its box and in every report what was not asked, and how to ask again', async () => {
    const { made, asked, serves } = await served('')
    serves(SLIPS)
    const first = await made.vitest()
    expect(first.code).toBe(3)
    const cells = asked()
    expect(cells).toBe(40)
    expect(first.output).not.toContain('Nothing was asked')
    expect(made.run().context.earlierAnswers).toBeUndefined()
    const { evidenceHash } = made.run()

    serves(RIGHT)
    const second = await made.vitest()
    expect([second.code, asked()]).toEqual([3, 0])
    expect(made.run().evidenceHash).toBe(evidenceHash)
    expect(made.run().context).toMatchObject({ calls: { made: 0 }, earlierAnswers: { count: cells } })
    const box = inOneLine(second.output.slice(second.output.indexOf('GATE: INCONCLUSIVE'))).replaceAll(
      /\d{4}-\d\d-\d\d \d\d:\d\d/g,
      'TIME',
    )
    const note =
      'Nothing was asked in this run: 40 answers came from an earlier gate that was not decided, the last at TIME UTC. ' +
      'No revision pins the release that gave them, so nothing shows that the same model is served now.'
    const next =
      'Next: to ask everything again, pin the release to a revision, or take another seed, which is a new attempt and counts as one: ' +
      'ROBUSTNESS_RELEASE=candidate ROBUSTNESS_SEED=1 npx vitest-robustness gate --new-attempt "reason"'
    expect(box).toContain(`${note} ${next} Evidence: `)
    const latest = made.read('.robustness/runs/latest').trim()
    for (const report of ['report.md', 'report.html']) {
      const text = made.read(`.robustness/runs/${latest}/${report}`)
      expect(text).toContain('Nothing was asked in this run: 40 answers came from an earlier gate')
      expect(text).toMatch(/Next: to ask everything again, pin the release to a revision/)
    }

    // What it advises asks everything again.
    const anew = await made.shell('cli gate --new-attempt mended', {
      ROBUSTNESS_RELEASE: 'candidate',
      ROBUSTNESS_SEED: '1',
    })
    expect(anew.code).toBe(0)
    expect(asked()).toBeGreaterThan(0)
    expect(anew.output).not.toContain('earlier gate that was not decided')
  })

  test('says nothing of the kind under a revision', async () => {
    const { made, asked, serves } = await served('', true)
    serves(SLIPS)
    expect((await made.vitest()).code).toBe(3)
    expect(asked()).toBe(40)
    const { code, output } = await made.vitest()
    expect([code, asked()]).toEqual([3, 0])
    expect(output).not.toContain('Nothing was asked')
  })
})
