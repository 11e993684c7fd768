import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fakeProject, type FakeProject } from './integration/fakeProject.testing.ts'

/** The blocks of README and docs/start.md, run as a user would run them, against a real server that speaks chat completions. */

const [README, START] = ['../README.md', '../docs/start.md'].map((file) =>
  readFileSync(join(import.meta.dirname, file), 'utf8'),
) as [string, string]
/** README has three screens. */
const MOST_LINES = 150
const blocks = [...`${README}\n${START}`.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm)].map(
  ([, language, info = '', text = '']) => ({
    language,
    file: /file=(\S+)/.exec(info)?.[1],
    run: /run=(\S+)/.exec(info)?.[1],
    output: /output=(\S+)/.exec(info)?.[1],
    text,
  }),
)
const scripts = (
  JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { scripts: Record<string, string> }
).scripts

let server: Server
let project: FakeProject
let asked = 0

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      asked += 1
      const { messages } = JSON.parse(body) as { messages: { content: string }[] }
      const content = messages[0]?.content.includes('paid the customer back') ? 'Yes.' : 'No.'
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({
          model: 'support-bot',
          choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }],
        }),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const files = Object.fromEntries(blocks.flatMap(({ file, text }) => (file ? [[file, text]] : [])))
  // The guide shows two examples; a gate needs more of the same.
  const [yes = '', no = ''] = (files['data/refunds.jsonl'] ?? '').trim().split('\n')
  const more = Array.from({ length: 300 }, (_, index) =>
    (index % 2 ? yes : no).replace(/ticket-\d+/, `ticket-${index + 3}`).replace('parcel', `parcel ${index + 3}`),
  )
  project = fakeProject({
    ...files,
    'vitest.config.ts': files['vitest.config.ts'] ?? '',
    'data/refunds.jsonl': [yes, no, ...more, ''].join('\n'),
  })
})
afterAll(() => {
  project.remove()
  server.close()
})

describe('README', { timeout: 120_000 }, () => {
  test('its commands are scripts of the package', () => {
    for (const name of ['gate', 'test']) expect(scripts).toHaveProperty(name)
    expect(blocks.filter(({ run }) => run === 'main' || run === 'tests').map(({ text }) => text.trim())).toEqual([
      'npm ci && npm run gate',
      'npm ci && npm test',
    ])
  })

  test('every block of code is a file or a command that is run here or by CI', () => {
    expect(blocks.filter(({ file, run, output, language }) => !file && !run && !output && language !== 'sh')).toEqual(
      [],
    )
    const files = blocks.flatMap(({ file }) => file ?? [])
    expect(files.length).toBeGreaterThanOrEqual(5)
    expect(new Set(files).size).toBe(files.length)
    // `.ci/mainJob.test.ts` holds it to what the gate prints.
    expect(blocks.filter(({ output }) => output).map(({ output }) => output)).toEqual(['v3'])
  })

  test('it is three screens long', () => {
    expect(README.split('\n').length).toBeLessThanOrEqual(MOST_LINES)
  })

  test('its files and commands work: accept, gate, verify', async () => {
    const env = { MODEL_ORIGIN: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, MODEL_KEY: 'k' }
    const lines =
      blocks
        .find(({ run }) => run === 'accept')
        ?.text.trim()
        .split('\n') ?? []
    expect(lines).toHaveLength(3)
    const outputs: string[] = []
    for (const line of lines) {
      const { code, output } = await project.shell(
        line.replace(/^npx vitest-robustness /, 'cli ').replace(/^npx /, ''),
        env,
      )
      outputs.push(output)
      expect(`${line}\n${output}\nexit ${code}`).toMatch(/exit 0$/)
    }
    expect(asked).toBeGreaterThan(100)
    expect(outputs[0]).toMatch(/Accepted v1 as the baseline of line "support-bot"/)
    expect(outputs[1]).toMatch(/All 4 gating claims pass/)
    expect(outputs[2]).toMatch(/Verified: 4 claims/)
  })

  test('the rest of what it shows works on that project', async () => {
    const env = { MODEL_ORIGIN: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, MODEL_KEY: 'k' }
    const lines =
      blocks
        .find(({ run }) => run === 'more')
        ?.text.trim()
        .split('\n') ?? []
    expect(lines.length).toBeGreaterThan(3)
    for (const line of lines) {
      const { code, output } = await project.shell(line.replace(/^npx vitest-robustness /, 'cli '), env)
      expect(`${line}\n${output}\nexit ${code}`).toMatch(/exit 0$/)
    }
  })

  test('the guides that it names exist', () => {
    const named = [...README.matchAll(/\]\((docs\/[\w./-]+)\)|(?:srcset|src)="([^"]+)"/g)].map(
      ([, one, two]) => one ?? two ?? '',
    )
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((file) => !existsSync(join(import.meta.dirname, '..', file)))).toEqual([])
  })
})
