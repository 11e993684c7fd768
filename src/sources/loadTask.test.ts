import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { findTaskKind } from '../core/tasks/index.ts'
import type { Task } from '../core/types/index.ts'
import { booleanQa } from './plainTasks.ts'
import { loadTask } from './loadTask.ts'
import { readInstructions } from './readInstructions.ts'
import { readSeen } from './seenIn.ts'
import { folder, messageOf, rewrite } from './sources.testing.ts'
import type { TaskOptions } from './files/taskOptions.ts'

const DATA = '{"input": {"passage": "p", "question": "q"}, "gold": "yes"}\n'
const SET = `set: bool
task: boolean-qa
licence: MIT
author: x
canonical: a
instructions:
  - { id: a, family: f, text: '{passage} {question}' }
`
const FILES = { 'test.jsonl': DATA, 'bool.yaml': SET }

describe('a task is loaded', () => {
  test('once per pair of files, until one changes', () => {
    const at = folder(FILES)
    const options = { examples: at('test.jsonl'), instructions: at('bool.yaml') }
    const task = booleanQa(options)
    expect(task.name).toBe('bool')
    expect(task.sources.map(({ file }) => file.split('/').at(-1))).toEqual(['test.jsonl', 'bool.yaml'])
    expect(booleanQa(options)).toBe(task)
    expect(booleanQa({ ...options, name: 'other' })).not.toBe(task)
    rewrite(options.examples, DATA.replace('yes', 'no'), 2_000_000_000)
    expect(booleanQa(options).examples[0]?.gold).toBe('no')
    expect(booleanQa(options).hash).not.toBe(task.hash)
  })

  test('or the error says which file, line and near name', () => {
    const at = folder({
      ...FILES,
      'bad.jsonl': DATA.replace('yes', 'perhaps'),
      're.yaml': SET.replace('boolean-qa', 'bool-qa'),
      'x.csv': '',
      'typo.yaml': SET.replace('{passage}', '{pasage}'),
    })
    const good = { examples: at('test.jsonl'), instructions: at('bool.yaml') }
    const load = (change: object): string => messageOf(() => booleanQa({ ...good, ...change } as TaskOptions), at(''))
    expect([
      load({ examples: at('tset.jsonl') }),
      load({ examples: at('nothing-like-it.jsonl') }),
      load({ examples: at('no/test.jsonl') }),
      load({ examples: at('x.csv') }),
      load({ examples: at('bad.jsonl') }),
      load({ instructions: at('re.yaml') }),
      load({ instructions: at('typo.yaml') }),
      load({ instructions: at('test.jsonl') }),
      load({ exampels: 'x' }),
      load({ examples: undefined }),
      load({ name: 'a b' }),
      messageOf(() => booleanQa(undefined as never)),
      messageOf(() => booleanQa({ examples: 'x' } as never)),
    ]).toMatchInlineSnapshot(`
      [
        "UsageError: no file <folder>/tset.jsonl (looked at <folder>/tset.jsonl); did you mean "test.jsonl"?",
        "UsageError: no file <folder>/nothing-like-it.jsonl (looked at <folder>/nothing-like-it.jsonl); there: bad.jsonl, bool.yaml, re.yaml, test.jsonl, typo.yaml, x.csv",
        "UsageError: no folder <folder>/no, so no file <folder>/no/test.jsonl (looked at <folder>/no/test.jsonl)",
        "UsageError: <folder>/x.csv: a CSV file needs "columns": { input: { … }, gold: … }, or the option "format"",
        "UsageError: <folder>/bad.jsonl:1: gold "perhaps" must be "yes" or "no"",
        "UsageError: <folder>/re.yaml:2:7: instruction set "bool" asks for bool-qa, the suite for boolean-qa: make them agree (task: boolean-qa), or take another set",
        "UsageError: <folder>/typo.yaml:7:5: instruction "a" mentions {pasage}, which boolean-qa has not (did you mean {passage}?)",
        "UsageError: <folder>/test.jsonl: no reader for ".jsonl" files here (known: .yaml, .yml, .yaml, .yml, .json, .json)",
        "UsageError: booleanQa(): unknown option "exampels" (did you mean "examples"?)",
        "UsageError: booleanQa(): "examples" is missing: booleanQa({ examples: 'examples.jsonl', instructions: 'instructions.yaml' })",
        "UsageError: booleanQa(): name "a b" must be letters, digits, ".", "_" and "-"",
        "UsageError: booleanQa() needs options: booleanQa({ examples: 'examples.jsonl', instructions: 'instructions.yaml' })",
        "UsageError: booleanQa(): "instructions" is missing: booleanQa({ examples: 'examples.jsonl', instructions: 'instructions.yaml' })",
      ]
    `)
  })
})

describe('what a release line has seen', () => {
  test('is a list or a JSON file of one', () => {
    const at = folder({ 'seen.json': '["a", "b"]' })
    expect(readSeen(at('seen.json'))).toEqual(['a', 'b'])
    expect(readSeen(['a'], ['a', 'b'])).toEqual(['a'])
  })

  test('or refused', () => {
    const at = folder({ 'seen.json': '{"a": 1}', 'cut.json': '["a"' })
    expect([
      messageOf(() => readSeen(at('seen.json')), at('')),
      messageOf(() => readSeen(at('cut.json')), at('')),
      messageOf(() => readSeen(at('sen.json')), at('')),
      messageOf(() => readSeen(['re-s01', 're-s1', 'zzzzzz'], ['re-s01', 're-s02'])),
      messageOf(() => readSeen(['a', 'a'])),
    ]).toMatchInlineSnapshot(`
      [
        "UsageError: <folder>/seen.json: must be a JSON array of instruction ids, e.g. ["re-s01", "re-s02"]",
        "UsageError: <folder>/cut.json: not valid JSON: it must be an array of instruction ids",
        "UsageError: no file <folder>/sen.json (looked at <folder>/sen.json); did you mean "seen.json"?",
        "UsageError: seen: no instruction has the id "re-s1" (did you mean "re-s01"?), "zzzzzz" (known: "re-s01", "re-s02")",
        "UsageError: seen: "a" is listed twice",
      ]
    `)
  })
})

const FIXTURES = join(import.meta.dirname, '../../fixtures')
const sets = existsSync(join(FIXTURES, 'datasets')) ? ['re', 'qa-boolean', 'qa-choice', 'qa-extractive'] : []

describe.skipIf(sets.length === 0)('the fixtures', () => {
  test.each(sets)('%s load, and no example of calibration is in the test set', (name) => {
    const instructions = join(FIXTURES, `instructions/${name}.yaml`)
    const kind = findTaskKind(readInstructions(instructions).set.task)
    const load = (split: string): Task =>
      loadTask(kind, {
        examples: { file: join(FIXTURES, `datasets/${name}.${split}.jsonl`) },
        instructions: { file: instructions },
      })
    const [exam, calibration] = [load('test'), load('calibration')]
    const ids = new Set(exam.examples.map(({ id }) => id))
    expect(calibration.examples.filter(({ id }) => ids.has(id))).toEqual([])
    expect(exam.examples.length).toBeGreaterThan(1000)
  })

  test('seen.json names only instructions that there are', () => {
    const files = readdirSync(join(FIXTURES, 'instructions')).filter((file) => file.endsWith('.yaml'))
    const ids = files.flatMap((file) =>
      readInstructions(join(FIXTURES, 'instructions', file)).set.instructions.map(({ id }) => id),
    )
    expect(readSeen(join(FIXTURES, 'instructions/seen.json'), ids).length).toBeLessThan(ids.length)
  })
})
