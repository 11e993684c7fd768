import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { metricContract, perturbationContract, taskContract, type Observation } from 'vitest-robustness'
import { releaseContract } from 'vitest-robustness/models'
import { shareOfTwos } from './metrics.ts'
import { hasty } from './models.ts'
import { inAHurry } from './perturbations.ts'
import { counting, examples } from './tasks.ts'

test('what is defined here keeps the contracts', async () => {
  expect(perturbationContract(inAHurry)).toEqual([])
  const texts = ['2', 'two', '2 or 3', ' 12 birds ']
  expect(taskContract(counting, { examples: examples.slice(0, 3), context: { labels: null }, texts })).toEqual([])
  expect(await releaseContract(hasty, 'How many? bird bird')).toEqual([])
})

test('the metric keeps its contract on what the last run saw', () => {
  const latest = readFileSync('.robustness/runs/latest', 'utf8').trim()
  const lines = readFileSync(`.robustness/runs/${latest}/observations.jsonl`, 'utf8').trim().split('\n')
  const cells = lines.map((line) => JSON.parse(line) as Observation)
  const context = { canonical: 'ask', seen: null, labels: null }
  expect(metricContract(shareOfTwos, cells, context)).toEqual([])
  expect(shareOfTwos.compute(cells, context).value).toBeGreaterThan(0.05)
})
