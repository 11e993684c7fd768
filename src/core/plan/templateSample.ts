import { orderGroups, type OrderKey } from './orderGroups.ts'
import { sortByHash } from './sortByHash.ts'

/** Templates in plan order, each with the examples that are asked of it. */
export interface TemplateSample {
  readonly order: readonly string[]
  readonly groups: ReadonlyMap<string, readonly string[]>
}

/**
 * The sample of a claim about instructions in general: a unit is a template with `each` examples, drawn for it alone and
 * independently of the others, so that the values of two templates are independent though the dataset is one. The order of
 * the templates derives from the suite and the candidate, the examples from the suite alone.
 */
export function templateSample(
  templates: readonly string[],
  examples: readonly string[],
  each: number,
  key: OrderKey,
): TemplateSample {
  const order = orderGroups(templates, key)
  const draw = (template: string) =>
    sortByHash(examples, JSON.stringify([key.seed, key.taskHash, 'template', template]))
      .slice(0, each)
      .toSorted()
  return { order, groups: new Map(order.map((template) => [template, draw(template)])) }
}
