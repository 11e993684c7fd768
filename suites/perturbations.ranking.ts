/** Ranks every perturbation on the embedded model by the damage it does. `npm run rank`; no part of the gate. */
import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { perturbations } from 'vitest-robustness'
import type { Release } from 'vitest-robustness/models'
import { pairsOf, type Measure, type Measured } from './ranking/measure.ts'
import { rank } from './ranking/rank.ts'
import { page } from './ranking/table.ts'
import { bare, surrounded } from './ranking/tasks.ts'
import { vocabularyOf } from './ranking/vocabulary.ts'
import { v2 } from './releases.ts'

const FOLDER = 'fixtures/models/t5-0.4m-v2'
/** The number of examples of each task. With fewer than 100 the suite is only tried out, and the page is not written. */
const PER_TASK = Number(process.env['RANKING_EXAMPLES'] ?? 100)
/**
 * The number of examples of prompts with much around the question: whether there is anything to lose takes fewer, and those
 * prompts are long.
 */
const PER_TASK_AROUND = Math.ceil(PER_TASK / 4)
/** The families that change what stands around the question. */
const NEEDS_MORE: ReadonlySet<string> = new Set(['few-shot', 'context'])
const PAGE = 'bench/results/perturbation-ranking.md'

describe('each perturbation', { timeout: 120_000 }, () => {
  const all: Measured[] = []
  const prompts = new Set<string>()
  let release: Release
  let measure: Measure

  beforeAll(async () => {
    const model = v2()
    release = {
      ...model,
      ask(request) {
        prompts.add(request.prompt)
        return model.ask(request)
      },
    }
    measure = pairsOf(release, await vocabularyOf(FOLDER))
  }, 120_000)
  afterAll(() => release.close?.())

  test.each(Object.values(perturbations))('$name', async (perturbation) => {
    const around = NEEDS_MORE.has(perturbation.family)
    const [tasks, perTask] = around ? [surrounded, PER_TASK_AROUND] : [bare, PER_TASK]
    const measured = await measure(tasks, perTask, perturbation)
    all.push(measured)
    expect(measured.tried).toBe(perTask * tasks.length)
    for (const { before, after } of measured.pairs) {
      expect(before).toBeGreaterThanOrEqual(0)
      expect(after).toBeLessThanOrEqual(1)
    }
  })

  test('is ranked by its damage, or listed with the reason why not', () => {
    const ranking = rank(all)
    const text = page(ranking, { model: release.model, perTask: PER_TASK, prompts: prompts.size })
    const { ranked, unranked } = ranking
    const listed = [...ranked, ...unranked].map(({ perturbation }) => perturbation.name)
    expect(listed.toSorted()).toEqual(Object.keys(perturbations).toSorted())
    for (const { drop, flips } of ranked) {
      expect(drop.low).toBeLessThanOrEqual(drop.high)
      // An answer that did not change has not lost its score.
      expect(flips.mean).toBeGreaterThanOrEqual(drop.mean - 1e-9)
    }
    for (const { reason } of unranked) expect(reason).not.toBe('')
    if (process.env['RANKING_EXAMPLES'] === undefined) writeFileSync(PAGE, text)
    console.log(text)
  })
})
