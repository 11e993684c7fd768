import { claimLevels } from '../../core/gate/index.ts'
import { canonicalJson, claimId } from '../../core/hash/index.ts'
import { displayShare } from '../../core/sampling/index.ts'
import { ruleOf } from '../../core/sequential/index.ts'
import { enoughVariants } from '../../core/planning/index.ts'
import { variantPrompts } from '../../core/variants/index.ts'
import type { Budget, ClaimDesign, ClaimSpec, ManifestClaim, Perturbation, Role, Task } from '../../core/types/index.ts'
import { usableTask } from '../ask/usableTask.ts'
import type { Worker } from '../ask/worker.ts'

/** The figures that the choice depends on, in addition to the claim itself. */
interface Asked {
  readonly design: Pick<ClaimDesign, 'draws'>
  readonly task: Task
  readonly perturbations: readonly Perturbation[]
}

/**
 * Returns the claim with as many variants on each example as an unchanged release needs to pass four times in five, and the
 * reason; or as it is where its design does not leave that to the plan. Nothing in the choice changes from one gate to the
 * next: it depends on the sources of the first generation, less those that are held out where a ledger is kept, on the
 * gate's own α, not that of an attempt, and on the declared budgets. So data that grow make the same claim. The number that
 * the accepted baseline has stays, since it holds those cells.
 */
export function withEnoughVariants(
  spec: ClaimSpec,
  { design, task, perturbations }: Asked,
  worker: Pick<Worker, 'config' | 'baseline' | 'growth'>,
): { readonly spec: ClaimSpec; readonly why: string } {
  const role = design.draws === 'enough' ? onlyDrawn(spec) : null
  if (role === null) return { spec, why: '' }
  const { config, baseline } = worker
  const accepted = baseline && acceptedDraw(spec, role, baseline.accepted.claims)
  if (accepted !== null) return { spec: drawing(spec, role, accepted), why: 'as many as in the accepted baseline' }
  const prompts = role.perturbed ? variantPrompts(task, perturbations) : undefined
  const first = firstSources(task, worker)
  const { examples } = usableTask(task, spec, prompts)
  const own = examples.filter(({ group }) => first.has(group))
  const alongside = spec.roles.reduce((sum, { trials }) => sum + trials, -role.trials)
  const cells = (draw: number): number => own.length * (alongside + draw * role.trials)
  const pool = new Set(own.map(({ group }) => group)).size
  const { variants, why } = enoughVariants({
    rule: ruleOf(spec, { ...claimLevels(spec, config, null), claims: config.claims, pool }),
    pool: role.pool.length,
    least: role.draw,
    most: own.length === 0 ? role.draw : Math.floor((mostCalls(spec, config) / own.length - alongside) / role.trials),
  })
  if (variants === role.draw) return { spec, why }
  const [taken, usual] = [variants, role.draw].map((draw) => cells(draw).toLocaleString('en-US'))
  const cost = `at most ${taken} cells instead of ${usual}`
  return { spec: drawing(spec, role, variants), why: `${why}; ${cost}` }
}

/**
 * Returns the one role with several variants, where more of them make the value of a source more precise and change nothing
 * else.
 */
function onlyDrawn({ roles, negated, population, arms, other }: ClaimSpec): Role | null {
  const [role, ...more] = roles.filter(({ pool }) => pool.length > 1)
  if (role === undefined || more.length > 0 || role.chained) return null
  return negated || population !== undefined || arms !== undefined || other !== undefined ? null : role
}

function drawing(spec: ClaimSpec, role: Role, draw: number): ClaimSpec {
  return { ...spec, roles: spec.roles.map((one) => (one === role ? { ...one, draw } : one)) }
}

/**
 * Returns how many variants the manifest has for this same claim; for a claim against the baseline also where only its
 * limit or an option is another, since the baseline has no other cells. `null`: none.
 */
function acceptedDraw(spec: ClaimSpec, role: Role, manifest: readonly ManifestClaim[]): number | null {
  const ids = new Set(manifest.map(({ id }) => id))
  const draws = Array.from({ length: role.pool.length }, (_, at) => at + 1)
  const same = draws.find((draw) => ids.has(claimId(drawing(spec, role, draw))))
  if (same !== undefined || role.side !== 'both') return same ?? null
  const before = manifest.find(({ accepted }) => accepted !== undefined && askedBy(accepted) === askedBy(spec))
  return before?.accepted?.roles.find(({ name }) => name === role.name)?.draw ?? null
}

/** Returns a text of what a claim asks, whatever the number of variants of each example. */
function askedBy({ kind, task, taskHash, roles }: ClaimSpec): string {
  return canonicalJson({ kind, task, taskHash, roles: roles.map((role) => ({ ...role, draw: 0 })) })
}

/** Returns the sources of the first generation that decide, whether or not a ledger is kept. */
function firstSources(task: Task, { growth }: Pick<Worker, 'growth'>): ReadonlySet<string> {
  const { key, generations } = growth(task).lineage
  const [first = {}] = generations
  const held = displayShare({ key, generations: [first] })
  return new Set(Object.keys(first).filter((source) => !held.has(source)))
}

/**
 * Returns the number of calls that the declared budgets have room for: the claim's own, the run's, and the most cells that
 * a claim may rest on.
 */
function mostCalls({ options }: ClaimSpec, { maxCells, calls = Infinity }: Worker['config']): number {
  const own = options['budget'] as Budget | undefined
  return Math.min(maxCells, calls, Number(options['maxCells'] ?? Infinity), own?.calls ?? Infinity)
}
