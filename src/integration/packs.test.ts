import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PlannedRun } from '../core/types/index.ts'
import { packManifest, packNames, packTasks, packText } from '../packs.testing.ts'
import { config, fakeProject, type FakeProject } from './fakeProject.testing.ts'

/** The suites of the starter packs, each as it stands in a user's project. */

/** The least chance that an unchanged release passes a claim, as `plan` says it. */
const LEAST_CHANCE = 0.8
const unrecorded = packNames.filter((pack) => !packManifest(pack).recorded)

/** The files of packs, as they stand in a project that has taken them. */
function taken(packs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    packs.flatMap((pack) =>
      packManifest(pack).files.map((file) => [`robustness/${pack}/${file}`, packText(pack, file)]),
    ),
  )
}

/** The table of a made-up release: for each wording the text around the fields, for each example the text in them. */
function knowledge(): string {
  const tasks = unrecorded.flatMap((pack) => Object.values(packTasks(pack)))
  return JSON.stringify(
    tasks.map(({ labels, instructions, examples }) => ({
      wordings: instructions.map(({ text }) => text.split(/\{\w+\}/).filter((part) => part !== '')),
      examples: examples.map(({ input, gold }) => ({
        shown: Object.values(input),
        says: labels?.[gold] ?? gold,
        gold,
      })),
    })),
  )
}

const RELEASES = `import { readFileSync } from 'node:fs'
import { fromFunction } from 'vitest-robustness/models'
const tasks = JSON.parse(readFileSync('knowledge.json', 'utf8'))
const length = (parts) => parts.join('').length
function find(prompt) {
  const fitting = tasks.flatMap(({ wordings, examples }) => wordings
    .map((parts, wording) => ({ parts, wording, examples }))
    .filter(({ parts }) => parts.every((part) => prompt.includes(part))))
    .toSorted((a, b) => length(b.parts) - length(a.parts))
  for (const { wording, examples } of fitting) {
    const [example] = examples
      .filter(({ shown }) => shown.every((text) => prompt.includes(text)))
      .toSorted((a, b) => length(b.shown) - length(a.shown))
    if (example) return { wording, example, examples }
  }
  throw new Error('no example has this prompt: ' + prompt)
}
/** Right whatever the wording. */
export const right = fromFunction({ model: 'right', revision: '1', ask: async (prompt) => find(prompt).example.says })
/** A wrong answer of the same kind, or none where the kind has no other. */
const wrong = ({ gold }, examples) => ({ refuse: 'comply', comply: 'refuse' })[gold]
  ?? (gold.startsWith('{"product"') ? 'I have no idea.' : examples.find((other) => other.gold !== gold).says)
/** Right under the first wording and every other one after it. */
export const byWording = fromFunction({ model: 'by-wording', revision: '1', ask: async (prompt) => {
  const { wording, example, examples } = find(prompt)
  return wording % 2 === 0 ? example.says : wrong(example, examples)
} })
`

/**
 * Of each claim that was planned the chance that a release which is as assumed passes. The first line is the one that a plan
 * rests on: as known answers have it, else halfway to the limit, or with 10% of the sources differing.
 */
function chancesIn(planned: FakeProject): [title: string, assumption: string, pass: number][] {
  const { claims } = JSON.parse(planned.read('plan.json')) as PlannedRun
  return claims.map(({ title, chances: [first] }) => [title, first?.assumption ?? 'nothing', first?.pass ?? 0])
}

let project: FakeProject
beforeAll(() => {
  project = fakeProject({
    ...taken(unrecorded),
    'vitest.config.ts': config(`baseline: { folder: 'baselines/packs', first: true },`).replace(
      /releases: \{[^}]*\}, candidate: '\w+', seen: 'seen.json'/,
      `releases: { right: './releases.ts#right', byWording: './releases.ts#byWording' }, candidate: 'right'`,
    ),
    'releases.ts': RELEASES,
    'knowledge.json': knowledge(),
  })
})
afterAll(() => project.remove())

describe('packs without recordings', { timeout: 180_000 }, () => {
  test('plan: an unchanged release passes each claim four times in five at least', async () => {
    await project.vitest([], { ROBUSTNESS_MODE: 'plan', ROBUSTNESS_PLAN: `${project.root}/plan.json` })
    const plan = JSON.parse(project.read('plan.json')) as PlannedRun
    expect(plan.problems).toEqual([])
    const chances = chancesIn(project)
    expect(new Set(plan.claims.map(({ task }) => task)).size).toBeGreaterThanOrEqual(unrecorded.length)
    expect(chances.filter(([, , pass]) => pass < LEAST_CHANCE)).toEqual([])
  })

  test('a release that is right passes, one whose answers go with the wording fails', async () => {
    const accepted = await project.vitest([], { ROBUSTNESS_MODE: 'measure' })
    expect(accepted.output).toMatch(/Accepted right/)
    const good = await project.vitest()
    expect(good.output).toMatch(/GATE: PASS/)
    expect(good.code).toBe(0)
    const bad = await project.vitest([], { ROBUSTNESS_RELEASE: 'byWording' })
    expect(bad.code).toBe(1)
    const verdicts = project.run().evidence.claims.map(({ title, verdict }) => [title, verdict])
    expect(verdicts.filter(([, verdict]) => verdict !== 'fail')).toEqual([])
  })
})

describe('the pack with recordings', { timeout: 60_000 }, () => {
  let recorded: FakeProject
  beforeAll(() => {
    recorded = fakeProject({
      ...taken(['relation-extraction']),
      'vitest.config.ts': `import { defineConfig } from 'vitest/config'
import { robustness } from 'vitest-robustness/plugin'
const releases = './robustness/relation-extraction/releases.ts'
export default defineConfig({
  plugins: [
    robustness({
      releases: { v1: releases + '#v1', v2: releases + '#v2', v3: releases + '#v3' },
      candidate: 'v2',
      baseline: { folder: 'baselines/tiny', first: true },
    }),
  ],
})
`,
    })
  })
  afterAll(() => recorded.remove())

  const gate = async (release: string) => {
    const { code, output } = await recorded.vitest([], { ROBUSTNESS_RELEASE: release })
    const { claims } = recorded.run().evidence
    return { code, output, verdicts: claims.map(({ title, verdict }) => [title.replace(/.* > /, ''), verdict]) }
  }

  // In less than 20 seconds, and by the recordings alone.
  test('its first run passes at once', { timeout: 20_000 }, async () => {
    const { code, output, verdicts } = await gate('v2')
    expect(output).toMatch(/GATE: PASS/)
    expect(JSON.stringify(recorded.run())).toMatch(/"endpointKind":"recorded"/)
    expect({ code, verdicts }).toMatchInlineSnapshot(`
      {
        "code": 0,
        "verdicts": [
          [
            "is at most 10 points worse than the accepted release",
            "not applicable",
          ],
          [
            "keeps its answer when the instruction is reworded",
            "pass",
          ],
          [
            "names 85 of 100 relations right",
            "pass",
          ],
          [
            "names 9 of 10 relations right even under the worst wording",
            "pass",
          ],
        ],
      }
    `)
  })

  test('plan: what the recorded release did, it would do again', async () => {
    await recorded.vitest([], { ROBUSTNESS_MODE: 'plan', ROBUSTNESS_PLAN: `${recorded.root}/plan.json` })
    const chances = chancesIn(recorded)
    // Arms share what they are asked: what is assumed of them without any answers says little, and v2 has answered by now.
    expect(chances.map(([, assumption]) => assumption.startsWith('as in run'))).toEqual([false, false, false, true])
    expect(chances.filter(([, , pass]) => pass < LEAST_CHANCE)).toEqual([])
  })

  test('against the accepted v1, v2 passes and v3 fails', async () => {
    const accepted = await recorded.vitest([], { ROBUSTNESS_MODE: 'measure', ROBUSTNESS_RELEASE: 'v1' })
    expect(accepted.output).toMatch(/Accepted v1/)
    const better = await gate('v2')
    expect(better.verdicts.map(([, verdict]) => verdict)).toEqual(['pass', 'pass', 'pass', 'pass'])
    expect(better.code).toBe(0)
    const worse = await gate('v3')
    expect(worse.code).toBe(1)
    expect(worse.verdicts).toMatchInlineSnapshot(`
      [
        [
          "is at most 10 points worse than the accepted release",
          "fail",
        ],
        [
          "keeps its answer when the instruction is reworded",
          "fail",
        ],
        [
          "names 85 of 100 relations right",
          "inconclusive",
        ],
        [
          "names 9 of 10 relations right even under the worst wording",
          "fail",
        ],
      ]
    `)
  })
})
