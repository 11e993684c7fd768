import { describe, expect, test } from 'vitest'
import type { StoredAnswer } from '../core/types/index.ts'
import { entryFault, entryLine, readEntry } from './entry.ts'

const who = { model: 'm', revision: null, fingerprint: 'f', upstream: 'u' }
const answer: StoredAnswer = {
  kind: 'answer',
  text: 'yes',
  finish: 'stop',
  tokens: { input: 3, output: null, reasoning: 0 },
  who,
  choices: { texts: ['yes', 'no'], logProbabilities: [-0.5, -1], tokens: [1, 2] },
}
const rejection: StoredAnswer = { kind: 'rejection', outcome: 'refused', reason: 'asked for a secret', who }
const entry = {
  key: 'k',
  pinned: true,
  release: 'v1',
  refreshed: true,
  on: '2026-09-01',
  context: { latencyMs: 1.5, attempts: 1 },
}

/** Every place of a value, as the keys that lead there. */
function* places(value: unknown, at: readonly string[] = []): Generator<readonly string[]> {
  if (at.length > 0) yield at
  if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value)) yield* places(part, [...at, key])
}

function changed(value: object, at: readonly string[], to: unknown): object {
  const copy = structuredClone(value) as Record<string, unknown>
  const parent = at.slice(0, -1).reduce((inner, key) => inner[key] as Record<string, unknown>, copy)
  if (to === undefined) delete parent[at.at(-1)!]
  else parent[at.at(-1)!] = to
  return copy
}

describe.each([
  ['an answer', { ...entry, answer }],
  ['a rejection', { ...entry, answer: rejection }],
])('a line with %s', (_, whole) => {
  test('is an entry as it is written', () => {
    expect(readEntry(entryLine(JSON.stringify(whole)))).toEqual(whole)
  })

  test('is none once any of its fields has a value of another type', () => {
    const taken = [...places(whole)].filter((at) => entryFault(changed(whole, at, { odd: [] })) === null)
    expect(taken).toEqual([])
  })

  test('is none without any of its fields but those that may be left out', () => {
    const named = [...places(whole)].filter((at) => !/^\d+$/.test(at.at(-1)!))
    const taken = named.filter((at) => entryFault(changed(whole, at, undefined)) === null)
    const optional = ['refreshed', 'on', 'context', 'answer.who.fingerprint', 'answer.who.upstream']
    const ofAnswers = ['answer.tokens.reasoning', 'answer.choices']
    const own = whole.answer.kind === 'answer' ? [...optional, ...ofAnswers] : optional
    expect(new Set(taken.map((at) => at.join('.')))).toEqual(new Set(own))
  })
})

describe('a line', () => {
  test.each([
    ['answer.tokens.input', -1, 'answer.tokens.input must be a whole number or null'],
    ['answer.tokens.output', 1.5, 'answer.tokens.output must be a whole number or null'],
    ['answer.tokens.extra', 1, 'answer.tokens has an unknown field "extra"'],
    ['answer.who.extra', 'x', 'answer.who has an unknown field "extra"'],
    ['answer.choices.tokens', [1], 'answer.choices must be of three lists of one length'],
    ['answer.kind', 'verdict', 'answer.kind must be answer or rejection'],
    ['context.attempts', '1},{', 'context.attempts must be a whole number from 0'],
    ['on', 'yesterday', 'on must be a day like 2026-09-01'],
  ])('with %s = %j is refused: %s', (at, value, why) => {
    expect(readEntry(entryLine(JSON.stringify(changed({ ...entry, answer }, at.split('.'), value))))).toBe(why)
  })

  test.each([
    ['without a checksum', JSON.stringify({ ...entry, answer }), 'it has no checksum'],
    ['that is a list', '[1]', 'no whole record'],
    ['that is no JSON', '{"key"', 'no whole record'],
    ['with nothing but a checksum', entryLine('{"x":1}'), 'no whole record'],
  ])('%s is refused', (_, line, why) => {
    expect(readEntry(line)).toBe(why)
  })
})
