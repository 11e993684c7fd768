import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tableOf } from './tables/table.ts'

const DATA = join(import.meta.dirname, '../../shared/data')

function bench(...args: string[]): string {
  return execFileSync(process.execPath, [join(import.meta.dirname, 'publishedTables.ts'), ...args], {
    encoding: 'utf8',
  })
}

test('without the data it is skipped, in words', () => {
  expect(bench('--data', 'nowhere').split('\n')).toEqual([
    'skipped: nowhere/multiprompt is absent; name the folder that holds it with --data',
    'skipped: nowhere/promptbench is absent; name the folder that holds it with --data',
    '',
  ])
})

test('equal, rounded, inconsistent, wrong and not a number are distinguished', () => {
  const check = { where: 'a:1', about: 'x', published: 1, within: 1e-9 }
  const checks = [
    { ...check, ours: 1 },
    { ...check, ours: 1.001, rounding: 0.01 },
    { ...check, ours: 2, rounding: 0.01, inconsistent: 'why' },
    { ...check, ours: 2 },
    { ...check, ours: Number.NaN },
  ]
  expect(tableOf('t', checks)).toEqual({
    table: 't',
    equal: 1,
    withinRounding: 1,
    cells: 5,
    differing: [
      'a:1 (x): published 1, recomputed 2; why',
      'a:1 (x): published 1, recomputed 2',
      'a:1 (x): published 1, recomputed NaN',
    ],
    unexplained: 2,
  })
})

describe.skipIf(!existsSync(DATA))('published tables (../shared/data)', () => {
  test('every cell is equal, but for those where the publication contradicts itself', () => {
    expect(bench('--data', DATA)).toMatchInlineSnapshot(`
      "multiprompt MaxP (no filtering): 38 cells equal / 38 cells in the table
      multiprompt MaxP (correct paraphrases only): 38 cells equal / 38 cells in the table
      multiprompt AvgP (no filtering): 38 cells equal / 38 cells in the table
      multiprompt AvgP (correct paraphrases only): 38 cells equal / 38 cells in the table
      multiprompt CPS (no filtering): 38 cells equal / 38 cells in the table
      multiprompt CPS (correct paraphrases only): 38 cells equal / 38 cells in the table
      promptbench t5_zeroshot.md, accuracy before the attack: 468 cells equal / 468 cells in the table
      promptbench t5_zeroshot.md, dropped accuracy: 456 cells equal / 468 cells in the table, 10 within the rounding of published scores
        differs: t5_zeroshot.md:350 (mnli, deepwordbug, 1000 examples): published 0.9, recomputed 0; the log's own 84.3 − 84.3 is not 0.9
        differs: t5_zeroshot.md:402 (mnli, textbugger, 1000 examples): published 0.9, recomputed 0; the log's own 84.3 − 84.3 is not 0.9
      promptbench t5_fewshot.md, accuracy before the attack: 467 cells equal / 468 cells in the table
        differs: t5_fewshot.md:1143 (qqp, textfooler): published 88.1, recomputed 86.4; the same prompt stands in the log with two accuracies
      promptbench t5_fewshot.md, dropped accuracy: 451 cells equal / 468 cells in the table, 11 within the rounding of published scores
        differs: t5_fewshot.md:350 (mnli, deepwordbug, 1000 examples): published 1.7, recomputed 0; the log's own 84.8 − 84.8 is not 1.7
        differs: t5_fewshot.md:402 (mnli, textbugger, 1000 examples): published 1.7, recomputed 0; the log's own 84.8 − 84.8 is not 1.7
        differs: t5_fewshot.md:428 (mnli, textfooler, 1000 examples): published 1.7, recomputed 0; the log's own 84.8 − 84.8 is not 1.7
        differs: t5_fewshot.md:591 (mrpc, deepwordbug, 408 examples): published 1.23, recomputed 0; the log's own 80.15 − 80.15 is not 1.23
        differs: t5_fewshot.md:2297 (squad_v2, deepwordbug, scores, not counts): published 0.6, recomputed 0; the log's own 87.32 − 87.32 is not 0.6
        differs: t5_fewshot.md:2349 (squad_v2, textbugger, scores, not counts): published 0.6, recomputed 0; the log's own 87.32 − 87.32 is not 0.6
      total: 2070 cells equal / 2100 cells in the table, 21 within the rounding of published scores
      "
    `)
  })
})
