import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Refused } from '../../files/textLines.ts'
import { jinjaTemplate } from './jinjaTemplate.ts'

const render = (source: string, row: Record<string, unknown> = {}, pick?: (count: number) => number): string => {
  try {
    return jinjaTemplate(source)(row, pick)
  } catch (error) {
    if (error instanceof Refused) return `REFUSED ${error.message}`
    throw error
  }
}

describe("a stranger's Jinja template", () => {
  test('does what promptsource needs and the renderer lacks', () => {
    expect([
      render('{{ "-".join(["a", "b"]) }} {{ ["x", "y"].index("y") }}'),
      render('{% for a, b in zip([1, 2], ["x", "y"]) %}{{ a }}{{ b }} {% endfor %}'),
      render(
        '{% set l = [] %}{% for i in range(3) %}{{ l.append(i) | default("", True) }}{% endfor %}{{ l | join(",") }}',
      ),
      render('{% if a == [] %}none{% else %}some{% endif %}', { a: [] }),
      render('{% if a != ["b"] %}other{% else %}same{% endif %}', { a: ['b'] }),
      render('{{ x | most_frequent | join("+") }}', { x: ['a', 'b', 'a', 'b', 'c'] }),
      render('{{ x | choice }}', { x: ['p', 'q', 'r'] }, (count) => count - 1),
      render('{{ o.0 }} {{ {"A": 1}[k] }}', { o: ['z'], k: 'A' }),
      render(' a \n{% if True %}\n  b\n{% endif %}\n'),
    ]).toMatchInlineSnapshot(`
      [
        "a-b 1",
        "1x 2y ",
        "0,1,2",
        "none",
        "same",
        "a+b",
        "r",
        "z 1",
        " a 

        b
      ",
      ]
    `)
  })

  test('is refused by name where it asks for what there is not, reaches too far or never ends', () => {
    expect([
      render('{{ "a" | frobnicate }}'),
      render('{{ q }}'),
      render('{% if x'),
      render('{{ x.__class__ }}', { x: 1 }),
      render('{{ x["constructor"] }}', { x: {} }),
      render('{{ constructor }}'),
      render('{% for i in range(1000000000) %}a{% endfor %}'),
      render('{% for i in range(900) %}{% for j in range(900) %}a{% endfor %}{% endfor %}'),
      render('{% set s = ["aaaaaaaaaaaaaaaa"] %}{% for i in range(40) %}{{ s.append(s[-1] + s[-1]) }}{% endfor %}'),
      render('{% set l = [1] %}{% for i in range(40) %}{% set l = l + l %}{% endfor %}{{ l | length }}'),
      render('{% macro f(g) %}{{ g(g) }}{% endmacro %}{{ f(f) }}'),
      render('{{ [] | choice }}'),
      render('{{ [1].index(2) }}'),
      render('x'.repeat(100_001)),
    ]).toMatchInlineSnapshot(`
      [
        "REFUSED uses the filter "frobnicate", which is not known here",
        "REFUSED uses "q", which the example has not",
        "REFUSED is not valid Jinja: Unexpected end of input",
        "REFUSED reaches for "__class__"",
        "REFUSED reaches for "constructor"",
        "REFUSED reaches for "constructor"",
        "REFUSED loops more than 1000 times",
        "REFUSED takes more than 50000 steps",
        "REFUSED makes more than 1000000 characters on the way",
        "REFUSED makes more than 1000000 characters on the way",
        "REFUSED cannot be rendered: Maximum call stack size exceeded",
        "REFUSED calls choice on an empty list",
        "REFUSED looks for 2 in a list that has it not",
        "REFUSED is longer than 100000 characters",
      ]
    `)
  })

  test('never sees a prototype, however the name is made', () => {
    const made = (name: string): string => `{{ x["${name.slice(0, 3)}" ~ "${name.slice(3)}"] }}|`
    for (const x of [{}, [], 'text', 1, true, { a: { b: [] } }]) {
      for (const name of ['constructor', '__proto__', 'prototype', 'toString', 'valueOf']) {
        expect(['|', 'REFUSED']).toContain(render(made(name), { x }).slice(0, 7).trim())
      }
    }
  })

  test('braces in the data mean nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}%#|"\\ab\n') }), (x) => {
        expect(render('<{{ x }}>', { x })).toBe(`<${x}>`)
      }),
    )
  })

  test('any text is rendered or refused, in bounded time', () => {
    const words =
      '{{ }} {% %} for in if endfor endif set x = | join ( ) [ ] range 9 " . y {# #} macro choice ~ + append ,'.split(
        ' ',
      )
    const part = fc.constantFrom(' ', ...words.map((word) => ` ${word} `), ...words)
    fc.assert(
      fc.property(fc.array(part, { maxLength: 25 }), (parts) => {
        expect(typeof render(parts.join(''), { x: ['a', 'b'], y: { z: 'c' } })).toBe('string')
      }),
      { numRuns: 500 },
    )
  })
})
