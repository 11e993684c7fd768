import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPace, createPermits, type Party } from './_internal/permits.ts'

function clocked() {
  let time = 0
  return { pace: createPace(() => time), pass: (ms: number) => (time += ms), time: () => time }
}

describe('permits of an endpoint', () => {
  it('halve on overload, once for a burst, and come back with success', () => {
    const { pace } = clocked()
    pace.declare({ concurrency: 64 })
    expect([pace.permits(), pace.tight()]).toEqual([64, false])
    for (let call = 0; call < 20; call += 1) pace.felt({ overloaded: true })
    expect([pace.permits(), pace.tight()]).toEqual([32, true])
    pace.ended(20)
    expect(pace.permits()).toBe(32)
    pace.ended(40)
    expect(pace.permits()).toBe(42)
    pace.ended(88)
    expect([pace.permits(), pace.tight()]).toEqual([64, false])
  })

  it('never fall below one, and settle under what the endpoint bears', () => {
    const { pace } = clocked()
    pace.declare({ concurrency: 64 })
    const settled: number[] = []
    for (let round = 0; round < 400; round += 1) {
      const sent = pace.permits()
      const refused = Math.max(0, sent - 10)
      for (let call = 0; call < refused; call += 1) pace.felt({ overloaded: true })
      pace.ended(sent)
      if (round >= 100) settled.push(pace.permits())
    }
    expect(Math.min(...settled)).toBeGreaterThanOrEqual(1)
    expect(settled.reduce((sum, permits) => sum + permits, 0) / settled.length).toBeLessThan(20)
  })

  it('bear refusals that have nothing to do with load', () => {
    const { pace } = clocked()
    pace.declare({ concurrency: 64 })
    let sum = 0
    for (let round = 0; round < 300; round += 1) {
      const sent = pace.permits()
      for (let call = 0; call < Math.round(sent / 10); call += 1) pace.felt({ overloaded: true })
      pace.ended(sent)
      sum += sent
    }
    expect(sum / 300).toBeGreaterThan(32)
  })
})

describe('a pace', () => {
  it('lets no more requests begin in any minute than were declared', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 200 }),
        (perMinute, gaps) => {
          const { pace, pass, time } = clocked()
          pace.declare({ concurrency: 8, requestsPerMinute: perMinute })
          const begun: number[] = []
          for (const gap of gaps) {
            pass(gap)
            pass(pace.wait())
            begun.push(time())
            pace.began()
          }
          for (const start of begun) {
            const within = begun.filter((at) => at >= start && at < start + 60_000).length
            expect(within).toBeLessThanOrEqual(perMinute)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  it('counts tokens once they are known, and guesses them before', () => {
    const { pace, pass } = clocked()
    pace.declare({ concurrency: 8, tokensPerMinute: 6000 })
    pace.began()
    expect(pace.wait()).toBe(0)
    pace.felt({ tokens: 100 })
    pass(pace.wait())
    // The next one is taken to cost as much, a second's worth.
    pace.began()
    expect(pace.wait()).toBeCloseTo(1000)
    pace.felt({ tokens: 300 })
    expect(pace.wait()).toBeCloseTo(3000)
  })

  it('pauses as long as the endpoint asks for', () => {
    const { pace, pass } = clocked()
    pace.declare({ concurrency: 8 })
    pace.felt({ pauseMs: 500 })
    expect([pace.wait(), pace.tight()]).toEqual([500, true])
    pass(500)
    expect([pace.wait(), pace.tight()]).toEqual([0, false])
  })

  it('keeps the permits of a lone worker short while it is throttled, and lets them go again', () => {
    const log: string[] = []
    const party: Party = { granted: () => log.push('granted'), shared: (_, shared) => log.push(`shared ${shared}`) }
    const permits = createPermits()
    for (let ask = 0; ask < 6; ask += 1) permits.ask(party, 'e', { concurrency: 4 })
    expect(log).toEqual(['granted', 'granted', 'granted', 'granted'])
    permits.felt('e', { overloaded: true })
    expect(log.at(-1)).toBe('shared true')
    permits.giveBack(party, 'e', 2)
    expect(log.filter((line) => line === 'granted')).toHaveLength(4)
    permits.giveBack(party, 'e', 2)
    expect(log.filter((line) => line === 'granted')).toHaveLength(6)
    permits.giveBack(party, 'e', 2)
    permits.giveBack(party, 'e', 0)
    for (let call = 0; call < 8; call += 1) {
      permits.ask(party, 'e', { concurrency: 4 })
      permits.giveBack(party, 'e', 1)
    }
    expect(log.indexOf('shared false')).toBeGreaterThan(log.indexOf('shared true'))
  })
})
