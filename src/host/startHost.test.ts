import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sampleObservation } from '../core/wording/sampleRun.testing.ts'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { ClaimResult, Observation } from '../core/types/index.ts'
import type { ClaimAbout, HostPort } from '../observe/hostPort.ts'
import { connectHost } from './connectHost.ts'
import type { HostOptions } from './hostCore.ts'
import { startHost, type Host } from './startHost.ts'
import { answerOf, contextOf, freshFolder } from './host.testing.ts'

async function open(options: Partial<HostOptions> = {}): Promise<Host> {
  const host = await startHost({ dir: await freshFolder(), runKey: 'a', mode: 'off', ...options })
  onTestFinished(() => host.close())
  return host
}

const never = new AbortController().signal

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1))

/** Runs `calls` pieces of work at once and says how many were under way together at most. */
async function mostAtOnce(ports: readonly HostPort[], calls: number, concurrency: number): Promise<number> {
  let now = 0
  let most = 0
  const work = async (): Promise<void> => {
    now += 1
    most = Math.max(most, now)
    await pause()
    now -= 1
  }
  await Promise.all(
    Array.from({ length: calls }, (_, index) => ports[index % ports.length]?.permit('e', concurrency, never, work)),
  )
  return most
}

describe('startHost', () => {
  it('listens where only this user can look', async () => {
    const host = await open()
    expect((await stat(dirname(host.address))).mode & 0o777).toBe(0o700)
    await host.close()
    await expect(stat(dirname(host.address))).rejects.toThrow('ENOENT')
    await expect(connectHost(host.address)).rejects.toThrow('cannot be reached')
  })

  it('journals for all workers and gives each what another was answered', async () => {
    const host = await open()
    const [one, two] = await Promise.all([connectHost(host.address), connectHost(host.address)])
    await one.put('k1', answerOf('yes "quoted"\nü€😀'), contextOf())
    expect(await two.get(['k1', 'k2'])).toEqual([answerOf('yes "quoted"\nü€😀'), null])
    expect(await host.port.get(['k1'])).toHaveLength(1)
    one.tally({ made: 3, reused: 1, retried: 2 })
    two.tally({ made: 1, reused: 0, retried: 0 })
    await Promise.all([one.close(), two.close()])
    await vi.waitFor(() => expect(host.counters()).toEqual({ made: 4, reused: 1, retried: 2 }))
  })

  it('shares one set of permits between workers, and a lone one has them all', async () => {
    const host = await open()
    const [one, two] = await Promise.all([connectHost(host.address), connectHost(host.address)])
    expect(await mostAtOnce([one], 40, 4)).toBe(4)
    expect(await mostAtOnce([one, two, host.port], 60, 4)).toBe(4)
    expect(await mostAtOnce([two], 40, 4)).toBe(4)
    await Promise.all([one.close(), two.close()])
  })

  it('lets no busy worker keep the permits from another', async () => {
    const host = await open()
    const [busy, late] = await Promise.all([connectHost(host.address), connectHost(host.address)])
    let done = 0
    async function loop(): Promise<void> {
      for (let call = 0; call < 100; call += 1) await busy.permit('e', 2, never, pause)
      done += 1
    }
    const loops = Promise.all(Array.from({ length: 4 }, loop))
    await busy.permit('e', 2, never, pause)
    for (let call = 0; call < 5; call += 1) await late.permit('e', 2, never, pause)
    expect(done).toBe(0)
    await loops
    await Promise.all([busy.close(), late.close()])
  })

  it('frees the permits of a worker that is gone', async () => {
    const host = await open()
    const [one, two] = await Promise.all([connectHost(host.address), connectHost(host.address)])
    const started = Promise.withResolvers<undefined>()
    void one.permit('e', 1, never, () => {
      started.resolve(undefined)
      return new Promise(() => {})
    })
    await started.promise
    const got = two.permit('e', 1, never, async () => 'mine')
    await one.close()
    expect(await got).toBe('mine')
    await two.close()
  })

  it('lets a waiting call be aborted, and its permit go on to the next', async () => {
    const host = await open()
    const port = await connectHost(host.address)
    const end = Promise.withResolvers<undefined>()
    const running = port.permit('e', 1, never, () => end.promise)
    const controller = new AbortController()
    const waiting = port.permit('e', 1, controller.signal, async () => 'no')
    const next = port.permit('e', 1, never, async () => 'yes')
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    end.resolve(undefined)
    await running
    expect(await next).toBe('yes')
    await port.close()
  })

  it('hands claims and live events on, and a failure back', async () => {
    const observations: Observation[] = []
    const onLive = vi.fn<NonNullable<HostOptions['onLive']>>()
    const about = { release: { name: 'v1' }, task: { name: 're' } } as ClaimAbout
    const host = await open({
      onLive,
      onClaim(result, seen, { release }) {
        expect(release.name).toBe('v1')
        if (result.title === 'bad') throw new Error('no room for it')
        observations.push(...seen)
      },
    })
    const port = await connectHost(host.address)
    const many = Array.from({ length: 5000 }, (_, index) => sampleObservation({ example: `e${index}` }))
    await port.claim({ title: 'good' } as ClaimResult, many, about)
    expect(observations).toHaveLength(5000)
    await expect(port.claim({ title: 'bad' } as ClaimResult, [], about)).rejects.toThrow('no room for it')
    port.live({ title: 'good', units: 1, pool: 2, verdict: null })
    await port.close()
    await vi.waitFor(() => expect(onLive).toHaveBeenCalledTimes(1))
  })

  it('rejects what waits when the host goes away, and everything later', async () => {
    const host = await open()
    const port = await connectHost(host.address)
    const end = Promise.withResolvers<undefined>()
    const started = Promise.withResolvers<undefined>()
    const running = port.permit('e', 1, never, () => {
      started.resolve(undefined)
      return end.promise
    })
    await started.promise
    const waiting = port.permit('e', 1, never, async () => 'never')
    const outcome = waiting.catch((error: Error) => error.message)
    await host.close()
    expect(await outcome).toContain('has ended the connection')
    end.resolve(undefined)
    await running
    await expect(port.get(['k1'])).rejects.toThrow('has ended the connection')
    await port.close()
  })

  it('answers 20,000 look-ups', async () => {
    const host = await open()
    const port = await connectHost(host.address)
    await Promise.all(
      Array.from({ length: 2000 }, (_, index) => port.put(`k${index}`, answerOf('a'.repeat(50)), contextOf())),
    )
    for (let round = 0; round < 200; round += 1) {
      const keys = Array.from({ length: 100 }, (_, index) => `k${(round * 100 + index) % 2000}`)
      expect((await Promise.all(keys.map((key) => port.get([key])))).every((one) => one[0] !== null)).toBe(true)
    }
    await port.close()
  })
})
