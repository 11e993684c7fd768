import type { ErrorObject } from 'ajv'

import { suggest } from '../core/text/index.ts'
import { checkFor } from './checkFor.ts'
import { explain } from './explain.ts'
import type { SchemaName } from './schemaTypes.ts'

/** One thing that is wrong with a value. */
export interface Problem {
  /** Where, as keys and indexes from the top. */
  readonly path: readonly string[]
  /** The unknown key, where that is the fault. */
  readonly key?: string
  readonly message: string
}

/** What is wrong with a value under a schema, most telling first; empty if nothing. */
export function problems(name: SchemaName, value: unknown): readonly Problem[] {
  const check = checkFor(name)
  if (check(value)) return []
  const errors = withoutEchoes(check.errors ?? [])
  const found = errors.map(toFault)
  // A misspelt key is missing under its right name as well: saying both would be one too many.
  const misspelt = new Set(found.map(({ path, meant }) => JSON.stringify([path, meant])))
  return found
    .filter(({ path, missing }) => missing === undefined || !misspelt.has(JSON.stringify([path, missing])))
    .map(toProblem)
    .toSorted((a, b) => rank(a) - rank(b))
}

/** Makes checks ready ahead of their use, where there is time to wait: the one of runs takes a while to load. */
export function prepareSchemas(...names: readonly SchemaName[]): void {
  for (const name of names) checkFor(name)
}

/** A choice (`anyOf`) reports itself and every branch: keep what is wrong inside the nearest branch, else the choice. */
function withoutEchoes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = new Set(errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath))
  const isBranch = ({ keyword, instancePath }: ErrorObject): boolean =>
    choices.has(instancePath) && (keyword === 'const' || keyword === 'type')
  const rest = errors.filter((error) => !isBranch(error))
  const isOpened = (choice: ErrorObject): boolean =>
    rest.some((error) => error !== choice && `${error.instancePath}/`.startsWith(`${choice.instancePath}/`))
  return rest.filter((error) => error.keyword !== 'anyOf' || !isOpened(error))
}

interface Fault extends Problem {
  /** The known key that an unknown one is near. */
  readonly meant?: string | null
  readonly missing?: string
}

function toFault(error: ErrorObject): Fault {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const message = explain(error)
  if (error.keyword === 'required') return { path, message, missing: String(error.params['missingProperty']) }
  if (error.keyword !== 'additionalProperties') return { path, message }
  const key = String(error.params['additionalProperty'])
  return { path, key, message, meant: suggest(key, Object.keys(Object(error.parentSchema?.['properties']))) }
}

function toProblem({ path, key, message }: Fault): Problem {
  return key === undefined ? { path, message } : { path, key, message }
}

/** An unknown key often explains a missing one, so it goes first. */
function rank(problem: Problem): number {
  return problem.key === undefined ? 1 : 0
}
