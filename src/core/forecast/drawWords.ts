import { chooseDraw } from '../sampling/index.ts'
import { counted } from '../text/figures.ts'
import type { ClaimSpec } from '../types/index.ts'

/**
 * How many variants each example meets, by role, and why, where the plan chose: `1 of 1 canonical, 2 of 24 paraphrase (2
 * trials each); …`. `each` are the examples of a unit that is an instruction, `chosen` why the plan took more than usual.
 */
export function drawWords(spec: Pick<ClaimSpec, 'roles' | 'options'>, each?: number, chosen = ''): string {
  if (each === undefined) return rolesInWords(spec) + (chosen === '' ? whyDraw(spec) : `; ${chosen}`)
  const most = Math.max(...spec.roles.map(({ pool }) => pool.length))
  return `each of ${counted(most, 'instruction')} on ${counted(each, 'example')} of its own`
}

/** Roles that are named one by one. */
const FEW = 3

function rolesInWords({ roles }: Pick<ClaimSpec, 'roles'>): string {
  if (roles.length > FEW && roles.every(({ pool, trials }) => pool.length === 1 && trials === 1))
    return `each of ${roles.length} instructions on each example`
  return roles
    .map(({ name, pool, draw, trials }) => {
      const repeats = trials > 1 ? ` (${trials} trials each)` : ''
      return `${draw} of ${pool.length} ${name}${repeats}`
    })
    .join(', ')
}

/** Why a rewording claim draws so many, where the plan chose. */
function whyDraw({ roles, options }: Pick<ClaimSpec, 'roles' | 'options'>): string {
  if (options['variants'] !== undefined) return '; as the suite says'
  const alongside = roles.filter(({ pool }) => pool.length === 1).reduce((sum, { trials }) => sum + trials, 0)
  const drawn = roles.find(({ pool }) => pool.length > 1)
  if (!drawn) return ''
  if (alongside > 0) {
    const { m, why } = chooseDraw(drawn.pool.length, alongside)
    if (m === drawn.draw) return `; ${why}`
  }
  return drawn.draw === 1
    ? '; no cell is shared between the variants of an example, so one of each is the cheapest'
    : ''
}
