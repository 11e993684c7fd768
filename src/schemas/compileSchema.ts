import { createRequire } from 'node:module'

import type * as Ajv2020Module from 'ajv/dist/2020.js'
import type * as AjvModule from 'ajv'
import type { ValidateFunction } from 'ajv'

import { messageOf } from '../core/text/index.ts'
import { UsageError } from '../core/types/index.ts'

const DRAFT_2020 = /2020-12/

/**
 * Makes a check from a user's own JSON Schema (draft 7, or 2020-12 where its `$schema` says so). The check says what is
 * wrong with a value, in a few words, or returns `null`. `format` is not checked, and nothing is fetched for a `$ref`.
 * Throws `UsageError` where the schema is none; `where` names it.
 */
export function compileSchema(schema: unknown, where: string): (value: unknown) => string | null {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema))
    throw new UsageError(`${where}: a JSON Schema is an object`)
  const check = compiled(schema, where)
  return (value) => {
    if (check(value) === true) return null
    const [first] = check.errors ?? []
    return `${first?.instancePath ? `${first.instancePath} ` : ''}${first?.message ?? 'does not follow the schema'}`
  }
}

function compiled(schema: object, where: string): ValidateFunction {
  const load = createRequire(import.meta.url)
  const options = { strict: false, validateFormats: false, allErrors: false } as const
  try {
    if (DRAFT_2020.test(String((schema as { $schema?: unknown }).$schema))) {
      const { Ajv2020 } = load('ajv/dist/2020.js') as typeof Ajv2020Module
      return new Ajv2020(options).compile(schema)
    }
    const { Ajv } = load('ajv') as typeof AjvModule
    return new Ajv(options).compile(schema)
  } catch (error) {
    throw new UsageError(`${where} is no JSON Schema: ${messageOf(error)}`)
  }
}
