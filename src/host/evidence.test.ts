import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
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
    (piece) => {
      pieces.push(piece)
      const { call, from, observations } = JSON.parse(JSON.stringify(piece)) as Piece
      taker.piece(call, from, observations)
    },
    async () => {},
  )
  return { sender, taker, pieces }
}
const some = (count: number, raw = ''): Observation[] =>
  Array.from({ length: count }, (_, index) => sampleObservation({ example: `e${index}`, raw }))

const plain = (list: ObservationList) => JSON.parse(JSON.stringify([...list])) as unknown

describe('evidence, handed in piece by piece', () => {
  test('is whole at the end, however it was cut, and no piece is large', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(300), async (units, rest) => {
        const { sender, taker, pieces } = pair()
        const early = units.map((count) => some(count))
        let from = 0
        for (const unit of early) {
          sender.add('c', from, unit)
          from += unit.length
        }
        const all = [...early.flat(), ...some(rest)]
        expect(await sender.finish('c', all)).toBe(all.length)
        expect(plain(taker.whole('c', all.length))).toEqual(all)
        expect(Math.max(0, ...pieces.map(({ observations }) => observations.length))).toBeLessThanOrEqual(256)
      }),
    )
  })

  test('most of it is there before the end', async () => {
    const { sender, pieces } = pair()
    const all = some(1000)
    for (const [from, one] of all.entries()) sender.add('c', from, [one])
    expect(pieces).toHaveLength(3)
    await sender.finish('c', all)
    expect(pieces.map(({ from, observations }) => [from, observations.length])).toEqual([
      [0, 256],
      [256, 256],
      [512, 256],
      [768, 232],
    ])
  })

  test('long answers go in pieces of their own', async () => {
    const { sender, pieces } = pair()
    await sender.finish('c', some(5, 'x'.repeat(700_000)))
    expect(pieces.map(({ observations }) => observations.length)).toEqual([2, 2, 1])
  })

  test('a test that is run again starts from nothing, also where less came than before', async () => {
    const { sender, taker } = pair()
    sender.add('c', 0, some(600))
    const again = some(40)
    sender.add('c', 0, again)
    expect(await sender.finish('c', again)).toBe(40)
    expect(plain(taker.whole('c', 40))).toEqual(again)
  })

  test('several claims at once do not mix; a claim without evidence has none', async () => {
    const { sender, taker } = pair()
    const [a, b] = [some(300), some(700, 'b')]
    sender.add('a', 0, a)
    sender.add('b', 0, b.slice(0, 300))
    await sender.finish('b', b)
    await sender.finish('a', a)
    expect([taker.whole('a', 300), taker.whole('b', 700), taker.whole('none', 0)].map(plain)).toEqual([a, b, []])
  })

  test('what did not arrive is reported', () => {
    const taker = evidenceTaker()
    taker.piece('c', 0, some(10))
    taker.piece('c', 20, some(10))
    expect(() => taker.whole('c', 30)).toThrow('of 30 observations of a claim 20 arrived')
  })
})
