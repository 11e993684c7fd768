import { createRequire } from 'node:module'
import type * as AjvModule from 'ajv'
import type { Ajv, Options, ValidateFunction } from 'ajv'
import type { SchemaName } from './schemaTypes.ts'
import { schemas } from './schemas.ts'

/** Every fault is reported, each with the part of the schema and the value that it is about. */
export const CHECK_OPTIONS: Options = {
  strict: true,
  allErrors: true,
  allowUnionTypes: true,
  verbose: true,
  // Our own schemas follow draft 7, which a test checks: every process that reads a file would check it again.
  validateSchema: false,
  meta: false,
}

const compiled = new Map<SchemaName, ValidateFunction>()

let ajv: Ajv | undefined

/**
 * Returns the check of one of our own schemas, which keeps the faults of its last value in `errors`. Compiling one
 * takes up to a tenth of a second, so the package is built with compiled ones: `.ci/schemaChecks.ts` puts their loader
 * in this file's place.
 */
export function checkFor(name: SchemaName): ValidateFunction {
  const known = compiled.get(name)
  if (known) return known
  ajv ??= newAjv()
  const check = ajv.compile(schemas[name])
  compiled.set(name, check)
  return check
}

/** Loaded on first use: most imports of the package read no file. */
function newAjv(): Ajv {
  const { Ajv: Checker } = createRequire(import.meta.url)('ajv') as typeof AjvModule
  return new Checker({ ...CHECK_OPTIONS, code: { optimize: false } })
}
