import { findClaimKind } from '../../claims/index.ts'
import { type Rule, ruleOf } from '../sequential/index.ts'
import { fakeTask, WORDINGS } from '../../engine/fakes.testing.ts'
import { claimContext, claimSpec } from '../../deciding/claim/claimSpec.ts'
import type { ClaimKind, ClaimSpec, PlannedClaim, Population, Task } from '../types/index.ts'
import { planClaim, type ClaimPlanDeps } from './planClaim.ts'
import { plannedCalls } from '../planning/plannedCalls.ts'
import { planRun } from './planRun.ts'
import { renderPlan } from './renderPlan.ts'

/** A claim of the package on the fake task, as a suite would write it. */
export interface WrittenClaim {
  readonly spec: ClaimSpec
  readonly kind: ClaimKind
  readonly rule: Rule
  readonly task: Task
  readonly other?: Task
}

/** Another task with other examples. */
export function otherTask(count: number): Task {
  const task = fakeTask(count)
  const examples = task.examples.map((example) => ({
    ...example,
    id: `o${example.id.slice(1)}`,
    group: `h${example.group}`,
  }))
  return { ...task, name: 'other', hash: 'other-hash', examples }
}

/** Writes a claim on a task with `pool` examples; K is 1. */
export function written(
  name: string,
  options: object,
  pool: number,
  more: { readonly negated?: boolean; readonly instructions?: number } = {},
): WrittenClaim {
  const kind = findClaimKind(name)!
  const task = {
    ...fakeTask(pool),
    instructions: fakeTask(1).instructions.slice(0, more.instructions ?? WORDINGS.length),
  }
  const other = kind.first === 'otherTask' ? otherTask(pool) : undefined
  const context = claimContext(task, null, {
    ...(other && { other: claimContext(other, null) }),
    releases: ['s', 'm', 'l'],
    release: 'l',
  })
  const { population } = options as { population?: Population }
  const parsed = kind.parse({ allowUnreviewed: true, ...options, ...(other && { otherTask: other.name }) }, context)
  const design = kind.design(parsed, context)
  const roles =
    population === 'dataset' ? design.roles.map((role) => ({ ...role, draw: role.pool.length })) : design.roles
  const spec = claimSpec(kind, task, parsed, { ...design, roles }, more.negated ?? false, other)
  const rule = ruleOf(spec, { alpha: 0.05, claims: 1, pool })
  return { spec, kind, rule, task, ...(other && { other }) }
}

/** The plan of such a claim, `pool` and `each` for instructions in general. */
export function plannedOf(
  { spec, kind, rule, task, other }: WrittenClaim,
  part: Partial<ClaimPlanDeps> & { readonly maxCells?: number; readonly each?: number } = {},
): PlannedClaim {
  const { maxCells = 1e5, each, ...more } = part
  const templates = each === undefined ? undefined : task.instructions.map(({ id }) => id)
  const examples = task.examples.map(({ id }) => id)
  const units = templates
    ? templates.map((_, at) => examples.slice(at * each!, (at + 1) * each!))
    : examples.map((id) => [id])
  const second = other && other.examples.map(({ id }) => [id])
  return planClaim({
    spec,
    kind,
    title: spec.kind,
    release: 'l',
    population: 'on these',
    rule,
    notApplicable: null,
    pool: units.length,
    examples: examples.length,
    ...(other && { otherExamples: other.examples.length }),
    ...(each !== undefined && { examplesEach: each }),
    maxCells,
    calls: plannedCalls({
      spec,
      units,
      ...(second && { second }),
      ...(templates && { templates }),
      maxCells,
      baselineLacks: () => true,
    }),
    observed: { own: [], other: [], from: '' },
    tokens: { input: 20, output: null, mostOutput: 5, from: 'a guess' },
    candidate: { name: 'l', price: null },
    baseline: null,
    currency: 'USD',
    concurrency: 4,
    latency: { value: null, from: 'not measured' },
    ...more,
  })
}

/** What is printed of one claim. */
export function printed(claim: PlannedClaim): string {
  const run = planRun({
    candidate: 'l',
    baseline: null,
    seed: '0',
    alpha: 0.05,
    claimsPlanned: 1,
    budget: null,
    paid: [],
    claims: [{ claim, requests: [] }],
  })
  const [, claims = ''] = renderPlan(run).split('Claim by claim:\n\n')
  return claims
    .trimEnd()
    .split('\n')
    .filter((line) => !/^ {2}(tokens|money|time) /.test(line))
    .join('\n')
}
