import { once } from 'node:events'
import { mkdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { connectHost } from './connectHost.ts'
import { answerOf, contextOf, freshFolder } from './host.testing.ts'
import { localHost } from './localHost.ts'
import { startHost, type Host } from './startHost.ts'

async function open(dir: string): Promise<Host> {
  const host = await startHost({ dir, runKey: 'a', mode: 'off' })
  onTestFinished(() => host.close())
  return host
}

describe('answers of a worker', () => {
  it('leave in one message for all that come within the batch, and none waits longer than that', async () => {
    const messages: { t: string; answers?: object[] }[] = []
    const address = join(await freshFolder(), 'host')
    const server = createServer((socket) => {
      socket.write(`${JSON.stringify({ t: 'hello', protocol: 1, mode: 'off', allowUnpinned: false, empty: true })}\n`)
      createInterface({ input: socket }).on('line', (line) => messages.push(JSON.parse(line) as { t: string }))
    }).listen(address)
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const port = await connectHost(address)
    onTestFinished(() => port.close())
    for (let burst = 0; burst < 3; burst += 1) {
      for (let at = 0; at < 50; at += 1) {
        void port.put(`k${burst}-${at}`, answerOf('yes'), contextOf()).catch(() => {})
        port.tally({ made: 1, reused: 0, retried: 0 })
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
      const seen = messages.filter(({ t }) => t === 'put')
      expect(seen.map(({ answers }) => answers?.length)).toEqual(Array.from({ length: burst + 1 }, () => 50))
    }
    expect(messages.filter(({ t }) => t === 'tally')).toEqual(
      Array.from({ length: 3 }, () => ({ t: 'tally', counts: { made: 50, reused: 0, retried: 0 } })),
    )
  })

  it('are all refused where the journal cannot be written, and can be put again', async () => {
    const dir = await freshFolder()
    const host = await open(dir)
    const port = await connectHost(host.address)
    await port.put('k0', answerOf('yes'), contextOf())
    // After a decided attempt a further answer begins a new file, and here its folder is gone.
    await host.finish()
    await rm(join(dir, 'journal'), { recursive: true })
    const puts = await Promise.allSettled(['k1', 'k2'].map((key) => port.put(key, answerOf('yes'), contextOf())))
    for (const put of puts) expect(put).toMatchObject({ status: 'rejected', reason: { name: 'HostError' } })
    expect(String((puts[1] as PromiseRejectedResult).reason)).toContain('ENOENT')
    // They are not taken for known, and nothing else may be asked of which the same would become.
    await expect(port.get(['k1', 'k2'])).rejects.toThrow('ENOENT')
    await mkdir(join(dir, 'journal'))
    await port.put('k1', answerOf('no'), contextOf())
    expect(await port.get(['k1', 'k2', 'k3'])).toEqual([answerOf('no'), answerOf('yes'), null])
    await port.close()
  })
})

describe('a look-up', () => {
  it('is needless for a lone worker until it has an answer of that key', async () => {
    const host = await open(await freshFolder())
    const port = await connectHost(host.address)
    const [mine, other] = ['a'.repeat(64), 'b'.repeat(64)]
    expect([port.mayKnow?.(mine), port.mayKnow?.(other)]).toEqual([false, false])
    await port.put(mine, answerOf('yes'), contextOf())
    expect([port.mayKnow?.(mine), port.mayKnow?.(other)]).toEqual([true, false])
    await port.close()
  })

  it('is needed once anybody else has put an answer, and from the start where some are known', async () => {
    const host = await open(await freshFolder())
    const [one, two] = await Promise.all([connectHost(host.address), connectHost(host.address)])
    await one.put('a'.repeat(64), answerOf('yes'), contextOf())
    await vi.waitFor(() => expect(two.mayKnow?.('b'.repeat(64))).toBe(true))
    expect(one.mayKnow?.('b'.repeat(64))).toBe(false)
    expect(await two.get(['a'.repeat(64)])).toEqual([answerOf('yes')])
    const late = await connectHost(host.address)
    expect(late.mayKnow?.('b'.repeat(64))).toBe(true)
    await host.port.put('c'.repeat(64), answerOf('no'), contextOf())
    await vi.waitFor(() => expect(one.mayKnow?.('b'.repeat(64))).toBe(true))
    await Promise.all([one.close(), two.close(), late.close()])
    await host.close()
  })

  it('is needed in a run that continues another, and in one with a store of answers', async () => {
    const dir = await freshFolder()
    const first = await localHost({ dir, runKey: 'a', mode: 'record' })
    await first.put('k1', answerOf('yes'), contextOf())
    await first.close()
    for (const runKey of ['a', 'b']) {
      const host = await startHost({ dir, runKey, mode: 'record' })
      const port = await connectHost(host.address)
      expect([port.mayKnow?.('k2'), await port.get(['k1'])]).toEqual([true, [answerOf('yes')]])
      await port.close()
      await host.close()
    }
  })
})
