import { candidateId, templateSample } from '../../core/sampling/index.ts'
import { type ClaimDesign, type ClaimSpec, type ReleaseInfo, type Task, UsageError } from '../../core/types/index.ts'

/** The number of examples that each instruction is asked on, unless the suite says otherwise. */
const EACH = 20

/**
 * Returns the design of a claim about exactly these examples and instructions: every instruction is asked on each example,
 * so that a unit has one value and the order is the only chance there is. Throws `UsageError` where a value would vary by
 * itself: several trials, a subset of instructions, a second task, or a release that samples its answers.
 */
export function datasetOnly(
  matcher: string,
  design: ClaimDesign,
  options: { readonly variants?: number },
  { name, parameters }: Pick<ReleaseInfo, 'name' | 'parameters'>,
): ClaimDesign {
  const refuse = (why: string): never => {
    throw new UsageError(`${matcher}({ population: 'dataset' }): ${why}`)
  }
  if (options.variants !== undefined) refuse('every instruction is asked on each example; leave out variants')
  if (design.roles.some(({ trials }) => trials > 1))
    refuse('a claim about answers that vary is about more than a dataset')
  if (design.roles.some(({ task }) => task !== undefined)) refuse('a comparison of two tasks is about their sources')
  if (Number(parameters['temperature'] ?? 0) > 0)
    refuse(`${name} answers at temperature ${String(parameters['temperature'])}, so its answers vary; ask it at 0`)
  return {
    ...design,
    roles: design.roles.map((role) => Object.assign({}, role, { draw: role.pool.length })),
    population: `${design.population}, over these examples alone; exact as far as answers do not vary`,
  }
}

/**
 * Returns the design of a claim about instructions in general: the listed ones are taken as a sample of all that somebody
 * might write, so the unit is the instruction, and more examples cannot replace more instructions. Throws `UsageError`
 * where a claim compares several instructions, tasks or releases.
 */
export function instructionsInGeneral(
  matcher: string,
  design: ClaimDesign,
  { variants, examplesEach = EACH }: { readonly variants?: number; readonly examplesEach?: number },
): ClaimDesign {
  const refuse = (why: string): never => {
    throw new UsageError(`${matcher}({ population: 'instructions' }): ${why}`)
  }
  const many = design.roles.filter(({ pool }) => pool.length > 1)
  if (variants !== undefined) refuse('an instruction is a unit of its own; leave out variants')
  if (design.arms) refuse('a claim about the best or worst of these instructions is about these')
  if (many.length !== 1) refuse('the claim compares several sets of instructions, and a unit is one of them')
  if (design.roles.some(({ side }) => side === 'both')) refuse('a baseline does not hold the cells that it would need')
  if (design.roles.some(({ perturbed, chained, task }) => perturbed || chained || task !== undefined))
    refuse('only claims about plain instructions of one task can be about instructions in general')
  const count = many[0]?.pool.length ?? 0
  return {
    ...design,
    population:
      `on instructions in general, of which these ${count} are the sample (${examplesEach} examples each); with only ` +
      `${count} instructions this is the limit: more examples would not narrow it`,
  }
}

/** Returns the examples that such a claim asks of each instruction; `undefined` for any other claim. */
function templatesOf(
  spec: ClaimSpec,
  examples: readonly string[],
  key: { readonly seed: string; readonly candidate: string },
): ReturnType<typeof templateSample> | undefined {
  if (spec.population !== 'instructions') return undefined
  const pool = spec.roles.find((role) => role.pool.length > 1)?.pool ?? []
  const { examplesEach = EACH } = spec.options as { examplesEach?: number }
  return templateSample(pool, examples, examplesEach, { ...key, taskHash: spec.taskHash })
}

/** Limits them to the examples of the groups that are left, in the order of this candidate. */
export function templatesLeft(
  spec: ClaimSpec,
  { examples }: Task,
  {
    order,
    seed,
    candidate,
  }: { readonly order: readonly string[]; readonly seed: string; readonly candidate: ReleaseInfo },
): ReturnType<typeof templatesOf> {
  const spare = new Set(order)
  const left = examples.filter(({ group }) => spare.has(group)).map(({ id }) => id)
  return templatesOf(spec, left, { seed, candidate: candidateId(candidate) })
}

/** Refuses `examplesEach` without the population that it is for, since it would have no effect. */
export function refuseLoneExamplesEach(
  matcher: string,
  { population, examplesEach }: { readonly population?: string; readonly examplesEach?: number },
  task: Task,
): void {
  if (examplesEach === undefined) return
  if (population !== 'instructions')
    throw new UsageError(`${matcher}({ examplesEach: ${examplesEach} }): is for population: 'instructions' only`)
  if (examplesEach > task.examples.length)
    throw new UsageError(`${matcher}({ examplesEach: ${examplesEach} }): the task has ${task.examples.length} examples`)
}
