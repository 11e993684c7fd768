import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ddmin } from './shrinkCases.ts'

const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 40 })

test('where certain items are needed together, exactly they are left, in order', async () => {
  await fc.assert(
    fc.asyncProperty(numbers, fc.infiniteStream(fc.boolean()), async (items, coin) => {
      const some = items.filter(() => coin.next().value)
      const needed = some.length === 0 ? items.slice(0, 1) : some
      const { items: left, complete } = await ddmin(items, async (subset) =>
        needed.every((one) => subset.includes(one)),
      )
      expect(left).toEqual(needed)
      expect(complete).toBe(true)
    }),
  )
})

test('whatever the trial says, what is left holds, and no single item of it can go', async () => {
  await fc.assert(
    fc.asyncProperty(numbers, fc.func(fc.boolean()), async (items, chance) => {
      const holds = async (subset: readonly number[]) => subset.length === items.length || chance([...subset])
      const { items: left } = await ddmin(items, holds)
      expect(await holds(left)).toBe(true)
      const without = left.length === 1 ? [] : left.map((one) => left.filter((item) => item !== one))
      for (const fewer of without) expect(await holds(fewer)).toBe(false)
    }),
  )
})

test('one item is not tried; a trial that is refused ends it with what was found by then', async () => {
  const never = async () => {
    throw new Error('tried')
  }
  expect(await ddmin(['a'], never)).toEqual({ items: ['a'], complete: true })
  let left = 1
  const found = await ddmin(['a', 'b', 'c', 'd'], async (subset) => (left-- > 0 ? subset.includes('a') : null))
  expect(found).toEqual({ items: ['a', 'b'], complete: false })
})
