import { expect, test } from 'vitest'

import type { Role } from '../types/index.ts'
import { samplingDesign } from './evidence.ts'

const role = (name: string, size: number, draw: number, trials = 1): Role => ({
  name,
  pool: Array.from({ length: size }, (_, index) => `${name}-${index}`),
  draw,
  trials,
  side: 'candidate',
})

test('the design of a claim in words', () => {
  expect([
    samplingDesign({ roles: [role('asked', 24, 1)] }),
    samplingDesign({ roles: [role('canonical', 1, 1, 2), role('paraphrase', 23, 2, 2)] }),
    samplingDesign({ roles: [role('canonical', 1, 1), role('asked', 3, 3)] }),
    samplingDesign({ roles: Array.from({ length: 6 }, (_, index) => role(`u${index}`, 1, 1)) }),
  ]).toMatchInlineSnapshot(`
    [
      "each example meets 1 of 24 variants, drawn for it alone from the plan's seed, the same for every release",
      "each example meets 1 canonical variant (2 trials) and 2 of 23 paraphrase variants (2 trials), drawn for it alone from the plan's seed, the same for every release",
      "each example meets 1 canonical variant and 3 variants",
      "each example meets 1 u0 variant and 1 u1 variant and 1 u2 variant and 3 more roles",
    ]
  `)
})
