import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { localHost } from './localHost.ts'
import { answerOf, freshFolder } from './host.testing.ts'

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

// On the sources: the built package has no entry for its host.
it('keeps every answer that was acknowledged before kill -9', async () => {
  const dir = await freshFolder()
  const module = new URL('localHost.ts', import.meta.url).href
  const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, module, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    if (/^k\d+$/.test(line)) acknowledged.push(line)
    if (acknowledged.length === 300) child.kill('SIGKILL')
  }
  if (child.signalCode === null) await once(child, 'exit')
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
