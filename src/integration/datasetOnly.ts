import { UsageError, type ClaimDesign, type ReleaseInfo } from '../core/words/index.ts'

/**
 * The design of a claim about these very examples and instructions: every instruction is asked on each example, so that
 * a unit has one value and the order is the only chance there is. Throws `UsageError` where a value would vary by
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
