import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import {
  booleanQa,
  checkExample,
  checkLabels,
  multipleChoice,
  relationExtraction,
  taskContract,
} from '../core/tasks/index.ts'
import type { Example, Refusal, TaskKind } from '../core/types/index.ts'
import { readDataset, type Dataset } from './readDataset.ts'

// Public datasets that are not part of this repository: the readers are tried on them where they are next to it.
const DATA = join(import.meta.dirname, '../../../shared/data')

const read = (file: string, more = {}): Dataset => readDataset({ file: join(DATA, file), ...more })

function faultsOf(kind: TaskKind, examples: readonly Example[], labels: Dataset['labels'] = null): Refusal[] {
  return examples.flatMap((example) => {
    const reason = checkExample(kind, example, { labels })
    return reason === null ? [] : [{ at: example.at ?? { file: '', line: 0 }, reason }]
  })
}

describe.skipIf(!existsSync(DATA))('public data (../shared/data)', () => {
  test('BoolQ: all 3,270 rows, in groups by passage', () => {
    const { examples, format, refused } = read('boolq/dev.jsonl')
    expect({ format, refused, count: examples.length }).toEqual({ format: 'boolq', refused: [], count: 3270 })
    expect(faultsOf(booleanQa, examples)).toEqual([])
    expect(new Set(examples.map(({ id }) => id)).size).toBe(3270)
    expect(new Set(examples.map(({ group }) => group)).size).toBeLessThan(3270)
  })

  test('MMLU: all 2,243 rows; one with twin options is refused by line, and no option is read as another', () => {
    const files = readdirSync(join(DATA, 'mmlu')).filter((file) => file.endsWith('.csv'))
    const sets = files.map((file) => read(`mmlu/${file}`))
    expect(new Set(sets.map(({ format }) => format))).toEqual(new Set(['mmlu']))
    const examples = sets.flatMap((set) => set.examples)
    expect(examples).toHaveLength(2243)
    const faults = faultsOf(multipleChoice, examples)
    expect(faults).toEqual([
      {
        at: expect.objectContaining({ line: expect.any(Number) }),
        reason: expect.stringContaining("can't be told apart"),
      },
    ])
    const texts = ['A', '(b)', 'The answer is C.', 'A and B', ...(examples[0]?.options ?? [])]
    expect(taskContract(multipleChoice, { examples: examples.slice(0, 20), context: { labels: null }, texts })).toEqual(
      [],
    )
    const wrong = examples.slice(0, 400).filter((example) =>
      (example.options ?? []).some((option, index) => {
        const id = 'ABCDEFGH'.charAt(index)
        return [option, `${id}) ${option}`, `The answer is ${id}) ${option}`, `(${id}) ${option}`].some((said) => {
          const reading = multipleChoice.read(said, example, { labels: null })
          return reading.outcome === 'answered' && reading.answer !== id
        })
      }),
    )
    expect(wrong.map(({ options }) => options)).toEqual([])
  })

  test('FewRel: 16 relations × 50, with names', () => {
    const { examples, labels, format } = read('fewrel/val_wiki.first50.json', {
      labelNames: join(DATA, 'fewrel/pid2name.json'),
    })
    expect(format).toBe('fewrel')
    const counts = Map.groupBy(examples, ({ gold }) => gold)
    expect([...counts.values()].map((rows) => rows.length)).toEqual(Array.from({ length: 16 }, () => 50))
    expect(checkLabels(relationExtraction, labels)).toBeNull()
    expect(faultsOf(relationExtraction, examples, labels)).toEqual([])
    for (const { input } of examples) {
      expect(input['sentence']).toContain(input['head'])
      expect(input['sentence']).toContain(input['tail'])
    }
    for (const [id, words] of Object.entries(labels ?? {})) {
      for (const said of [
        words,
        words.toUpperCase(),
        `**${words}**`,
        `The relation is ${words}.`,
        `It is "${words}" here`,
        id,
      ]) {
        expect(relationExtraction.read(said, examples[0]!, { labels })).toEqual({ outcome: 'answered', answer: id })
      }
    }
  })

  test.each([
    ['TRAIN_FILE.TXT', 8000],
    ['TEST_FILE_FULL.TXT', 2717],
  ])('SemEval-2010 task 8: %s has %i items, directed labels', (file, count) => {
    const { examples, labels, format } = read(`semeval2010-task8/${file}`)
    expect({ format, count: examples.length }).toEqual({ format: 'semeval2010-task8', count })
    expect(Object.keys(labels ?? {})).toHaveLength(19)
    expect(checkLabels(relationExtraction, labels)).toBeNull()
    expect(faultsOf(relationExtraction, examples, labels)).toEqual([])
    for (const id of Object.keys(labels ?? {})) {
      for (const said of [id, `${id}.`, `The relation is ${id}.`, `<e1> and <e2>: ${id}, clearly`]) {
        const reading = relationExtraction.read(said, { id: '', group: '', input: {}, gold: id }, { labels })
        expect(reading).toEqual({ outcome: 'answered', answer: id })
      }
    }
  })
})
