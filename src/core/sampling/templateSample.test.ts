import { expect, test } from 'vitest'
import { orderGroups, sortByHash, templateSample } from './order.ts'

const key = { seed: '1', taskHash: 'task', candidate: 'v2@1' }
const templates = Array.from({ length: 6 }, (_, at) => `t${at}`)
const examples = Array.from({ length: 40 }, (_, at) => `e${String(at).padStart(2, '0')}`)

test('every template has as many examples as said, in order, and comes when its turn is', () => {
  const { order, groups } = templateSample(templates, examples, 5, key)
  expect(order).toEqual(orderGroups(templates, key))
  expect([...groups.keys()]).toEqual(order)
  for (const drawn of groups.values()) {
    expect(drawn).toHaveLength(5)
    expect(drawn).toEqual([...new Set(drawn)].toSorted())
    expect(examples).toEqual(expect.arrayContaining([...drawn]))
  }
  expect([...templateSample(templates, examples, 99, key).groups.values()][0]).toEqual(examples)
})

test('examples are drawn for each template alone, and are the same for every candidate, but not for another suite or seed', () => {
  const groupsOf = (change: Partial<typeof key>) => templateSample(templates, examples, 5, { ...key, ...change }).groups
  const own = groupsOf({})
  expect(new Set([...own.values()].map((drawn) => drawn.join()))).toHaveLength(templates.length)
  const drawnBy = (groups: ReadonlyMap<string, readonly string[]>) => templates.map((template) => groups.get(template))
  expect(drawnBy(groupsOf({ candidate: 'v3@1' }))).toEqual(drawnBy(own))
  for (const change of [{ seed: '2' }, { taskHash: 'another' }]) {
    for (const [at, drawn] of drawnBy(groupsOf(change)).entries()) expect(drawn).not.toEqual(drawnBy(own)[at])
  }
})

test('all examples are drawn about equally often', () => {
  const many = Array.from({ length: 2000 }, (_, at) => `t${at}`)
  const counts = new Map<string, number>()
  for (const drawn of templateSample(many, examples, 5, key).groups.values())
    for (const example of drawn) counts.set(example, (counts.get(example) ?? 0) + 1)
  // 250 expected, standard deviation 14.8: six of them leave a chance of 1 in 10 million.
  for (const example of examples) expect(Math.abs((counts.get(example) ?? 0) - 250)).toBeLessThan(89)
})

test('texts that come twice stay beside each other, whatever their order', () => {
  const texts = ['b', 'a', 'c', 'a']
  const sorted = sortByHash(texts, 'key')
  expect(sorted.toSorted()).toEqual(['a', 'a', 'b', 'c'])
  expect(sorted.lastIndexOf('a') - sorted.indexOf('a')).toBe(1)
  expect(sortByHash(texts.toReversed(), 'key')).toEqual(sorted)
})
