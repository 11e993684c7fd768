import * as fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'

import { relationExtraction } from '../../core/tasks/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { checkInstruction } from './_internal/collections.ts'
import { messageOf, source } from '../sources.testing.ts'
import { yaml } from './yaml.ts'

const GOOD = `# yaml-language-server: $schema=x
set: re
task: relation-extraction
licence: Apache-2.0
author: somebody
reviewed: { by: somebody, on: '2026-11-21' }
labels:
  founded_by: founded by
  born_in: born in
canonical: re-s01
instructions:
  - id: re-s01
    family: imperative
    text: |-
      Name the relation between {head} and {tail}.
      Sentence: {sentence}
  - id: re-s02
    family: question
    text: '{sentence} {head} {tail}?'
    options: { item: '({id}) {text}' }
    origin: a paper
    author: another
    licence: MIT
    reviewed: false
`
const parse = (text: string | Uint8Array): string => messageOf(() => yaml.parse(source(text, 'i.yaml')))
const swap = (from: string, to: string): string => parse(GOOD.replace(from, to))

describe('an instruction set in YAML', () => {
  test('reads instructions with defaults and places', () => {
    expect(yaml.parse(source(GOOD, 'i.yaml'))).toMatchInlineSnapshot(`
      {
        "at": {
          "canonical": {
            "column": 12,
            "file": "i.yaml",
            "line": 10,
          },
          "labels": {
            "column": 1,
            "file": "i.yaml",
            "line": 7,
          },
          "task": {
            "column": 7,
            "file": "i.yaml",
            "line": 3,
          },
        },
        "set": {
          "canonical": "re-s01",
          "instructions": [
            {
              "at": {
                "column": 5,
                "file": "i.yaml",
                "line": 12,
              },
              "family": "imperative",
              "hash": "daa6263ddffd3e5ccdf903d651b4d0b4d9b700df98d4e88c20090171fbbd3e98",
              "id": "re-s01",
              "options": {
                "item": "{id}) {text}",
                "separator": " ",
              },
              "provenance": {
                "author": "somebody",
                "licence": "Apache-2.0",
              },
              "reviewed": {
                "by": "somebody",
                "on": "2026-11-21",
              },
              "text": "Name the relation between {head} and {tail}.
      Sentence: {sentence}",
            },
            {
              "at": {
                "column": 5,
                "file": "i.yaml",
                "line": 17,
              },
              "family": "question",
              "hash": "6e774cd54588009cc8257187a8fc4adb7aa5d1348b20edc8962f7faff1e41182",
              "id": "re-s02",
              "options": {
                "item": "({id}) {text}",
                "separator": " ",
              },
              "provenance": {
                "author": "another",
                "licence": "MIT",
                "origin": "a paper",
              },
              "reviewed": null,
              "text": "{sentence} {head} {tail}?",
            },
          ],
          "labels": {
            "born_in": "born in",
            "founded_by": "founded by",
          },
          "set": "re",
          "task": "relation-extraction",
        },
      }
    `)
  })

  test('errors name line and column, and the near name', () => {
    expect([
      swap('canonical: re-s01', 'canonical: re-s1'),
      swap('canonical: re-s01', ''),
      swap('licence:', 'license:'),
      swap('    family: question', '    famly: question'),
      swap('id: re-s02', 'id: re-s01'),
      swap(
        "text: '{sentence} {head} {tail}?'\n    options: { item: '({id}) {text}' }",
        'text: |-\n      Name the relation between {head} and {tail}.\n      Sentence: {sentence}',
      ),
      swap('born_in: born in', 'born_in: 3'),
      swap('reviewed: false', 'reviewed: { by: me }'),
      swap('reviewed: false', 'reviewed: maybe'),
      swap("item: '({id}) {text}'", "item: '({id})'"),
      swap('family: question', 'family: [question'),
      swap('set: re', 'set: re\nset: re'),
      swap('set: re', 'set: !!js/function "x"'),
      swap('set: re', 'set: !include re.yaml'),
      parse(`${GOOD}---\nset: x\n`),
      parse(''),
      parse('# nothing\n'),
      parse('just text'),
      parse(Uint8Array.of(0x73, 0x0a, 0x65, 0x74, 0xff)),
      parse(GOOD.slice(0, GOOD.indexOf('instructions:'))),
      parse(
        `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]\n`,
      ),
    ]).toMatchInlineSnapshot(`
      [
        "UsageError: i.yaml:10:12: no instruction has the canonical id "re-s1" (did you mean "re-s01"?)",
        "UsageError: i.yaml:2:1: key "canonical" is missing",
        "UsageError: i.yaml:4:1: unknown key "license" (did you mean "licence"?)",
        "UsageError: i.yaml:18:5: unknown key "famly" (did you mean "family"?)",
        "UsageError: i.yaml:17:9: id "re-s01" was used in line 12 already: ids must be unique",
        "UsageError: i.yaml:19:11: the wording of "re-s02" was used in line 14 already: a wording listed twice counts twice, remove one",
        "UsageError: i.yaml:9:12: "born_in" must be a string, not the number 3",
        "UsageError: i.yaml:24:15: key "on" is missing",
        "UsageError: i.yaml:24:15: "reviewed" is none of the allowed forms: "maybe"",
        "UsageError: i.yaml:20:22: "item" must hold {text}, not "({id})"",
        "UsageError: i.yaml:19:5: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
        "UsageError: i.yaml:3:1: not valid YAML: Map keys must be unique",
        "UsageError: i.yaml:2:6: not valid YAML: Unresolved tag: tag:yaml.org,2002:js/function",
        "UsageError: i.yaml:2:6: not valid YAML: Unresolved tag: !include",
        "UsageError: i.yaml:25:1: not valid YAML: the file holds several documents, keep one",
        "UsageError: i.yaml:1: the file is empty",
        "UsageError: i.yaml:1: the file is empty",
        "UsageError: i.yaml:1:1: must be an object, not "just text"",
        "UsageError: i.yaml:2: not valid UTF-8: save the file as UTF-8",
        "UsageError: i.yaml:2:1: key "instructions" is missing",
        "UsageError: i.yaml:1:1: not valid YAML: Excessive alias count indicates a resource exhaustion attack",
      ]
    `)
  })

  test('translations go with their wording, and ask for the same fields', () => {
    const translated = GOOD.replace(
      '    family: question\n',
      `    family: question\n    translations:
      de: '{sentence} {head} {tail} auf Deutsch?'\n`,
    )
    const [, second] = yaml.parse(source(`$schema: ./instruction-set.schema.json\n${translated}`, 'i.yaml')).set
      .instructions
    expect(second?.translations).toEqual({ de: '{sentence} {head} {tail} auf Deutsch?' })
    const faulty = (text: string): string | null =>
      checkInstruction(relationExtraction, { ...second!, translations: { de: text } }, [])
    expect([
      faulty('{sentence} {head} {tail}'),
      faulty('{sentence} {head}'),
      faulty('{sentence} {head} {tail} {labels}'),
      parse(translated.replace('de:', 'Deutsch:')),
      parse(translated.replace("de: '", "de: ' ' #")),
    ]).toMatchInlineSnapshot(`
      [
        null,
        "does not mention {tail} in its translation "de"",
        "mentions {labels} in its translation "de" alone",
        "UsageError: i.yaml:20:7: "translations" must be a language tag such as \`de\` or \`pt-BR\`, not "Deutsch" (and 1 more to correct after it)",
        "UsageError: i.yaml:20:11: "de" must not be blank, not " "",
      ]
    `)
  })

  test('any text is read or refused as usage', () => {
    const cutOrChanged = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.nat(GOOD.length).map((end) => GOOD.slice(0, end)),
      fc
        .tuple(fc.nat(GOOD.length - 1), fc.constantFrom(...'{}[]&*!|>\'"%@`:,#?- \n\t\0'))
        .map(([at, char]) => GOOD.slice(0, at) + char + GOOD.slice(at + 1)),
      fc.jsonValue().map((value) => JSON.stringify(value)),
    )
    fc.assert(
      fc.property(cutOrChanged, (text) => {
        try {
          expect(yaml.parse(source(text)).set.instructions.length).toBeGreaterThan(0)
        } catch (error) {
          if (!(error instanceof UsageError)) throw error
        }
      }),
      { numRuns: 300 },
    )
  })
})

test('a key that is no text is refused with its place, and without the warning of a library', () => {
  const emitted = vi.spyOn(process, 'emitWarning')
  expect([swap("text: '{sentence} {head} {tail}?'", 'text: {{sentence}}'), swap('author: another', '? - x\n    : c')])
    .toMatchInlineSnapshot(`
      [
        "UsageError: i.yaml:19:12: {{sentence}} without quotes is a map whose key is a map; write '{{sentence}}'",
        "UsageError: i.yaml:22:7: a key must be a text, and this one is a map or a list",
      ]
    `)
  expect(emitted).not.toHaveBeenCalled()
  emitted.mockRestore()
})
