import type { Observation } from '../core/types/index.ts'
import { OBSERVATION_SCHEMA } from '../core/types/observation.ts'

/** A schema of an object, as far as the order of its keys follows from it. */
interface Shape {
  readonly properties: Readonly<Record<string, object>>
}

/** A copy of an object whose keys, and those of the objects in it, stand in code unit order, as canonical JSON has them. */
type Arrange = (value: object) => object

/** Worked out once: a line is written for every cell, and sorting its keys each time would take most of it. */
const arrange = arranger(OBSERVATION_SCHEMA)

/** One observation as canonical JSON, without a line break: equal to `canonicalJson(observation)`. */
export function observationLine(observation: Observation): string {
  const { score } = observation
  if (!Number.isFinite(score)) throw new TypeError(`observationLine: score ${score} is not JSON`)
  return JSON.stringify(arrange(observation))
}

function arranger({ properties }: Shape): Arrange {
  const parts = Object.entries(properties)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => ({ key, inner: isShape(part) ? arranger(part) : null }))
  return (value) => {
    const arranged: Record<string, unknown> = {}
    for (const { key, inner } of parts) {
      const found = (value as Readonly<Record<string, unknown>>)[key]
      if (found !== undefined) arranged[key] = inner && isObject(found) ? inner(found) : found
    }
    return arranged
  }
}

function isShape(schema: object): schema is Shape {
  return 'properties' in schema
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
