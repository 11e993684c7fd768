import type { ClaimSpec, Role } from '../words/index.ts'
import { counted } from './counted.ts'

/**
 * Which cells a claim asks of each example, in words: `each example meets 1 canonical and 2 of 23 paraphrase variants, drawn
 * for it alone from the plan's seed, the same for every release`.
 */
export function samplingDesign({ roles, population }: Pick<ClaimSpec, 'roles' | 'population'>): string {
  if (population === 'instructions') return 'each instruction is a unit, asked on examples that are drawn for it alone'
  const parts = roles.map(part)
  const drawn = roles.some(({ draw, pool }) => draw < pool.length)
  const how = drawn ? ", drawn for it alone from the plan's seed, the same for every release" : ''
  const shown = parts.length > MOST ? [...parts.slice(0, MOST), `${parts.length - MOST} more roles`] : parts
  return `each example meets ${shown.join(' and ')}${how}`
}

/** Roles named one by one; a race has one for each instruction. */
const MOST = 3

function part({ name, pool, draw, trials, task }: Role): string {
  const noun = name === 'asked' ? 'variant' : `${name} variant`
  const amount = draw === pool.length ? counted(draw, noun) : `${draw} of ${counted(pool.length, noun)}`
  return `${amount}${task === undefined ? '' : ` of ${task}`}${trials > 1 ? ` (${trials} trials)` : ''}`
}
