/** Ten `kill -9` at random moments of a recording run, each resumed: nothing that had arrived is asked again. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { sha256 } from '../src/core/hash/index.ts'
import { seededRandom } from '../src/core/statistics/index.ts'
import { config, fakeProject, type FakeProject } from '../src/integration/fakeProject.testing.ts'

const KILLS = 10
const CONCURRENCY = 8
const LATENCY_MS = 12

const FILES = {
  'vitest.config.ts': config("store: 'record'"),
  'releases.ts': `import { openAICompatible } from 'vitest-robustness/models'
export const candidate = openAICompatible({ origin: process.env.ENDPOINT, model: 'm', revision: '1', concurrency: ${CONCURRENCY} })
export const accepted = candidate
`,
  'a.robust.ts': `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
// As right as it is asked to be: so it goes on asking.
test('asks two of the wordings of every example', async () => {
  await expect(release().on(qa)).toStayAbove({ accuracy: 0.9, variants: 2, advisory: true })
})
test('is mostly right', async () => {
  await expect(release().on(qa)).toStayAbove({ accuracy: 0.7 })
})
`,
}

/** An endpoint that is right in nine of ten cases, and counts what it is asked. */
async function countingEndpoint() {
  const asked = new Map<string, number>()
  let open = 0
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      const { messages } = JSON.parse(text) as { messages: { content: string }[] }
      const prompt = messages[0]?.content ?? ''
      asked.set(prompt, (asked.get(prompt) ?? 0) + 1)
      open += 1
      response.on('close', () => (open -= 1))
      const right = /says (yes|no)/.exec(prompt)?.[1] ?? 'none'
      const wrong = Number.parseInt(sha256(prompt).slice(0, 4), 16) % 10 === 0
      const content = wrong ? 'none of these' : right
      const body = { model: 'm', choices: [{ message: { content }, finish_reason: 'stop' }] }
      setTimeout(() => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(body))
      }, LATENCY_MS)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const total = (): number => [...asked.values()].reduce((sum, count) => sum + count, 0)
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    total,
    repeated: () => total() - asked.size,
    open: () => open,
  }
}

function project(): FakeProject {
  const made = fakeProject(FILES)
  onTestFinished(made.remove)
  return made
}

function evidenceOf(made: FakeProject): { evidence: unknown; observations: string } {
  const folder = join(made.root, '.robustness/runs')
  const latest = readFileSync(join(folder, 'latest'), 'utf8').trim()
  return {
    evidence: JSON.stringify(made.run().evidence, null, 1),
    observations: readFileSync(join(folder, latest, 'observations.jsonl'), 'utf8'),
  }
}

test('ten kills lose nothing and change nothing', async () => {
  const endpoint = await countingEndpoint()
  const env = { ENDPOINT: endpoint.origin }
  const undisturbed = project()
  expect((await undisturbed.vitest([], env)).output).toMatch(/GATE: PASS/)
  const whole = endpoint.total()
  expect(endpoint.repeated()).toBe(0)
  endpoint.asked.clear()

  const killed = project()
  const random = seededRandom(10)
  const most = Math.floor(whole / (KILLS + 2))
  const found: { asked: number; open: number; again: number }[] = []
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const [before, repeated] = [endpoint.asked.size, endpoint.repeated()]
    const target = before + 1 + Math.floor(random() * most)
    const run = killed.start([], env)
    const early: string[] = []
    void run.ended.then(({ output }) => early.push(output))
    while (endpoint.asked.size < target && early.length === 0) await sleep(1)
    expect(early).toEqual([])
    await sleep(random() * 2 * LATENCY_MS)
    const open = endpoint.open()
    run.kill('SIGKILL')
    await run.ended
    // The orphaned worker ends too: nothing is asked after that.
    while (endpoint.open() > 0) await sleep(LATENCY_MS)
    found.push({ asked: endpoint.asked.size - before, open, again: endpoint.repeated() - repeated })
  }
  const ended = await killed.vitest([], env)
  expect(ended.output).toMatch(/continues a run that has no verdict yet; \d+ answers are known already/)
  expect(ended.output).toMatch(/GATE: PASS/)

  const counts = { whole, asked: endpoint.asked.size, repeated: endpoint.repeated(), found }
  console.log(JSON.stringify(counts))
  const kept = {
    everything: counts.asked >= whole,
    // Cells that were under way beyond the stop may be asked in one run and not in another.
    littleMore: counts.asked <= whole + CONCURRENCY * (KILLS + 1),
    // What is lost was under way, or had come in the last few milliseconds: each no more than there are permits.
    repeated: found.every(({ again }) => again <= 2 * CONCURRENCY),
  }
  expect({ ...counts, kept }).toEqual({ ...counts, kept: { everything: true, littleMore: true, repeated: true } })
  expect(evidenceOf(killed)).toEqual(evidenceOf(undisturbed))
}, 240_000)
