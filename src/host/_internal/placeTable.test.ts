import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from '../../core/hash/index.ts'
import { placeTable, type Place } from './placeTable.ts'

const place = fc.record(
  {
    reader: fc.constantFrom('a.jsonl', 'b.jsonl'),
    at: fc.maxSafeNat(),
    bytes: fc.nat(),
    took: fc.record({ latencyMs: fc.double({ min: 0, noNaN: true }), attempts: fc.nat(9) }, { noNullPrototype: true }),
  },
  { requiredKeys: ['reader', 'at', 'bytes'], noNullPrototype: true },
)
const key = fc.oneof(
  fc.nat(20).map((seed) => sha256(String(seed))),
  fc.string({ maxLength: 3 }),
)

test('a table of places is a map, whatever was set last', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.oneof(place, fc.array(place, { maxLength: 3 })))), (entries) => {
      const table = placeTable<string>()
      const map = new Map<string, Place<string> | Place<string>[]>()
      for (const [name, places] of entries) {
        table.set(name, places)
        map.set(name, places)
      }
      expect(table.size()).toBe(map.size)
      expect([...table.keys()]).toEqual([...map.keys()].toSorted())
      expect([...map.keys()].map((name) => table.get(name))).toEqual([...map.values()])
      const firsts = [...map.values()].map((found) => (Array.isArray(found) ? found[0] : found))
      expect([...map.keys()].map((name) => table.took(name))).toEqual(firsts.map((one) => one?.took ?? null))
      expect(table.get(sha256('never set'))).toBeUndefined()
      expect(table.took(sha256('never set'))).toBeNull()
      const disputed = [...map].filter(([, found]) => Array.isArray(found) && found.length > 1)
      expect(table.disputed().toSorted()).toEqual(disputed.map(([name]) => name).toSorted())
    }),
  )
})
