import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ErrorObject, ValidateFunction } from 'ajv'
import * as fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { builtCommand, fakeProject } from '../integration/fakeProject.testing.ts'
import { checkFor } from './checkFor.ts'
import { samples } from './samples.testing.ts'
import { schemas } from './schemas.ts'
import type { SchemaName } from './schemaTypes.ts'

/** The checks that the package is built with find what checks compiled from the schemas find. */

const names = Object.keys(schemas) as SchemaName[]
const built = (): string => join(dirname(builtCommand()), '..')
const builtCheck = (name: SchemaName): ValidateFunction =>
  createRequire(import.meta.url)(join(built(), `schemas/${name}.check.cjs`)) as ValidateFunction

function faultsOf(check: ValidateFunction, value: unknown): readonly ErrorObject[] {
  return check(value) ? [] : (check.errors ?? [])
}

/** Copies of a value, each with one key too many, one too few or one of another type, at every depth. */
function* spoilt(value: unknown, rebuild: (part: unknown) => unknown = (part) => part): Generator<unknown> {
  for (const other of [null, 7, -0.5, true, '', 'ä', '"\n', [], {}]) yield rebuild(other)
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) yield* spoilt(item, (part) => rebuild(value.with(at, part)))
  } else if (value !== null && typeof value === 'object') {
    yield rebuild({ ...value, extra: 1 })
    for (const [key, item] of Object.entries(value)) {
      const { [key]: _, ...rest } = value as Record<string, unknown>
      yield rebuild(rest)
      yield* spoilt(item, (part) => rebuild({ ...value, [key]: part }))
    }
  }
}

describe.each(names)('%s', (name) => {
  test('takes the sample', () => {
    expect(faultsOf(builtCheck(name), samples[name])).toEqual([])
  })

  test('finds the same faults in every spoilt sample', () => {
    const [check, own] = [builtCheck(name), checkFor(name)]
    let refused = 0
    for (const value of spoilt(samples[name])) {
      const faults = faultsOf(own, value)
      if (faults.length > 0) refused += 1
      expect(faultsOf(check, value)).toEqual(faults)
    }
    expect(refused).toBeGreaterThan(10)
  })

  test('and in any JSON', () => {
    const [check, own] = [builtCheck(name), checkFor(name)]
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(faultsOf(check, value)).toEqual(faultsOf(own, value))
      }),
    )
  })
})

test('the built package reads files without its schemas being compiled', () => {
  const project = fakeProject({})
  onTestFinished(project.remove)
  const code = `import { createRequire } from 'node:module'
    const { booleanQa } = await import(${JSON.stringify(pathToFileURL(join(built(), 'index.js')).href)})
    booleanQa({ examples: 'data/qa.jsonl', instructions: 'data/qa.yaml' }).examples.length
    console.log(JSON.stringify(Object.keys(createRequire(import.meta.url).cache)))`
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: project.root,
    encoding: 'utf8',
  })
  const loaded = (JSON.parse(said) as string[]).filter((file) => /ajv|schemas/.test(file))
  expect(
    loaded.filter((file) => !file.includes('/ajv/dist/runtime/')).map((file) => file.slice(built().length)),
  ).toEqual(expect.arrayContaining(['/schemas/dataset-line.check.cjs', '/schemas/instruction-set.check.cjs']))
  expect(loaded.filter((file) => file.includes('/ajv/') && !file.includes('/ajv/dist/runtime/'))).toEqual([])
})
