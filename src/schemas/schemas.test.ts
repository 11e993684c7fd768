import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { builtCommand } from '../integration/fakeProject.testing.ts'
import { OUTCOMES } from '../core/types/index.ts'
import { PATTERNS, problems, validate } from './validate.ts'
import { samples } from './samples.testing.ts'
import { schemas } from './schemas.ts'
import type { SchemaName } from './schemaTypes.ts'

const names = Object.keys(schemas) as SchemaName[]

type Json = { [key: string]: unknown }

/** Every object inside a schema, itself included. */
function parts(value: unknown): Json[] {
  if (value === null || typeof value !== 'object') return []
  return [...(Array.isArray(value) ? [] : [value as Json]), ...Object.values(value).flatMap(parts)]
}

/** Paths of the objects in a sample that a schema closes (maps with free keys have none). */
function objectPaths(value: unknown, path: string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return []
  const inner = Object.entries(value).flatMap(([key, item]) => objectPaths(item, [...path, key]))
  return Array.isArray(value) ? inner : [path, ...inner]
}

function objectAt(value: unknown, path: readonly string[]): Json {
  return path.reduce<Json>((item, key) => item[key] as Json, value as Json)
}

const FREE = new Set([
  'parameters',
  'options',
  'input',
  'taskHashes',
  'readers',
  'versions',
  'outcomes',
  'labels',
  'variants',
  'inverses',
  'slices',
  'sources',
  'families',
  'templates',
  'generations',
  'ownCells',
  'settings',
])

test.each(names)('%s is a JSON Schema', (name) => {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true })
  expect([ajv.validateSchema(schemas[name]), ajv.errors ?? []]).toEqual([true, []])
})

describe.each(names)('%s', (name) => {
  const sample = samples[name]

  test('takes a whole sample', () => {
    expect(problems(name, sample)).toEqual([])
    expect(validate(name, JSON.parse(JSON.stringify(sample)), 'file')).toEqual(sample)
  })

  test('refuses one more key anywhere', () => {
    for (const path of objectPaths(sample)) {
      if (FREE.has(path.at(-1) ?? '')) continue
      const copy = structuredClone(sample) as unknown
      objectAt(copy, path)['extra'] = 1
      expect(problems(name, copy).map(({ key }) => key)).toContain('extra')
    }
  })

  test('refuses a value of another type anywhere', () => {
    for (const path of objectPaths(sample)) {
      for (const key of Object.keys(objectAt(sample, path))) {
        if (path.at(-1) === 'parameters' || (path.at(-1) === 'options' && path.at(-2) === 'spec')) continue
        const copy = structuredClone(sample) as unknown
        objectAt(copy, path)[key] = Symbol('no JSON')
        expect(problems(name, copy)).not.toEqual([])
      }
    }
  })

  test('says what is missing', () => {
    for (const key of (schemas[name] as { required: string[] }).required) {
      const copy: Json = { ...sample }
      delete copy[key]
      expect(problems(name, copy).map(({ message }) => message)).toContain(`key "${key}" is missing`)
    }
  })

  test('any JSON is refused or fine, never a crash', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const { message } of problems(name, value)) expect(message).not.toBe('')
      }),
    )
  })

  test('every pattern has words, every object is described and closed', () => {
    const all = parts(schemas[name])
    const objects = all.filter((part) => part['type'] === 'object')
    expect(
      all.map((part) => part['pattern']).filter((pattern) => typeof pattern === 'string' && !PATTERNS[pattern]),
    ).toEqual([])
    expect(objects.filter((part) => typeof part['description'] !== 'string')).toEqual([])
    expect(objects.filter((part) => part['required'] !== undefined && part['additionalProperties'] !== false)).toEqual(
      [],
    )
  })
})

test('optional keys of the words may be left out', () => {
  const { reason: _reason, ...observation } = samples.observation
  expect(problems('observation', { ...observation, raw: 'x', answer: 'x', outcome: 'answered', score: 1 })).toEqual([])
  const { at: _at, ...claim } = samples.run.evidence.claims[0]!
  const evidence = {
    ...samples.run.evidence,
    claims: [{ ...claim, outcomes: {}, estimate: 0.1 }],
    baseline: null,
    baselineId: null,
  }
  expect(problems('run', { ...samples.run, evidence })).toEqual([])
})

test('the outcomes are those of the words', () => {
  const { definitions } = schemas.observation as { definitions: { outcome: { enum: string[] } } }
  expect(definitions.outcome.enum).toEqual(OUTCOMES)
})

test('every schema is published by name, as it is used', () => {
  const folder = join(dirname(builtCommand()), '../schemas')
  const files = readdirSync(folder).filter((file) => file.endsWith('.schema.json'))
  expect(files.toSorted()).toEqual(names.map((name) => `${name}.schema.json`).toSorted())
  for (const name of names)
    expect(JSON.parse(readFileSync(join(folder, `${name}.schema.json`), 'utf8'))).toEqual(schemas[name])
  const sources = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.schema.json'))
  expect(files).toEqual(expect.arrayContaining(sources))
})

test('errors: pointer, what was found, the near key', () => {
  const at = { file: 'd.jsonl', line: 7 }
  expect(() => validate('dataset-line', { inpt: {}, gold: 1 }, at)).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: d.jsonl:7: unknown key "inpt" (did you mean "input"?); /gold must be a string, not the number 1]`,
  )
  expect(() =>
    validate('dataset-line', { input: { head: 3 }, gold: 'x', id: 'a b' }, at),
  ).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: d.jsonl:7: /id must hold no blank and no "/", not "a b"; /input/head must be a string, not the number 3]`,
  )
  expect(() => validate('dataset-line', [], at)).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: d.jsonl:7: must be an object, not an array]`,
  )
  expect(() =>
    validate('dataset-line', { input: { a: 'x' }, gold: '', options: ['a'] }, at),
  ).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: d.jsonl:7: /options must have at least 2 items, has 1; /gold must not be empty]`,
  )
  expect(() =>
    validate('observation', { ...samples.observation, outcome: 'refussed', key: 'k' }, 'o.jsonl'),
  ).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: o.jsonl: /outcome must be one of answered, unparseable, refused, filtered, too_long, truncated, schema_invalid, error, not "refussed" (did you mean "refused"?); /key must be a sha256 in lower-case hex, not "k"]`,
  )
  expect(() => validate('baseline', { schema: 2 }, 'b/baseline.json')).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: b/baseline.json: key "line" is missing; key "release" is missing; key "acceptedOn" is missing; and 5 more]`,
  )
  const [first] = samples['instruction-set'].instructions
  const set = { ...samples['instruction-set'], instructions: [{ ...first, reviewed: { by: 'x' } }], reviewed: 'yes' }
  expect(() => validate('instruction-set', set, 'i.yaml')).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: i.yaml: /reviewed is none of the allowed forms: "yes"; /instructions/0/reviewed key "on" is missing]`,
  )
})

// On the sources: the built package has no entry for schemas.
test('loads in plain Node too', () => {
  const code = `import { validate } from ${JSON.stringify(new URL('index.ts', import.meta.url).href)}
    try { validate('run', {}, 'run.json') } catch (error) { console.log(error.name) }`
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
  expect(said.trim()).toBe('UsageError')
})
