import { attemptAlpha } from '../../src/core/gate/index.ts'
import { orderGroups } from '../../src/core/sampling/index.ts'
import { FORBIDDEN } from './forbidden.ts'
import { flips, listed } from './streams.ts'
import { ALPHA, flipRule, LIMIT, type Scenario, type Stream } from './scenario.ts'

const ATTEMPTS = 6
const ATTEMPT_POOL = 800

function attempts(own: Partial<Scenario> & { readonly name: string; readonly truth: () => number }): Scenario {
  const ids = Array.from({ length: ATTEMPT_POOL }, (_, at) => String(at))
  return {
    section: `Repeated attempts: up to ${ATTEMPTS} on the same 800 examples, each in another order, until one passes`,
    runs: 10_000,
    claims: ATTEMPTS,
    gate: 'attempts',
    rule: (claim) => ({ ...flipRule, alpha: attemptAlpha(ALPHA, claim + 1) }),
    pool: ATTEMPT_POOL,
    grid: ATTEMPT_POOL * 25,
    alpha: ALPHA,
    begin: (random, run) => {
      const next = flips(1, own.truth(), 0, random)
      const values = Float64Array.from(ids, () => next()!.least)
      return ids.slice(0, ATTEMPTS).map((attempt) => {
        let stream: Stream | undefined
        const order = () => orderGroups(ids, { seed: run, taskHash: 'attempts', candidate: attempt }).map(Number)
        return () => (stream ??= listed(values, order(), 2))()
      })
    },
    ...own,
  }
}

/** Gates of the same baseline, one after the other. */
export const attemptScenarios: readonly Scenario[] = [
  attempts({ name: 'at the limit, at 6α/(π²k²)', truth: () => LIMIT }),
  attempts({ name: 'just outside (6%), at 6α/(π²k²)', truth: () => 0.06 }),
  attempts({
    section: FORBIDDEN,
    name: `${ATTEMPTS} attempts, each at the full α, fresh examples each time, at the limit`,
    truth: () => LIMIT,
    rule: () => flipRule,
    forbidden: true,
    begin: (random) => Array.from({ length: ATTEMPTS }, () => flips(1, LIMIT, 0, random)),
  }),
]
