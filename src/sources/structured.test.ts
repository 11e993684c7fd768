import { describe, expect, test } from 'vitest'

import { reloadTask } from './reloadTask.ts'
import { folder, messageOf } from './sources.testing.ts'
import { structuredOutput } from './structuredOutput.ts'
import { toolCalls } from './toolCalls.ts'

const set = (task: string, text: string): string => `set: s
task: ${task}
licence: MIT
author: x
canonical: a
instructions:
  - { id: a, family: f, text: '${text}' }
`
const SCHEMA = { type: 'object', required: ['city'], properties: { city: { type: 'string' } } }
const TOOLS = [{ type: 'function', function: { name: 'find', parameters: SCHEMA } }, { name: 'stop' }]
const FILES = {
  'schema.json': JSON.stringify(SCHEMA),
  'modern.json': JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', prefixItems: [SCHEMA] }),
  'bad.json': '{"type": "objekt"}',
  'broken.json': '{',
  'tools.json': JSON.stringify(TOOLS),
  'twice.json': '[{"name": "a"}, {"name": "a"}]',
  'nameless.json': '[{"description": "?"}]',
  'so.jsonl': '{"input": {"request": "Where?"}, "gold": "{\\"city\\": \\"Rome\\"}"}\n',
  'wrong.jsonl': '{"input": {"request": "Where?"}, "gold": "{\\"town\\": \\"Rome\\"}"}\n',
  'list.jsonl': '{"input": {"request": "Where?"}, "gold": "[{\\"city\\": \\"Rome\\"}]"}\n',
  'tools.jsonl':
    '{"input": {"request": "Where?"}, "gold": "{\\"name\\": \\"find\\", \\"arguments\\": {\\"city\\": \\"Rome\\"}}"}\n',
  'so.yaml': set('structured-output', '{request} Answer as JSON: {schema}'),
  'plain.yaml': set('structured-output', '{request}'),
  'tools.yaml': set('tool-calls', '{request} You may use {tools}'),
}

describe('structured output', () => {
  test('is read from three files; the schema is shown where an instruction wants it, and is part of the hash', () => {
    const at = folder(FILES)
    const files = { examples: at('so.jsonl'), instructions: at('so.yaml') }
    const task = structuredOutput({ ...files, schema: at('schema.json') })
    expect(task.examples[0]?.input['schema']).toBe(JSON.stringify(SCHEMA))
    expect(task.sources[2]?.options).toEqual({ role: 'schema' })
    expect(structuredOutput({ ...files, schema: at('schema.json') })).toBe(task)
    const plain = structuredOutput({ ...files, instructions: at('plain.yaml'), schema: at('schema.json') })
    expect(plain.examples[0]?.input).toEqual({ request: 'Where?' })
    expect(reloadTask('structured-output', 's', task.sources).hash).toBe(task.hash)
    expect(task.kind.read('{"city": 4}', task.examples[0]!, { labels: null })).toEqual({
      outcome: 'schema_invalid',
      reason: '/city must be string',
    })
    const modern = structuredOutput({
      examples: at('list.jsonl'),
      instructions: at('plain.yaml'),
      schema: at('modern.json'),
    })
    expect(modern.hash).not.toBe(plain.hash)
    expect(modern.kind.read('[{"city": 4}]', modern.examples[0]!, { labels: null }).outcome).toBe('schema_invalid')
  })

  test('or the error names the file', () => {
    const at = folder(FILES)
    const good = { examples: at('so.jsonl'), instructions: at('so.yaml'), schema: at('schema.json') }
    const load = (change: object): string =>
      messageOf(() => structuredOutput({ ...good, ...change } as typeof good), at(''))
    expect([
      load({ schema: at('bad.json') }),
      load({ schema: at('broken.json') }),
      load({ schema: at('shema.json') }),
      load({ schema: undefined }),
      load({ examples: at('wrong.jsonl') }),
    ]).toMatchInlineSnapshot(`
      [
        "UsageError: <folder>/bad.json is no JSON Schema: schema is invalid: data/type must be equal to one of the allowed values, data/type must be array, data/type must match a schema in anyOf",
        "UsageError: <folder>/broken.json: not valid JSON (Expected property name or '}' in JSON at position 1 (line 1 column 2))",
        "UsageError: no file <folder>/shema.json (looked at <folder>/shema.json); did you mean "schema.json"?",
        "UsageError: structuredOutput(): "schema" must be the path of a JSON file, e.g. schema: 'schema.json'",
        "UsageError: <folder>/wrong.jsonl:1: gold breaks the schema: must have required property 'city'",
      ]
    `)
  })
})

describe('tool calls', () => {
  test('are read from three files', () => {
    const at = folder(FILES)
    const options = { examples: at('tools.jsonl'), instructions: at('tools.yaml'), tools: at('tools.json') }
    const task = toolCalls(options)
    expect(task.examples[0]?.input['tools']).toBe(JSON.stringify(TOOLS))
    expect(reloadTask('tool-calls', 's', task.sources).hash).toBe(task.hash)
    const load = (tools: string): string => messageOf(() => toolCalls({ ...options, tools: at(tools) }), at(''))
    expect([load('twice.json'), load('nameless.json'), load('schema.json')]).toMatchInlineSnapshot(`
      [
        "UsageError: <folder>/twice.json: tool "a" is listed twice",
        "UsageError: <folder>/nameless.json: tool 1 has no name",
        "UsageError: <folder>/schema.json: must be a JSON list of tools",
      ]
    `)
  })
})
