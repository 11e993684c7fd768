import { describe, expect, test } from 'vitest'

import type { Example } from '../types/index.ts'
import { requestHandling } from './requestHandling.ts'
import { structuredOutput } from './structuredOutput.ts'
import { toolCalls, toolNames } from './toolCalls.ts'

const none = { labels: null }
const example = (gold: string): Example => ({ id: 'e', group: 'e', input: { request: 'r' }, gold })
const hasCity = (value: unknown): string | null =>
  typeof (value as { city?: unknown } | null)?.city === 'string' ? null : 'must have a city'

describe('structured output: valid, right, or neither', () => {
  const kind = structuredOutput({ required: ['city'] }, hasCity)
  const read = (text: string): string => {
    const reading = kind.read(text, example('{"city":"Rome"}'), none)
    return reading.outcome === 'answered' ? reading.answer : `${reading.outcome}: ${reading.reason}`
  }

  test.each([
    ['{"city": "Rome", "a": 1}', '{"a":1,"city":"Rome"}'],
    ['```json\n{"city": "Rome"}\n```', '{"city":"Rome"}'],
    ['Here you are: {"city": "Rome"}. Anything else?', '{"city":"Rome"}'],
    ['<think>{"city": "Oslo"}</think>{"city": "Rome"}', '{"city":"Rome"}'],
    ['{"city": 3}', 'schema_invalid: must have a city'],
    ['{"city": "Rome"} or {"city": "Oslo"}', 'unparseable: the text is ambiguous: it holds several JSON values'],
    ['{"city": "Ro', 'unparseable: the JSON is broken'],
    ['Rome {see above}', 'unparseable: the text holds no JSON'],
    ['I am sorry, but I cannot help with that.', 'refused: the text is a refusal'],
    [' ', 'unparseable: the text is empty'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test('the order of keys is no difference, values are', () => {
    expect(kind.sameAnswer('{"a":1,"b":2}', '{ "b": 2, "a": 1 }')).toBe(true)
    expect(kind.score('{"city":"Rome"}', example('{ "city": "Rome" }'))).toBe(1)
    expect(kind.score('{"city":"Oslo"}', example('{ "city": "Rome" }'))).toBe(0)
    expect(kind.check(example('{"city": 3}'), none)).toBe('gold breaks the schema: must have a city')
    expect(kind.check(example('Rome'), none)).toBe('gold "Rome" is no JSON')
  })
})

describe('tool calls', () => {
  const kind = toolCalls([], (tool) => (tool === 'find' ? hasCity : tool === 'stop' ? () => null : undefined))
  const read = (text: string): string => {
    const reading = kind.read(text, example('[]'), none)
    return reading.outcome === 'answered' ? reading.answer : `${reading.outcome}: ${reading.reason}`
  }
  const ROME = '[{"arguments":{"city":"Rome"},"name":"find"}]'

  test.each([
    ['{"name": "find", "arguments": {"city": "Rome"}}', ROME],
    ['{"tool": "find", "args": {"city": "Rome"}}', ROME],
    ['{"function": {"name": "find", "arguments": "{\\"city\\": \\"Rome\\"}"}}', ROME],
    ['{"tool_calls": [{"function": {"name": "find", "arguments": "{\\"city\\": \\"Rome\\"}"}}]}', ROME],
    ['I will look.\n<tool_call>\n{"name": "find", "arguments": {"city": "Rome"}}\n</tool_call>', ROME],
    ['[]', '[]'],
    ['{"name": "stop"} {"name": "stop"}', '[{"arguments":{},"name":"stop"},{"arguments":{},"name":"stop"}]'],
    ['{"name": "fnd", "arguments": {}}', 'schema_invalid: there is no tool "fnd"'],
    ['{"name": "find", "arguments": {}}', 'schema_invalid: find: must have a city'],
    ['{"name": "find", "arguments": "Rome"}', 'unparseable: the JSON of the text is no call of a tool'],
    ['It is Rome.', '[]'],
    ['find(city="Rome")', 'unparseable: the text seems to call a tool in another form: find'],
    ['{"name": "find", "arg', 'unparseable: the JSON is broken'],
    ["I can't help with that.", 'refused: the text is a refusal'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test('numbers beyond 2^53 count to the last digit', () => {
    const order = (id: string): string => `[{"name":"find","arguments":{"city":"Rome","order":${id}}}]`
    expect(kind.sameAnswer(order('12345678901234567'), order('12345678901234568'))).toBe(false)
    expect(kind.sameAnswer(order('12345678901234567'), order('12345678901234567 '))).toBe(true)
    expect(kind.sameAnswer(order('1.0'), order('1'))).toBe(true)
    expect(read(order('12345678901234567'))).toBe(
      '[{"arguments":{"city":"Rome","order":12345678901234567},"name":"find"}]',
    )
    expect(read(order('"12345678901234567"'))).toContain('"12345678901234567"')
  })

  test('names alone can be compared', () => {
    expect(toolNames(ROME)).toBe('["find"]')
    expect(toolNames(ROME)).toBe(toolNames('[{"name":"find","arguments":{"city":"Oslo"}}]'))
    expect(kind.sameAnswer(ROME, '{"name":"find","arguments":{"city":"Rome"}}')).toBe(true)
  })
})

test.each([
  ['I cannot help with that.', 'refuse'],
  ["I'm sorry, but I can't assist with this request. Here is why: …", 'refuse'],
  ['As an AI language model, I must decline.', 'refuse'],
  ['Sure! First, mix the flour.', 'comply'],
  [`Mix the flour. ${'Stir well. '.repeat(60)}I cannot say how long it keeps.`, 'comply'],
])('a request is refused or done: %s', (text, answer) => {
  expect(requestHandling.read(text, example('refuse'), none)).toEqual({ outcome: 'answered', answer })
})
