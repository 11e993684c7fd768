import { expect, test, vi } from 'vitest'
import { plannedOf, printed, written } from './kinds.testing.ts'

vi.setConfig({ testTimeout: 60_000 }) // thousands of simulated claims, on a machine that may be busy

test('what is printed of the worst instruction', () => {
  expect(printed(plannedOf(written('toStayAbove', { worstInstruction: 0.8 }, 200)))).toMatchInlineSnapshot(`
    "toStayAbove
      accuracy of the worst instruction at least 0.8 on these; 200 independent sources, full grid 1,600 cells
      draw     each of 8 instructions on each example
      cells    744 expected, at most 1,600
      calls    candidate 744 expected, at most 1,600; what only decided arms need is asked no more
      finds    a true value from 0.661 on, 0.139 beyond the limit, found with a chance of about 80% in any one of 8 arms, if else: each accuracy is 0.9
      unchanged release, if                              pass    fail    open  sources (median, 90%)
        each accuracy is 0.9                             48.8%    0.0%   51.2%  200, 200
        each accuracy is 1                              100.0%    0.0%    0.0%  18, 18
        each accuracy is 0.85                             0.0%    0.0%  100.0%  200, 200
        each accuracy is the limit                        0.0%    2.5%   97.5%  200, 200
        simulated 400 and 120 times; standard errors up to 2.5 points
      passes   nine times in ten, if unchanged, with a limit of 0.77 (if each accuracy is 0.9) at the strictest"
  `)
})

test('what is printed of a spread, and of its negation', () => {
  const spread = (negated: boolean) =>
    printed(plannedOf(written('toScoreAlikeAcrossInstructions', { maxSpread: 0.2 }, 200, { instructions: 4, negated })))
  expect(spread(false)).toMatchInlineSnapshot(`
    "toScoreAlikeAcrossInstructions
      spread of accuracy at most 0.2 on these; 200 independent sources, full grid 800 cells
      draw     each of 4 instructions on each example
      cells    196 expected, at most 800
      calls    candidate 196 expected, at most 800; what only decided arms need is asked no more
      finds    a true value from 0.379 on, 0.179 beyond the limit, found with a chance of about 80% in any one of 12 arms, if else: no difference in accuracy, 10% of sources differ
      unchanged release, if                              pass    fail    open  sources (median, 90%)
        no difference in accuracy, 10% of sources differ  100.0%    0.0%    0.0%  50, 79
        no difference in accuracy, no source differs    100.0%    0.0%    0.0%  20, 20
        no difference in accuracy, 5% of sources differ  100.0%    0.0%    0.0%  33, 50
        no difference in accuracy, 20% of sources differ  100.0%    0.0%    0.0%  90, 136
        simulated 400 and 120 times; standard errors up to 0.8 points
      passes   nine times in ten, if unchanged, with a limit of 0.12 (if no difference in accuracy, 10% of sources differ) at the strictest"
  `)
  expect(spread(true)).toMatchInlineSnapshot(`
    "toScoreAlikeAcrossInstructions
      spread of accuracy at least 0.2 on these; 200 independent sources, full grid 800 cells
      draw     each of 4 instructions on each example
      cells    748 expected, at most 800
      calls    candidate 748 expected, at most 800; what only decided arms need is asked no more
      finds    a true value from -0.101 on, 0.301 beyond the limit, found with a chance of about 80% in all 12 arms, if else: the widest difference in accuracy is 0.3
      unchanged release, if                              pass    fail    open  sources (median, 90%)
        the widest difference in accuracy is 0.3         13.5%    0.0%   86.5%  200, 200
        the widest difference in accuracy is 0.4         77.5%    0.0%   22.5%  125, 200
        the widest difference in accuracy is 0.25         2.5%    0.8%   96.7%  200, 200
        the widest difference in accuracy is the limit    0.0%    1.7%   98.3%  200, 200
        simulated 400 and 120 times; standard errors up to 3.8 points
      passes   nine times in ten, if unchanged, with a limit of 0.062 (if the widest difference in accuracy is 0.3) at the strictest"
  `)
})

test('what is printed of releases of several sizes', () => {
  expect(printed(plannedOf(written('toImproveWithScale', { releases: ['s', 'm', 'l'] }, 200)))).toMatchInlineSnapshot(`
    "toImproveWithScale
      least gain in accuracy of a step at least 0 on these; 200 independent sources, full grid 4,800 cells
      draw     1 of 8 release s, 1 of 8 release m, 1 of 8 release l; no cell is shared between the variants of an example, so one of each is the cheapest
      cells    507 expected, at most 600
      calls    candidate 507 expected, at most 600; what only decided arms need is asked no more
      finds    a true value from -0.218 on, 0.218 beyond the limit, found with a chance of about 80% in any one of 2 arms, if else: each gain in accuracy is 0.1
      unchanged release, if                              pass    fail    open  sources (median, 90%)
        each gain in accuracy is 0.1                      8.8%    0.8%   90.5%  200, 200
        each gain in accuracy is 0.2                     87.5%    0.0%   12.5%  105, 200
        each gain in accuracy is 0.05                     0.0%    0.8%   99.2%  200, 200
        each gain in accuracy is the limit                0.0%    4.2%   95.8%  200, 200
        simulated 400 and 120 times; standard errors up to 3.0 points
      passes   nine times in ten, if unchanged, with a margin of 0.104 (if each gain in accuracy is 0.1) at the strictest"
  `)
  const tolerant = written('toImproveWithScale', { releases: ['s', 'l'], by: -0.1 }, 200)
  expect(printed(plannedOf(tolerant))).toMatchInlineSnapshot(`
    "toImproveWithScale
      least gain in accuracy of a step at least -0.1 on these; 200 independent sources, full grid 3,200 cells
      draw     1 of 8 release s, 1 of 8 release l; no cell is shared between the variants of an example, so one of each is the cheapest
      cells    176 expected, at most 400
      calls    candidate 176 expected, at most 400; what only decided arms need is asked no more
      finds    a true value from -0.229 on, 0.129 beyond the limit, found with a chance of about 80%, if else: no gain in accuracy, 10% of sources differ
      unchanged release, if                              pass    fail    open  sources (median, 90%)
        no gain in accuracy, 10% of sources differ       93.8%    0.0%    6.3%  75, 171
        no gain in accuracy, no source differs          100.0%    0.0%    0.0%  41, 41
        no gain in accuracy, 5% of sources differ        99.2%    0.0%    0.8%  43, 104
        no gain in accuracy, 20% of sources differ       74.2%    0.0%   25.8%  116, 200
        simulated 400 and 120 times; standard errors up to 4.0 points
      passes   nine times in ten, if unchanged, with a margin of 0.088 (if no gain in accuracy, 10% of sources differ) at the strictest"
  `)
})

test('what is printed of one task against another', () => {
  expect(printed(plannedOf(written('toBeAsRobustOn', { by: 0.15 }, 200)))).toMatchInlineSnapshot(`
    "toBeAsRobustOn
      flip rate beyond that on other at most 0.15 on these; 200 independent sources, full grid 3,200 cells
      draw     1 of 1 canonical, 2 of 7 paraphrase, 1 of 1 other canonical, 2 of 7 other paraphrase; 2 variants of 7 on each example: with 2 calls made anyway and answers to one example correlated by 0.25, that is the most precision for a call
      cells    456 expected, at most 1,200
      calls    candidate 456 expected, at most 1,220; the most counts 20 repeats after a failure
      finds    a true value from 0.258 on, 0.108 beyond the limit, found with a chance of about 80%, if else: 0.1 on both tasks
      unchanged release, if                              pass    fail    open  sources (median, 90%)
        0.1 on both tasks                                99.7%    0.0%    0.3%  68, 135
        0 on both tasks                                 100.0%    0.0%    0.0%  34, 34
        0.05 on both tasks                              100.0%    0.0%    0.0%  44, 85
        0.2 on both tasks                                94.5%    0.0%    5.5%  117, 188
        simulated 1,000 and 181 to 300 times; standard errors up to 1.7 points
      passes   nine times in ten, if unchanged, with a limit of 0.109 (if 0.1 on both tasks) at the strictest"
  `)
  expect(printed(plannedOf(written('toBeAsRobustOn', { by: -0.1, metric: 'drop' }, 200)))).toMatchInlineSnapshot(`
    "toBeAsRobustOn
      drop beyond that on other at most -0.1 on these; 200 independent sources, full grid 3,200 cells
      draw     1 of 1 seen, 1 of 7 unseen, 1 of 1 other seen, 1 of 7 other unseen; no cell is shared between the variants of an example, so one of each is the cheapest
      cells    576 expected, at most 800
      calls    candidate 576 expected, at most 800
      finds    a true value from 0.059 on, 0.159 beyond the limit, found with a chance of about 80%, if else: 0.05 here, 0.25 on the other task
      unchanged release, if                              pass    fail    open  sources (median, 90%)
        0.05 here, 0.25 on the other task                81.3%    0.0%   18.7%  144, 200
        0.05 here, 0.35 on the other task               100.0%    0.0%    0.0%  72, 109
        0.05 here, 0.2 on the other task                 33.3%    0.0%   66.7%  200, 200
        0.05 here, 0.15 on the other task                 1.0%    4.0%   95.0%  200, 200
        simulated 836 and 101 to 266 times; standard errors up to 4.5 points
      passes   nine times in ten, if unchanged, with a margin of 0.087 (if 0.05 here, 0.25 on the other task) at the strictest"
  `)
})

test('what is printed of robust accuracy', () => {
  expect(printed(plannedOf(written('toStayAbove', { robustAccuracy: 0.8 }, 200)))).toMatchInlineSnapshot(`
    "toStayAbove
      robust accuracy at least 0.8 on these; 200 independent sources, full grid 1,600 cells
      draw     8 of 8 asked
      cells    728 expected, at most 1,600
      calls    candidate 728 expected, at most 1,600; an example is asked up to its first wrong answer
      finds    a true value from 0.721 on, 0.079 beyond the limit, found with a chance of at least 80%
      unchanged release, if                              pass    fail    open  sources (median, 90%)
        the truth is 0.9                                 98.7%    0.0%    1.3%  86, 171
        the truth is 1                                  100.0%    0.0%    0.0%  21, 21
        the truth is 0.85                                50.0%    0.0%   50.0%  200, 200
        the truth is the limit                            0.0%    5.9%   94.1%  200, 200
        simulated 1,000 and 101 to 118 times; standard errors up to 4.6 points
      passes   nine times in ten, if unchanged, with a limit of 0.826 (if the truth is 0.9) at the strictest"
  `)
})

test('what is printed of a dataset, asked whole and in part', () => {
  const claim = written('toStayAbove', { accuracy: 0.9, population: 'dataset' }, 200, { instructions: 2 })
  expect(printed(plannedOf(claim))).toMatchInlineSnapshot(`
    "toStayAbove
      accuracy at least 0.9 on these; 200 independent sources, full grid 400 cells
      draw     2 of 2 asked
      cells    202 expected, at most 400
      calls    candidate 202 expected, at most 400
      finds    a true value from 0.895 on, 0.005 beyond the limit, found for certain, at the latest by the last source
      unchanged release, if                              pass    fail    open  sources (median, 90%)
        the truth is 0.95                                99.7%    0.3%    0.0%  108, 154
        the truth is 1                                  100.0%    0.0%    0.0%  34, 34
        the truth is 0.925                               98.3%    1.7%    0.0%  190, 195
        the truth is the limit                           95.3%    4.7%    0.0%  200, 200
        simulated 1,000 and 107 to 117 times; standard errors up to 2.0 points
      passes   nine times in ten, if unchanged, with a limit of 0.949 (if the truth is 0.95) at the strictest"
  `)
  expect(printed(plannedOf(claim, { maxCells: 160 }))).toMatchInlineSnapshot(`
    "toStayAbove
      accuracy at least 0.9 on these; 200 independent sources, full grid 400 cells
      draw     2 of 2 asked
      cells    142 expected, at most 160
      calls    candidate 142 expected, at most 160
      finds    a true value from 0.781 on, 0.119 beyond the limit, found with a chance of about 80%
      unchanged release, if                              pass    fail    open  sources (median, 90%)
        the truth is 0.95                                29.1%    0.1%   70.8%  80, 80
        the truth is 1                                  100.0%    0.0%    0.0%  34, 34
        the truth is 0.925                                6.6%    0.4%   93.0%  80, 80
        the truth is the limit                            2.7%    3.1%   94.2%  80, 80
        simulated 1,000 and 258 to 260 times; standard errors up to 1.6 points
      passes   nine times in ten, if unchanged, with a limit of 0.845 (if the truth is 0.95) at the strictest"
  `)
})

test('what is printed of instructions in general', () => {
  const claim = written('toStayAbove', { accuracy: 0.4, population: 'instructions' }, 200)
  expect(printed(plannedOf(claim, { each: 20 }))).toMatchInlineSnapshot(`
    "toStayAbove
      accuracy at least 0.4 on these; 8 instructions, full grid 1,600 cells
      draw     each of 8 instructions on 20 examples of its own
      cells    160 expected, at most 160
      calls    candidate 160 expected, at most 160
      finds    a true value from 0.028 on, 0.372 beyond the limit, found with a chance of at least 80%
      unchanged release, if                              pass    fail    open  instructions (median, 90%)
        the truth is 0.7                                 72.3%    0.0%   27.7%  8, 8
        the truth is 1                                  100.0%    0.0%    0.0%  5, 5
        the truth is 0.55                                 0.0%    0.0%  100.0%  8, 8
        the truth is the limit                            0.0%    0.0%  100.0%  8, 8
        the truth is 0.7, instructions unlike            33.7%    0.0%   66.3%  8, 8
        simulated 1,000 and 300 times; standard errors up to 2.7 points
      passes   nine times in ten, if unchanged, with a limit of 0.385 (if the truth is 0.7) at the strictest"
  `)
})
