import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { counted, formatBound, formatEstimate, formatLimit } from './figures.ts'
import { orderedJson } from '../hash/orderedJson.ts'
import { cut, quote, visible } from './quote.ts'
import { replayCommand, showCommand } from '../wording/commands.ts'

test.each([
  [0.0999, 'down', undefined, '0.09'],
  [0.0999, 'up', undefined, '0.10'],
  [0.29, 'down', undefined, '0.29'],
  [0.29, 'up', undefined, '0.29'],
  [0.0512, 'down', 0.05, '0.051'],
  [0.0500004, 'down', 0.05, '0.050000'],
  [0.0488, 'up', 0.05, '0.049'],
  [0.031, 'up', 0.02, '0.04'],
  [-0.004, 'down', undefined, '-0.01'],
  [-0.004, 'up', undefined, '0.00'],
  [0, 'down', undefined, '0.00'],
  [1, 'up', undefined, '1.00'],
] as const)('a bound of %d rounded %s against the limit %s is %s', (value, direction, limit, text) => {
  expect(formatBound(value, direction, limit)).toBe(text)
})

test('a bound is never printed nearer than it is', () => {
  const number = fc.double({ min: -1, max: 1, noNaN: true })
  fc.assert(
    fc.property(number, fc.option(number, { nil: undefined }), (value, limit) => {
      expect(Number(formatBound(value, 'down', limit))).toBeLessThanOrEqual(value)
      expect(Number(formatBound(value, 'up', limit))).toBeGreaterThanOrEqual(value)
    }),
  )
})

test('limits are exact, estimates to the nearest', () => {
  expect([0.05, 0.1 + 0.2, -0.02, 1e-7].map(formatLimit)).toEqual(['0.05', '0.3', '-0.02', '1e-7'])
  expect([0.131, -0.001, 0.005].map((value) => formatEstimate(value))).toEqual(['0.13', '0.00', '0.01'])
  const beside = [0.0467, 0.0497, 0.0512, 0.05, 0.05000001].map((value) => formatEstimate(value, 0.05))
  expect(beside).toEqual(['0.047', '0.0497', '0.051', '0.05', '0.050000'])
})

test('counts agree with their noun', () => {
  expect([counted(0, 'call'), counted(1, 'call'), counted(2, 'reply', 'replies')]).toEqual([
    '0 calls',
    '1 call',
    '2 replies',
  ])
})

test('text from outside is one safe line', () => {
  expect(quote('a\n\u001B[31m"b"\u202E\u200B\u2028')).toBe(String.raw`"a\n\u{1b}[31m\"b\"\u{202e}\u{200b}\u{2028}"`)
  expect(visible('\uD800 é 漢 😀')).toBe(String.raw`\u{d800} é 漢 😀`)
  expect(cut('😀😀😀', 2)).toBe('😀…')
  expect(cut('abc', 3)).toBe('abc')
  fc.assert(
    fc.property(
      fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
      (text) => {
        expect(quote(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
      },
    ),
  )
})

test('the replay command is one that a shell and vitest take', () => {
  const title = 'relations > keeps $5 (or "more") of it\u001B (2)'
  expect(replayCommand({ seed: '41', candidate: 'v2', title })).toMatchInlineSnapshot(
    `"ROBUSTNESS_RELEASE=v2 ROBUSTNESS_SEED=41 npx vitest run -t 'keeps \\$5 \\(or "more"\\) of it[^]'"`,
  )
  expect(replayCommand({ seed: 'a b', candidate: 'v2', title: 'plain name' })).toBe(
    'ROBUSTNESS_RELEASE=v2 ROBUSTNESS_SEED="a b" npx vitest run -t "plain name"',
  )
  expect(replayCommand({ seed: '1', candidate: 'v2', title: 'one', live: false })).toBe(
    'ROBUSTNESS_LIVE=1 ROBUSTNESS_RELEASE=v2 ROBUSTNESS_SEED=1 npx vitest run -t "one"',
  )
  expect(showCommand("v2/re/it's/re-01/0")).toBe(String.raw`npx vitest-robustness show "v2/re/it's/re-01/0"`)
})

test('keys stand in reading order, others by code unit', () => {
  expect(orderedJson({ zebra: 1, Apple: 2, title: 'x', id: 'y', evidence: [{ b: 1, a: undefined }] }))
    .toMatchInlineSnapshot(`
    "{
      "evidence": [
        {
          "b": 1
        }
      ],
      "id": "y",
      "title": "x",
      "Apple": 2,
      "zebra": 1
    }
    "
  `)
})
