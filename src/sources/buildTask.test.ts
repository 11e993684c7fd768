import { describe, expect, test } from 'vitest'

import {
  booleanQa,
  DEFAULT_OPTION_STYLE,
  instructionHash,
  multipleChoice,
  relationExtraction,
} from '../core/tasks/index.ts'
import type { Example, Instruction, InstructionSet } from '../core/types/index.ts'
import { buildTask, type TaskParts } from './buildTask.ts'
import { messageOf } from './sources.testing.ts'

const instruction = (id: string, text: string, item = DEFAULT_OPTION_STYLE.item): Instruction => ({
  id,
  family: 'imperative',
  text,
  options: { ...DEFAULT_OPTION_STYLE, item },
  provenance: { author: 'x', licence: 'x' },
  reviewed: null,
  hash: instructionHash({ text, options: { ...DEFAULT_OPTION_STYLE, item } }),
  at: { file: 'i.yaml', line: 5, column: 3 },
})
const set: InstructionSet = {
  set: 're',
  task: 'relation-extraction',
  labels: { founded_by: 'founded by', born_in: 'born in' },
  canonical: 'a',
  instructions: [instruction('a', '{sentence} {head} {tail}'), instruction('b', '{labels}: {tail} {head} {sentence}')],
}
const example = (id: string, more: Partial<Example> = {}): Example => ({
  id,
  group: id,
  input: { sentence: 's', head: 'h', tail: 't' },
  gold: 'founded_by',
  at: { file: 'd.jsonl', line: 2 },
  ...more,
})
const parts: TaskParts = { kind: relationExtraction, examples: [example('1'), example('2')], set }
const choice = { kind: multipleChoice, set: { ...set, set: 'mc', task: 'multiple-choice', labels: null } }
const chosen = (text: string, item?: string): InstructionSet => ({
  ...choice.set,
  instructions: [instruction('a', text, item)],
})
const asked = (input: Example['input']): Example =>
  example(JSON.stringify(input), { input, options: ['x', 'y'], gold: 'A' })

describe('a task is built', () => {
  test('with its parts and the name of its set', () => {
    const task = buildTask(parts)
    expect(task).toMatchObject({
      name: 're',
      kind: relationExtraction,
      canonical: 'a',
      labels: set.labels,
      sources: [],
    })
    expect(task.examples).toBe(parts.examples)
    expect(buildTask({ ...parts, name: 'mine' }).name).toBe('mine')
  })

  test('with a hash of what it asks, and of nothing else', () => {
    const { hash } = buildTask(parts)
    const [first, second] = set.instructions as [Instruction, Instruction]
    const same: Partial<TaskParts>[] = [
      { name: 'other' },
      { examples: parts.examples.toReversed() },
      { examples: [example('1', { slices: { a: 'b' } }), example('2', { at: { file: 'e', line: 9 } })] },
      {
        set: {
          ...set,
          set: 'x',
          instructions: [second, { ...first, family: 'question', reviewed: { by: 'x', on: 'y' } }],
        },
      },
      { sources: [{ file: 'a', sha256: 'b' }] },
    ]
    const others: Partial<TaskParts>[] = [
      { examples: [example('1')] },
      { examples: [example('1', { gold: 'born_in' }), example('2')] },
      { examples: [example('1', { group: 'g' }), example('2')] },
      { set: { ...set, canonical: 'b' } },
      { set: { ...set, labels: { founded_by: 'set up by', born_in: 'born in' } } },
      { set: { ...set, instructions: [first] } },
      { set: { ...set, instructions: [first, instruction('b', '{sentence} {head}, {tail}')] } },
    ]
    for (const change of same) expect(buildTask({ ...parts, ...change }).hash).toBe(hash)
    const hashes = others.map((change) => buildTask({ ...parts, ...change }).hash)
    expect(new Set([hash, ...hashes]).size).toBe(others.length + 1)
  })

  test('or refused, by name and place', () => {
    const withText = (text: string): Partial<TaskParts> => ({ set: { ...set, instructions: [instruction('a', text)] } })
    const faults: Partial<TaskParts>[] = [
      { kind: booleanQa, at: { task: { file: 'i.yaml', line: 3 } } },
      { set: { ...set, labels: null }, at: { labels: { file: 'i.yaml', line: 4 } } },
      { set: { ...set, instructions: [] } },
      { examples: [] },
      withText('{sentance} {head} {tail}'),
      withText('{sentence} {head} {tail} {options}'),
      withText('{sentence}'),
      { set: { ...set, instructions: [...set.instructions, ...set.instructions] } },
      { set: { ...set, canonical: 'c' } },
      { examples: [example('1'), example('1')] },
      { examples: [example('1', { gold: 'founded' })] },
      { examples: [{ id: '9', group: '9', input: { sentence: 's', head: 'h' }, gold: 'founded_by' }] },
      { ...choice, set: chosen('{question}'), examples: [asked({ question: 'q' })] },
      { ...choice, set: chosen('{question} {options}'), examples: [asked({ question: 'q', passage: 'p' })] },
      { ...choice, set: chosen('{passage} {question} {options}'), examples: [asked({ question: 'q' })] },
      {
        ...choice,
        set: chosen('{passage} {question} {options}'),
        examples: [asked({ question: 'q', passage: 'p' }), asked({ question: 'q' })],
      },
      { ...choice, set: chosen('{question} {options}', '{id}'), examples: [asked({ question: 'q' })] },
      withText('{{sentence}} {head} {tail}'),
      withText('{sentence} {{ head }} {tail}'),
      {
        set: {
          ...set,
          instructions: [
            { ...instruction('a', '{sentence} {head} {tail}'), translations: { de: '{sentence} {{head}} {tail}' } },
          ],
        },
      },
      { ...choice, set: chosen('{question} {options}', '{id}) {{text}}'), examples: [asked({ question: 'q' })] },
      // Quotes alone make no members of a JSON object.
      { ...choice, set: chosen('{question} {{options}}', '"{text}"'), examples: [asked({ question: 'q' })] },
      {
        ...choice,
        set: chosen('{question} {options} {{ options }}', '"{id}": "{text}"'),
        examples: [asked({ question: 'q' })],
      },
    ]
    expect(faults.map((change) => messageOf(() => buildTask({ ...parts, ...change })))).toMatchInlineSnapshot(`
      [
        "UsageError: i.yaml:3: instruction set "re" asks for relation-extraction, the suite for boolean-qa: make them agree (task: boolean-qa), or take another set",
        "UsageError: i.yaml:4: relation-extraction needs "labels": label id -> label words",
        "UsageError: instruction set "re" has no instructions",
        "UsageError: task "re" has no examples",
        "UsageError: i.yaml:5:3: instruction "a" mentions {sentance}, which relation-extraction has not (did you mean {sentence}?)",
        "UsageError: i.yaml:5:3: instruction "a" mentions {options}, which relation-extraction has not (known: {sentence}, {head}, {tail}, {labels})",
        "UsageError: i.yaml:5:3: instruction "a" does not mention {head} and {tail}",
        "UsageError: i.yaml:5:3: instruction id "a" was used in i.yaml:5 already: ids must be unique",
        "UsageError: no instruction has the canonical id "c" (known: "a", "b")",
        "UsageError: d.jsonl:2: example id "1" was used in d.jsonl:2 already: ids must be unique",
        "UsageError: d.jsonl:2: gold "founded" is none of the labels (did you mean "founded_by"?)",
        "UsageError: example 9: input field "tail" is missing",
        "UsageError: i.yaml:5:3: instruction "a" does not mention {options}",
        "UsageError: i.yaml:5:3: instruction "a" does not mention {passage}",
        "UsageError: i.yaml:5:3: instruction "a" mentions {passage}, which no example has",
        "UsageError: d.jsonl:2: input field "passage" is missing: other examples have it",
        "UsageError: i.yaml:5:3: instruction "a" writes options as "{id}", without {text}",
        "UsageError: i.yaml:5:3: instruction "a" puts the value of {sentence} in braces: write {sentence}, not {{sentence}}",
        "UsageError: i.yaml:5:3: instruction "a" puts the value of {head} in braces: write {head}, not {{head}}",
        "UsageError: i.yaml:5:3: instruction "a" puts the value of {head} in braces in its translation "de": write {head}, not {{head}}",
        "UsageError: i.yaml:5:3: instruction "a" writes options with {{text}}, which puts braces around each: write {text}",
        "UsageError: i.yaml:5:3: instruction "a" puts the value of {options} in braces: write {options}, not {{options}}",
        "UsageError: i.yaml:5:3: instruction "a" puts the value of {options} in braces: write {options}, not {{options}}",
      ]
    `)
  })
})
