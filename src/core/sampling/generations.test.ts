import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { booleanQa, taskHash } from '../tasks/index.ts'
import type { Example, Task } from '../types/index.ts'
import { displayShare, growthOf, lineagesOf, linesOf, orderByGeneration } from './generations.ts'

const example = (id: string, group = id, question = `Is it ${id}?`): Example => ({
  id,
  group,
  input: { passage: 'p', question },
  gold: 'yes',
})
const many = (count: number, from = 0) => Array.from({ length: count }, (_, at) => example(`e${at + from}`))

function taskOf(examples: readonly Example[], canonical = 'a'): Task {
  const instructions = [{ id: 'a', hash: 'h1' }] as unknown as Task['instructions']
  const parts = { kind: booleanQa, labels: null, examples, instructions, canonical }
  return { name: 'qa', ...parts, hash: taskHash(parts), sources: [] }
}

const order = { seed: '0', candidate: 'v2@1' }

describe('growing', () => {
  test('a task that was not known is one generation under its own hash', () => {
    const task = taskOf(many(3))
    const { lineage, added, change } = growthOf(task, null)
    expect(lineage).toMatchObject({ task: 'qa', key: task.hash })
    expect(lineage.generations.map((own) => Object.keys(own))).toEqual([['e0', 'e1', 'e2']])
    expect([added, change]).toEqual([0, null])
  })

  test('added examples come after all that were known, whose order and key stay', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.integer({ min: 1, max: 10 }), { maxLength: 4 }),
        (first, more) => {
          let count = first
          let { lineage } = growthOf(taskOf(many(first)), null)
          const { key } = lineage
          for (const step of more) {
            const before = orderByGeneration(lineage, order)
            count += step
            const grown = growthOf(taskOf(many(count).toReversed()), lineage)
            expect(grown).toMatchObject({ added: step, change: null })
            lineage = grown.lineage
            expect(lineage.key).toBe(key)
            expect(orderByGeneration(lineage, order).slice(0, before.length)).toEqual(before)
          }
          expect(orderByGeneration(lineage, order).toSorted()).toEqual(
            many(count)
              .map(({ id }) => id)
              .toSorted(),
          )
          expect(growthOf(taskOf(many(count)), lineage)).toEqual({ lineage, added: 0, change: null })
        },
      ),
    )
  })

  test.each([
    ['removed', taskOf(many(3, 1)), 'Task qa: 1 source is gone (e0)'],
    ['changed', taskOf([example('e0', 'e0', 'Another?'), ...many(3, 1)]), 'Task qa: 1 source has other examples (e0)'],
    [
      'a known source got an example',
      taskOf([...many(4), example('e9', 'e1')]),
      'Task qa: 1 source has other examples (e1)',
    ],
    [
      'the wording changed',
      taskOf(many(4), 'b'),
      'Task qa: instructions, labels or what is around the question changed',
    ],
  ])('%s: the order begins anew, by name', (_, task, change) => {
    const known = growthOf(taskOf(many(4)), null).lineage
    const grown = growthOf(task, known)
    expect(grown.change).toBe(change)
    expect(grown.lineage).toMatchObject({ key: task.hash, generations: [expect.anything()] })
  })
})

describe('the display share', () => {
  const lineage = (...sizes: readonly number[]) => {
    let known = growthOf(taskOf(many(sizes[0]!)), null).lineage
    let total = sizes[0]!
    for (const size of sizes.slice(1)) {
      total += size
      known = growthOf(taskOf(many(total)), known).lineage
    }
    return known
  }

  test('is a tenth and at least 20, and none below 200 sources', () => {
    expect([50, 199, 200, 201, 300, 1000].map((size) => displayShare(lineage(size)).size)).toEqual([
      0, 0, 20, 21, 30, 100,
    ])
  })

  test('a member stays one, and what decided is never shown later', () => {
    const [before, after] = [displayShare(lineage(250)), displayShare(lineage(250, 100, 3))]
    expect([...after].slice(0, before.size)).toEqual([...before])
    const old = new Set(many(250).map(({ id }) => id))
    expect([...after].filter((source) => old.has(source) && !before.has(source))).toEqual([])
    expect(after.size).toBe(36)
  })

  test('of a pool that grows past 200 it is drawn from what is new alone', () => {
    const share = displayShare(lineage(150, 100))
    expect(share.size).toBe(25)
    expect([...share].every((source) => Number(source.slice(1)) >= 150)).toBe(true)
  })
})

describe('lines', () => {
  test('hold a lineage, however it grew', () => {
    const first = growthOf(taskOf(many(3)), null).lineage
    const second = growthOf(taskOf(many(5)), first).lineage
    expect(lineagesOf(linesOf(second)).get('qa')).toEqual([second])
    expect(lineagesOf([...linesOf(first), ...linesOf(second)]).get('qa')).toEqual([second])
  })

  test('a task that started again has both beginnings, and a change that is taken back finds its old one', () => {
    const [old, fresh] = [taskOf(many(3)), taskOf(many(3), 'b')].map((task) => growthOf(task, null).lineage)
    expect(lineagesOf([...linesOf(old!), ...linesOf(fresh!)]).get('qa')).toEqual([old, fresh])
    const grown = growthOf(taskOf(many(5)), fresh!, old!)
    expect(grown).toMatchObject({ change: null, added: 2, lineage: { key: old!.key } })
  })

  test('sources that two branches added at once are all kept, once each', () => {
    const first = growthOf(taskOf(many(3)), null).lineage
    const [ours, theirs] = [many(5), [...many(4), ...many(2, 8)]].map((all) => growthOf(taskOf(all), first).lineage)
    const joined = lineagesOf([...linesOf(ours!), ...linesOf(theirs!).slice(1)]).get('qa')![0]!
    expect(joined.generations.map((own) => Object.keys(own))).toEqual([
      ['e0', 'e1', 'e2'],
      ['e3', 'e4', 'e8', 'e9'],
    ])
  })
})
