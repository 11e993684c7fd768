import { expect, test } from 'vitest'
import type { Rule } from '../../sequential/index.ts'
import type { Role } from '../../types/index.ts'
import { assumptions } from '../../planning/assumptions.ts'
import { otherDesigns } from './waysToPass.ts'

const VARIANTS = Array.from({ length: 24 }, (_, at) => `v${at}`)
const role = (draw: number): Role => ({ name: 'asked', pool: VARIANTS, draw, trials: 1, side: 'both' })
const rule = (pool: number, limit = -0.02): Rule => ({
  range: [-1, 1],
  limit,
  sense: 'at least',
  alpha: 0.05,
  claims: 1,
  spans: [{ start: 0, end: pool }],
})
const designs = (pool: number, more: { draw?: number; passes?: number; maxCells?: number } = {}) =>
  otherDesigns({ roles: [role(more.draw ?? 1)] }, rule(pool), {
    assumed: assumptions(rule(pool))[0],
    passes: more.passes ?? 0.5,
    pool,
    most: pool,
    maxCells: more.maxCells ?? 100_000,
  })

test('more variants on each source, as few as pass four times in five, and a claim about these very examples', () => {
  const found = designs(1000)
  expect(found).toMatchInlineSnapshot(`
    {
      "assumption": "10% of the cells differ and those of one source correlate by 0.25",
      "dataset": 1,
      "now": 1,
      "variants": {
        "cells": 4000,
        "enough": true,
        "passes": 0.8666666666666667,
        "variants": 4,
      },
    }
  `)
  // A margin of 2 points with 10% discordant answers: the fixed-size test on 1,000 passes 64 in 100 with one variant.
  expect(found!.variants!.variants).toBeGreaterThan(1)
  expect(found!.variants!.passes).toBeGreaterThan(0.8)
})

test('what the budget has no room for is not offered', () => {
  expect(designs(1000, { maxCells: 2500 })).toMatchObject({
    variants: { variants: 2, cells: 2000, enough: false },
    dataset: null,
  })
  expect(designs(1000, { maxCells: 1500 })).toMatchObject({ variants: null, dataset: null })
})

test('nothing is looked for where it passes often enough, or meets all variants', () => {
  expect(designs(1000, { passes: 0.81 })).toBeNull()
  expect(designs(100, { draw: 24 })).toMatchObject({ variants: null })
})
