import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinedObservations, observationTable, pieceOf, type ObservationTable } from '../core/table/index.ts'
import type { Observation, ObservationList } from '../core/types/index.ts'
import { sampleObservation } from '../core/wording/sampleRun.testing.ts'
import { evidenceSender, type EvidenceSender } from './connectHost.ts'
import { evidenceTaker, type EvidenceTaker } from './startHost.ts'
import type { FromWorker } from './_internal/lineChannel.ts'

type Piece = Extract<FromWorker, { t: 'evidence' }>

function pair(): { sender: EvidenceSender; taker: EvidenceTaker; pieces: Piece[] } {
  const pieces: Piece[] = []
  const taker = evidenceTaker()
  const sender = evidenceSender(
    (message) => {
      pieces.push(message)
      const { call, from, piece } = JSON.parse(JSON.stringify(message)) as Piece
      taker.piece(call, from, piece)
    },
    async () => {},
  )
  return { sender, taker, pieces }
}
const sizes = (pieces: readonly Piece[]) => pieces.map(({ piece }) => piece.scores.length)
/** A table, as a claim under way has one. */
function tableOf(observations: readonly Observation[]): ObservationTable {
  const table = observationTable()
  for (const one of observations) table.add(one)
  return table
}
const some = (count: number, raw = ''): Observation[] =>
  Array.from({ length: count }, (_, index) => sampleObservation({ example: `e${index}`, raw }))

const plain = (list: ObservationList) => JSON.parse(JSON.stringify([...list])) as unknown

describe('evidence, handed in piece by piece', () => {
  test('is whole at the end, however it was cut, and no piece is large', async () => {
    const units = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(units, fc.nat(300), fc.boolean(), async (counts, rest, tabled) => {
        const { sender, taker, pieces } = pair()
        const early = tableOf([])
        for (const one of counts.flatMap((count) => [some(count)])) {
          for (const observation of one) early.add(observation)
          sender.add('c', early)
        }
        const all = [...counts.flatMap((count) => some(count)), ...some(rest)]
        for (const one of tabled ? some(rest) : []) early.add(one)
        const list = tabled ? early : joinedObservations(early, some(rest))
        expect(await sender.finish('c', list)).toBe(all.length)
        expect(plain(taker.whole('c', all.length))).toEqual(all)
        expect(Math.max(0, ...sizes(pieces))).toBeLessThanOrEqual(256)
      }),
    )
  })

  test('most of it is there before the end', async () => {
    const { sender, pieces } = pair()
    const table = observationTable()
    for (const one of some(1000)) {
      table.add(one)
      sender.add('c', table)
    }
    expect(pieces).toHaveLength(3)
    await sender.finish('c', table)
    expect(pieces.map(({ from, piece }) => [from, piece.scores.length])).toEqual([
      [0, 256],
      [256, 256],
      [512, 256],
      [768, 232],
    ])
  })

  test('long answers go in pieces of their own', async () => {
    const { sender, pieces } = pair()
    const long = Array.from({ length: 5 }, (_, at) => String(at).repeat(700_000))
    await sender.finish(
      'c',
      long.flatMap((raw) => some(1, raw)),
    )
    expect(sizes(pieces)).toEqual([2, 2, 1])
  })

  test('a test that is run again starts from nothing, also where less came than before', async () => {
    const { sender, taker } = pair()
    sender.add('c', tableOf(some(600)))
    const again = some(40)
    sender.add('c', again)
    expect(await sender.finish('c', again)).toBe(40)
    expect(plain(taker.whole('c', 40))).toEqual(again)
  })

  test('several claims at once do not mix; a claim without evidence has none', async () => {
    const { sender, taker } = pair()
    const [a, b] = [some(300), some(700, 'b')]
    sender.add('a', tableOf(a))
    sender.add('b', tableOf(b.slice(0, 300)))
    await sender.finish('b', b)
    await sender.finish('a', a)
    expect([taker.whole('a', 300), taker.whole('b', 700), taker.whole('none', 0)].map(plain)).toEqual([a, b, []])
  })

  test('what did not arrive is reported', () => {
    const taker = evidenceTaker()
    const ten = pieceOf(some(10), 0, { most: 10, mostText: Infinity })
    taker.piece('c', 0, ten)
    taker.piece('c', 20, ten)
    expect(() => taker.whole('c', 30)).toThrow('of 30 observations of a claim 20 arrived')
  })
})
