import { CORRELATION } from '../sampling/index.ts'
import { type Rule } from '../sequential/index.ts'
import { seededRandom } from '../statistics/index.ts'
import type { ClaimSpec, OtherDesigns } from '../types/index.ts'
import { assumptions, type ArmsAssumption, type Assumption } from '../planning/assumptions.ts'
import { POWER } from '../planning/enoughVariants.ts'
import { meanOfVariants } from '../planning/meanOfVariants.ts'
import { sampler } from './sampler.ts'
import { QUICK, simulateClaim, type Effort } from './simulateClaim.ts'

/** Numbers of variants that are tried, up to all of them. */
const STEPS = [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96]
/** Enough to see which numbers of variants are near. */
const TRIED: Effort = { runs: 200, least: 60, steps: 10_000 }
/** Values of a cell that are followed one by one. */
const MOST_VALUES = 3

/**
 * What else would let an unchanged release pass more often on the sources that are there: more variants on each, so that chance
 * differs less between sources, and a claim about these very examples. Simulated with the product's own rule; `null` where
 * the claim passes often enough, or has no single draw of variants that could be larger.
 */
export function otherDesigns(
  { roles, population, other }: Pick<ClaimSpec, 'roles' | 'population' | 'other'>,
  rule: Rule,
  given: {
    readonly assumed: Assumption | ArmsAssumption | undefined
    /** How often it passes as it is. */
    readonly passes: number
    readonly pool: number
    readonly most: number
    readonly maxCells: number
  },
): OtherDesigns | null {
  const { assumed, passes, pool, most, maxCells } = given
  const drawn = roles.filter((role) => role.pool.length > 1)
  const [role] = drawn
  if (passes >= POWER || !assumed || !('values' in assumed) || !role || drawn.length > 1) return null
  if (population || rule.datasetSize !== undefined || rule.arms || other || role.chained || most < pool) return null
  const cell = valuesOfCell(assumed, rule, role.draw)
  const alongside = roles.reduce((sum, one) => sum + (one === role ? 0 : one.trials), 0)
  const cellsOf = (draw: number) => pool * (alongside + draw * role.trials)
  const steps = [...STEPS.filter((step) => step > role.draw && step < role.pool.length), role.pool.length]
  const tried: { variants: number; passes: number; cells: number }[] = []
  for (const variants of steps) {
    if (variants <= role.draw || cellsOf(variants) > maxCells) break
    const values = meanOfVariants(cell, variants)
    tried.push({
      variants,
      passes: simulateClaim(rule, { words: '', values }, most, TRIED, pool).pass,
      cells: cellsOf(variants),
    })
    if (tried.at(-1)!.passes >= POWER) break
  }
  const [best] = tried.toSorted((a, b) => b.passes - a.passes || a.variants - b.variants)
  return {
    assumption: `${percent(differing(cell, rule))} of the cells differ and those of one source correlate by ${CORRELATION}`,
    now: role.draw,
    variants: best && best.passes > passes ? { ...best, enough: best.passes >= POWER } : null,
    dataset:
      cellsOf(role.pool.length) > maxCells ? null : datasetPasses(meanOfVariants(cell, role.pool.length), rule, pool),
  }
}

type Values = Assumption['values']

/**
 * The values that one variant alone has: what is assumed of sources where each meets one, if they are few; else the same mean with
 * all cells at the ends, and of a difference what the default table says.
 */
function valuesOfCell({ values }: Assumption, rule: Rule, draw: number): Values {
  if (draw === 1 && values.length <= MOST_VALUES) return values
  const { range, sense } = rule
  if (range[0] < 0 && range[1] > 0) return assumptions(rule)[0]!.values
  const [best, worst] = sense === 'at most' ? range : [range[1], range[0]]
  const weight = values.reduce((sum, one) => sum + one.weight, 0)
  const mean = values.reduce((sum, one) => sum + one.value * one.weight, 0) / weight
  const share = (mean - best) / (worst - best)
  return [
    { value: best, weight: 1 - share },
    { value: worst, weight: share },
  ]
}

function differing(cell: Values, { range: [low, high], sense }: Rule): number {
  const usual = low < 0 && high > 0 ? 0 : sense === 'at most' ? low : high
  const weight = cell.reduce((sum, one) => sum + one.weight, 0)
  return cell.reduce((sum, one) => sum + (one.value === usual ? 0 : one.weight), 0) / weight
}

/** How often the mean of such a dataset keeps the limit: asked whole, that is the verdict. */
function datasetPasses(values: Values, { limit, sense }: Rule, pool: number): number {
  const draw = sampler(values, seededRandom(5))
  let passed = 0
  for (let run = 0; run < QUICK.runs; run++) {
    let sum = 0
    for (let source = 0; source < pool; source++) sum += draw().value
    const mean = sum / pool
    if (sense === 'at most' ? mean <= limit + 1e-9 : mean >= limit - 1e-9) passed += 1
  }
  return passed / QUICK.runs
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))}%`
}
