import { expect, test } from 'vitest'
import { embeddedMarkdown } from './embeddedMarkdown.ts'
import type { ClaimRow } from './releaseTable.ts'

const claim: ClaimRow = {
  title: 'is as good',
  limit: 'accuracy at least 0.9',
  advisory: false,
  mean: 0.88,
  holds: false,
  pass: 1,
  fail: 150,
  inconclusive: 49,
  wrong: 1,
  medianCells: 101.5,
  grid: 4000,
  wrongMean: 12,
}

test('says what was wrong of what, and which way a gate errs', () => {
  const gates = [
    { gate: 'ours', pass: 1, fail: 150, inconclusive: 49, exits: { 0: 1, 1: 150, 3: 49 } },
    { gate: 'mean', pass: 60, fail: 140, inconclusive: 0 },
  ]
  const advisory = { ...claim, title: 'a goal', advisory: true, wrong: 0, wrongMean: null, pass: 0 }
  const calls = { median: 100, p90: 120, grid: 4000 }
  const text = embeddedMarkdown({
    seeds: 200,
    tables: [{ release: 'v3', ships: false, gates, claims: [claim, advisory], calls }],
    checked: { accepted: 5, inRun: 6, throughDecide: 7 },
    early: 151,
    wrong: 1,
    interval: [0.0001, 0.04],
    worst: { wrong: 1, interval: [0.0002, 0.05] },
  })
  expect(text).toMatchInlineSnapshot(`
    "The truth of a claim is its mean over the full grid: every unit under every variant that the claim names, against the accepted release on the same cells. A release may ship if every gating claim holds. A gate on means draws its cells uniformly without replacement; v1's means are those of its full grid, and a gate on each task has a quarter of the calls for each. The last gives each gating claim the same share of the calls, on units in the plan order, and holds the means against our limits.

    ### v3: by the full grid of 4000 it may not ship

    0 of 1 gating claims hold. Calls of our gate: median 100 (2.50% of the grid), 90th percentile 120; each gate on means has as many on the same seed.

    | gate | pass | fail | inconclusive | false blocks | missed regressions |
    | --- | --- | --- | --- | --- | --- |
    | ours (exit 0: 1, exit 1: 150, exit 3: 49) | 1 | 150 | 49 | - | 0.5% |
    | mean | 60 | 140 | 0 | - | 30% |

    | claim | limit | full grid | pass | fail | inconclusive | disagree | disagree, by means | median cells | grid |
    | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    | is as good | accuracy at least 0.9 | 0.8800 (broken) | 1 | 150 | 49 | 1 | 12 | 102 | 4000 |
    | advisory: a goal | accuracy at least 0.9 | 0.8800 (broken) | 0 | 150 | 49 | 0 | - | 102 | 4000 |

    ### Early verdicts and the full grid

    1 of 151 early verdicts on gating claims disagree with the full grid: 0.66% [0.01%, 4.00%], at most 5%. On advisory claims 0 of 150. The claim with the most: 1 of 200, 0.50% [0.02%, 5.00%], at most 5% too.

    The grids hold the answers that gates get: all 5 cells of the accepted baseline are the same in v1's grid; 6 claims that the gate itself decided through vitest, and 7 that the engine decided on one more seed, end with the same verdict after the same units and cells."
  `)
})
