/**
 * One machine of the tests, as a process: records its own answers and those that all ask for, some of which differ from
 * writer to writer, and prints the key of each once it is kept. It goes on for ever where `count` is 0.
 */
import { sha256 } from '../core/hash/index.ts'
import type { HostOptions } from './hostCore.ts'
import { localHost } from './localHost.ts'

const [options = '', writer = '', count = '0'] = process.argv.slice(2)
const end = Number(count) || Infinity
const host = await localHost(JSON.parse(options) as HostOptions)
const who = { model: 'tiny', revision: 'r1' }
const context = { release: 'v1', latencyMs: 1, attempts: 1, pinned: true }
const AT_ONCE = 50
for (let from = 0; from < end; from += AT_ONCE) {
  const names = Array.from({ length: AT_ONCE }, (_, index) => {
    const n = from + index
    return n % 2
      ? { name: String(n), text: n % 100 === 1 ? `of ${writer}` : `answer ${n}` }
      : { name: `${writer} ${n}`, text: 'x' }
  })
  const keys = names.map(({ name }) => sha256(`key ${name}`))
  await host.get(keys)
  await Promise.all(
    names.map(async ({ text }, index) => {
      const answer = { kind: 'answer', text, finish: 'stop', tokens: { input: 3, output: 1 }, who } as const
      await host.put(keys[index] ?? '', answer, context)
      process.stdout.write(`${keys[index]}\n`)
    }),
  )
}
for (const warning of await host.settle()) process.stderr.write(`${warning}\n`)
await host.close()
