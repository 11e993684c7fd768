import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { renderParts } from '../core/perturbations/index.ts'
import { relationExtraction as kind } from '../core/tasks/index.ts'
import { variantPrompts } from '../core/variants/index.ts'
import type { Surroundings, Task } from '../core/types/index.ts'
import { buildTask } from './buildTask.ts'
import { readInstructions } from './readInstructions.ts'
import { relationExtraction } from './plainTasks.ts'
import { reloadTask } from './reloadTask.ts'

const ROOT = join(import.meta.dirname, '../..')
const FILES = {
  examples: join(ROOT, 'fixtures/datasets/re.test.jsonl'),
  instructions: join(ROOT, 'fixtures/instructions/re.yaml'),
}
const INVERSES = { parent_of: 'child_of', child_of: 'parent_of', owner_of: 'owned_by', owned_by: 'owner_of' }
const plain = relationExtraction(FILES)

describe('what prompts have around the question', () => {
  const surroundings: Surroundings = {
    system: 'You are a careful reader.',
    documents: [{ id: 'd1', text: 'A parent has a child.' }],
    tools: [{ name: 'look_up', description: 'Looks up.', parameters: { type: 'object' } }],
    demonstrations: [{ input: { sentence: 'Ada owns it.', head: 'Ada', tail: 'it' }, answer: 'owner_of' }],
  }
  const framed = relationExtraction({ ...FILES, name: 'framed', surroundings })

  test('stands before the question and is part of the hash; without it the hash is the accepted one', () => {
    const { id } = framed.examples[0]!
    const prompt = variantPrompts(framed).promptOf(id, framed.canonical)
    const bare = variantPrompts(plain).promptOf(id, plain.canonical)
    const [text, question] = [prompt, bare].map((one) => ('parts' in one ? renderParts(one.parts) : ''))
    expect(text).toMatch(
      /^You are a careful reader\.\n\n\{"name":"look_up"[^\n]*\n\n\[d1\] A parent has a child\.\n\nName the/,
    )
    expect(text!.endsWith(`owner of\n\n${question}`)).toBe(true)
    expect(framed.hash).not.toBe(plain.hash)
    const baseline = JSON.parse(readFileSync(join(ROOT, 'fixtures/baselines/tiny/baseline.json'), 'utf8')) as {
      taskHashes: Record<string, string>
      sources: Record<string, Task['sources']>
    }
    const accepted = reloadTask(kind.kind, 're', baseline.sources['re'] ?? [])
    expect(accepted.hash).toBe(baseline.taskHashes['re'])
  })

  test('is found again from what a run says about its files', () => {
    const again = reloadTask('relation-extraction', 'framed', JSON.parse(JSON.stringify(framed.sources)))
    expect(again.hash).toBe(framed.hash)
    expect(again.surroundings).toEqual(surroundings)
  })

  test.each([
    [null, 'must be an object'],
    [{ sytem: 'x' }, 'unknown key "sytem" (did you mean "system"?)'],
    [{ system: 3 }, '"system" must be a text'],
    [{ documents: [{ id: 'a' }] }, '"documents" must be a list of { id, text }'],
    [{ turns: [{ role: 'system', text: 'x' }] }, '"turns" must be a list of'],
    [{ shots: -1 }, '"shots" must be a whole number from 0'],
    [
      { demonstrations: [{ input: { sentence: 's' }, answer: 'owner_of' }] },
      'demonstration 1 lacks the input field "head"',
    ],
    [{ inverses: { parent_of: 'chld_of' } }, '"chld_of", which is no label (did you mean "child_of"?)'],
  ])('%j is refused', (wrong, message) => {
    expect(() => relationExtraction({ ...FILES, surroundings: wrong as Surroundings })).toThrow(message)
  })
})

describe('inverses of relations', () => {
  test('make entities trade places, where the relation has another direction', () => {
    const directed = relationExtraction({ ...FILES, name: 'directed', surroundings: { inverses: INVERSES } })
    const variant = `${directed.canonical}+swapped-entities`
    const { applies, promptOf } = variantPrompts(directed)
    const swapped = directed.examples.filter(({ id }) => applies(id, variant))
    expect(new Set(swapped.map(({ gold }) => gold))).toEqual(new Set(Object.keys(INVERSES)))
    for (const { id, gold, input } of swapped.slice(0, 50)) {
      expect(promptOf(id, variant)).toMatchObject({
        parts: { gold: INVERSES[gold as keyof typeof INVERSES], input: { head: input['tail'], tail: input['head'] } },
      })
    }
  })

  test('may stand in the instruction set', () => {
    const { set } = readInstructions({ file: FILES.instructions }, kind)
    const task = buildTask({ kind, examples: plain.examples, set: { ...set, inverses: INVERSES } })
    expect(task.surroundings).toEqual({ inverses: INVERSES })
    expect(buildTask({ kind, examples: plain.examples, set }).hash).toBe(plain.hash)
  })
})
