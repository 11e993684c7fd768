import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { faultRelease, faultRun, faultTask } from './faultRun.ts'
import { FAULTS, startFaultServer, type FaultServerOptions } from './faultServer.ts'

const CALLS = 1000
const task = faultTask(CALLS)

async function run(options: Partial<FaultServerOptions>) {
  const server = await startFaultServer({ latencyMs: 2, faults: {}, retryAfterS: 1, ...options })
  onTestFinished(() => server.close())
  const release = faultRelease(server.origin, 32)
  onTestFinished(() => release.close?.())
  return { server, release, ended: await faultRun(task, release, 128) }
}

describe('an endpoint that fails in every way there is', () => {
  it('loses no answer, takes none for another, and leaves the same evidence as a good one', async () => {
    const good = await run({})
    const bad = await run({ faults: FAULTS })
    expect(good.ended).toMatchObject({ lost: 0, wrong: 0, stopped: null, calls: { made: CALLS, retried: 0 } })
    expect(bad.ended).toMatchObject({ lost: 0, wrong: 0, stopped: null, digest: good.ended.digest })
    // Every fault was met, no Retry-After was ignored, and each answer was sent once.
    expect(Object.keys(bad.server.counts).toSorted()).toEqual([...Object.keys(FAULTS), 'answered'].toSorted())
    const { answered = 0, 'slow first byte': slow = 0, 'wrong content type': odd = 0 } = bad.server.counts
    expect(answered + slow + odd).toBe(CALLS)
    expect(bad.server.peak()).toBeLessThanOrEqual(32)
  }, 60_000)

  it('stops with one clear error when the quota ends, and pays for nothing twice', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'robustness-quota-'))
    onTestFinished(() => rmSync(dir, { recursive: true }))
    const server = await startFaultServer({ latencyMs: 2, faults: {}, retryAfterS: 1, quota: 300 })
    onTestFinished(() => server.close())
    const first = await faultRun(task, faultRelease(server.origin, 32), 128, dir)
    expect(first.stopped).toMatch(/HTTP 429: You exceeded your current quota$/)
    expect(first.lost).toBe(CALLS - 300)
    server.refill(CALLS)
    const second = await faultRun(task, faultRelease(server.origin, 32), 128, dir)
    expect(second).toMatchObject({ lost: 0, wrong: 0, stopped: null, calls: { made: CALLS - 300, reused: 300 } })
    expect(server.counts['answered']).toBe(CALLS)
  }, 60_000)
})
