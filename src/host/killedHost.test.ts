import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { expect, it, onTestFinished } from 'vitest'
import { localHost } from './localHost.ts'
import { connectHost } from './connectHost.ts'
import { answerOf, contextOf, freshFolder } from './host.testing.ts'
import { startHost } from './startHost.ts'

/** Journals as fast as it can and prints each key once its `put` has resolved. */
const WRITER = `
const { localHost } = await import(process.argv[1])
const host = await localHost({ dir: process.argv[2], runKey: 'a', mode: 'record' })
const who = { model: 'tiny', revision: 'r1' }
for (let n = 0; ; n += 8) {
  await Promise.all(Array.from({ length: 8 }, async (_, i) => {
    const answer = { kind: 'answer', text: 'x'.repeat(2000), finish: 'stop', tokens: { input: 3, output: 1 }, who }
    await host.put('k' + (n + i), answer, { release: 'v1', latencyMs: 1, attempts: 1, pinned: true })
    process.stdout.write('k' + (n + i) + '\\n')
  }))
}`

/** Kills a writer once it has printed so many keys, and returns all that it printed until it was gone. */
async function killedAfter(child: ChildProcessByStdio<null, Readable, null>, keys: number): Promise<string[]> {
  const printed: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (/^k\d+$/.test(line)) printed.push(line)
    if (printed.length === keys) child.kill('SIGKILL')
  })
  await once(child, 'close')
  return printed
}

// On the sources: the built package has no entry for its host.
it('keeps every answer that was acknowledged before kill -9', async () => {
  const dir = await freshFolder()
  const module = new URL('localHost.ts', import.meta.url).href
  const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, module, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged = await killedAfter(child, 300)
  expect(child.signalCode).toBe('SIGKILL')

  const host = await localHost({ dir, runKey: 'a', mode: 'record' })
  const answers = await host.get(acknowledged)
  expect(acknowledged.length).toBeGreaterThanOrEqual(300)
  expect(answers.every((answer) => answer?.kind === 'answer' && answer.text === 'x'.repeat(2000))).toBe(true)
  // The next run also merges the killed one's segment of the store.
  await host.put('own', answerOf('own'), { release: 'v1', latencyMs: 1, attempts: 1, pinned: true })
  await host.close()
  const replaying = await localHost({ dir, runKey: 'b', mode: 'replay' })
  expect((await replaying.get([...acknowledged, 'own'])).every((answer) => answer !== null)).toBe(true)
  await replaying.close()
})

const HERE = new URL('.', import.meta.url).href

/** Puts as fast as it can over the socket and prints each key once its `put` has resolved. */
const WORKER = `
const { connectHost } = await import(process.argv[1] + 'connectHost.ts')
const port = await connectHost(process.argv[2])
const who = { model: 'tiny', revision: 'r1' }
for (let n = 0; ; n += 8) {
  await Promise.all(Array.from({ length: 8 }, async (_, i) => {
    const answer = { kind: 'answer', text: 'x'.repeat(2000), finish: 'stop', tokens: { input: 3, output: 1 }, who }
    await port.put('k' + (n + i), answer, { release: 'v1', latencyMs: 1, attempts: 1, pinned: true })
    process.stdout.write('k' + (n + i) + '\\n')
  }))
}`

const HOST = `
const { startHost } = await import(process.argv[1] + 'startHost.ts')
const host = await startHost({ dir: process.argv[2], runKey: 'a', mode: 'off' })
process.stdout.write(host.address + '\\n')
setInterval(() => {}, 1000)`

/** A host in a process of its own, on the sources: the built package has no entry for it. */
async function hostProcess(dir: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOST, HERE, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [address] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { child, address }
}

it('keeps every answer of a worker that was acknowledged before kill -9 of the main process', async () => {
  const dir = await freshFolder()
  const { child, address } = await hostProcess(dir)
  const port = await connectHost(address)
  const acknowledged: string[] = []
  const lost: string[] = []
  await Promise.all(
    Array.from({ length: 8 }, async (_, lane) => {
      for (let at = 0; lost.length === 0; at += 1) {
        const key = `k${lane}-${at}`
        await port.put(key, answerOf('x'.repeat(2000)), contextOf()).then(
          () => acknowledged.push(key),
          () => lost.push(key),
        )
        if (acknowledged.length === 200) child.kill('SIGKILL')
      }
    }),
  )
  expect(child.signalCode ?? (await once(child, 'exit'))[1]).toBe('SIGKILL')
  const host = await localHost({ dir, runKey: 'a', mode: 'off' })
  onTestFinished(() => host.close())
  expect(acknowledged.length).toBeGreaterThanOrEqual(200)
  expect((await host.get(acknowledged)).filter((answer) => answer === null)).toEqual([])
})

it('keeps every answer of a worker that was acknowledged before kill -9 of the worker, and no line in part', async () => {
  const dir = await freshFolder()
  const host = await startHost({ dir, runKey: 'a', mode: 'off' })
  onTestFinished(() => host.close())
  const child = spawn(process.execPath, ['--input-type=module', '-e', WORKER, HERE, host.address], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged = await killedAfter(child, 300)
  expect(child.signalCode).toBe('SIGKILL')
  expect((await host.port.get(acknowledged)).filter((answer) => answer === null)).toEqual([])
  for (const line of (await readFile(join(dir, 'journal', 'a.jsonl'), 'utf8')).trimEnd().split('\n'))
    expect(() => JSON.parse(line) as object).not.toThrow()
  await host.close()
  expect(await readdir(join(dir, 'journal'))).toEqual(['a.jsonl'])
})
