import { createRequire } from 'node:module'

import type * as AjvModule from 'ajv'
import type { Ajv, ErrorObject, ValidateFunction } from 'ajv'

import { explain } from './explain.ts'
import { schemas } from './schemas.ts'
import type { SchemaName } from './schemaTypes.ts'

/** One thing that is wrong with a value. */
export interface Problem {
  /** Where, as keys and indexes from the top. */
  readonly path: readonly string[]
  /** The unknown key, where that is the fault. */
  readonly key?: string
  readonly message: string
}

const compiled = new Map<SchemaName, ValidateFunction>()
let ajv: Ajv | undefined

/** What is wrong with a value under a schema, most telling first; empty if nothing. */
export function problems(name: SchemaName, value: unknown): readonly Problem[] {
  const check = compiled.get(name) ?? compile(name)
  if (check(value)) return []
  const errors = withoutEchoes(check.errors ?? [])
  return errors.map(toProblem).toSorted((a, b) => rank(a) - rank(b))
}

function compile(name: SchemaName): ValidateFunction {
  // Loaded on first use: most imports of the package read no file.
  ajv ??= newAjv()
  const check = ajv.compile(schemas[name])
  compiled.set(name, check)
  return check
}

function newAjv(): Ajv {
  const { Ajv: Checker } = createRequire(import.meta.url)('ajv') as typeof AjvModule
  return new Checker({ strict: true, allErrors: true, allowUnionTypes: true, verbose: true })
}

/** A choice (`anyOf`) reports itself and every branch: keep the branch that came furthest. */
function withoutEchoes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter((error) => error.keyword === 'anyOf').map((error) => error.instancePath)
  const inner = (error: ErrorObject): boolean => choices.some((path) => error.instancePath.startsWith(path))
  const isShallow = (error: ErrorObject): boolean =>
    choices.includes(error.instancePath) && (error.keyword === 'const' || error.keyword === 'type')
  return errors.filter((error) => {
    if (error.keyword === 'propertyNames') return false
    if (error.keyword === 'anyOf') return !errors.some((other) => other !== error && inner(other) && !isShallow(other))
    return !isShallow(error)
  })
}

function toProblem(error: ErrorObject): Problem {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const unknown: unknown = error.keyword === 'additionalProperties' ? error.params['additionalProperty'] : undefined
  return { path, ...(typeof unknown === 'string' ? { key: unknown } : {}), message: explain(error) }
}

/** An unknown key often explains a missing one, so it goes first. */
function rank(problem: Problem): number {
  return problem.key === undefined ? 1 : 0
}
