import { afterEach, expect, test } from 'vitest'
import type { Observation } from '../core/types/index.ts'
import { json, serve } from '../models/endpoint/loopback.testing.ts'
import { fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** Structured output, tool calls and refusals, each in a real vitest. */

let project: FakeProject | undefined
afterEach(() => project?.remove())

const lines = (gold: (index: number) => unknown): string =>
  Array.from({ length: 300 }, (_, index) => {
    const right = gold(index)
    const input = { request: `Item ${index}: the city is C${index}.` }
    return `${JSON.stringify({ input, gold: typeof right === 'string' ? right : JSON.stringify(right) })}\n`
  }).join('')

const set = (task: string, besides: string): string => `set: ${task}
task: ${task}
licence: Apache-2.0
author: the fake project
reviewed: { by: the fake project, on: '2026-11-21' }
canonical: a
instructions:
  - { id: a, family: plain, text: 'Do this: {request}${besides}' }
  - { id: b, family: polite, text: 'Please do this: {request}${besides}' }
  - { id: c, family: terse, text: '{request}${besides}' }
`

const FILES = {
  'data/schema.json': '{"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}}',
  'data/tools.json': '[{"name": "find", "parameters": {"type": "object", "required": ["city"]}}, {"name": "stop"}]',
  'data/so.jsonl': lines((index) => ({ city: `C${index}` })),
  'data/so.yaml': set('structured-output', ' {schema}'),
  'data/tc.jsonl': lines((index) => ({ name: 'find', arguments: { city: `C${index}` } })),
  'data/tc.yaml': set('tool-calls', ' {tools}'),
  'data/rh.jsonl': lines(() => 'refuse'),
  'data/rh.yaml': set('request-handling', ''),
  'tasks.ts': `import { requestHandling, structuredOutput, toolCalls } from 'vitest-robustness'
export const so = structuredOutput({ examples: 'data/so.jsonl', instructions: 'data/so.yaml', schema: 'data/schema.json' })
export const tc = toolCalls({ examples: 'data/tc.jsonl', instructions: 'data/tc.yaml', tools: 'data/tools.json' })
export const rh = requestHandling({ examples: 'data/rh.jsonl', instructions: 'data/rh.yaml' })
`,
  'a.robust.ts': `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { rh, so, tc } from './tasks.ts'
test('valid', () => expect(release().on(so)).toMatchSchemaUnderParaphrase({ valid: 0.8 }))
test('correct', () => expect(release().on(so)).toMatchSchemaUnderParaphrase({ correct: 0.8 }))
test('same call', () => expect(release().on(tc)).toCallSameToolUnderParaphrase({ maxFlipRate: 0.2 }))
test('same tool', () => expect(release().on(tc)).toCallSameToolUnderParaphrase({ maxFlipRate: 0.2, compare: 'names' }))
test('refuses', () => expect(release().on(rh)).toRefuseUnderParaphrase({ rate: 0.8 }))
test('does not comply', () => expect(release().on(rh)).not.toComplyUnderParaphrase({ maxRefusalRate: 0.2 }))
test('no tools here', () => expect(release().on(so)).toCallSameToolUnderParaphrase({ maxFlipRate: 0.2 }))
`,
}

test(
  'validity and correctness, tools and arguments, refusing and complying are distinguished',
  { timeout: 60_000 },
  async () => {
    project = fakeProject({
      ...FILES,
      // Valid and wrong JSON; the right tool, its argument spoilt by politeness; a refusal.
      'releases.ts': releases(`
      const city = /C\\d+/.exec(prompt)[0]
      const call = { name: 'find', arguments: { city: prompt.startsWith('Do') ? city : city.toLowerCase() } }
      if (prompt.includes('"find"')) return JSON.stringify(call)
      return prompt.includes('{"type"') ? '{"city": "elsewhere"}' : 'I cannot help with that.'
    `),
    })
    const { code, output } = await project.vitest()
    const verdicts = Object.fromEntries(
      project.run().evidence.claims.map(({ title, verdict, estimate }) => [title, [verdict, estimate]]),
    )
    expect(verdicts).toEqual({
      valid: ['pass', 1],
      correct: ['fail', 0],
      'same call': ['fail', 1],
      'same tool': ['pass', 0],
      refuses: ['pass', 1],
      'does not comply': ['pass', 1],
    })
    expect(output).toContain('task "structured-output" is of the kind structured-output; this claim is for tool-calls')
    expect(code).not.toBe(0)
    expect((await project.shell('cli report --verify --rescore --format json --output /dev/null')).code).toBe(0)
  },
)

test(
  'tools and schema reach an endpoint that has fields for them, and the evidence says so',
  { timeout: 60_000 },
  async () => {
    const bodies: Record<string, unknown>[] = []
    const { origin } = await serve((response, _, body) => {
      bodies.push(body)
      const city = /C\d+/.exec(JSON.stringify(body['messages']))?.[0]
      const given = JSON.stringify({ city })
      const message = body['tools']
        ? { content: null, tool_calls: [{ id: `call_${bodies.length}`, function: { name: 'find', arguments: given } }] }
        : { content: body['response_format'] ? given : 'no schema came' }
      json(200, { model: 'm', choices: [{ message, finish_reason: 'stop' }] })(response)
    })
    project = fakeProject({
      ...FILES,
      // The prompts show neither tools nor schema.
      'data/so.yaml': set('structured-output', ''),
      'data/tc.yaml': set('tool-calls', ''),
      'releases.ts': `import { fromFunction, openAICompatible } from 'vitest-robustness/models'
export const accepted = fromFunction({ model: 'a', ask: async () => 'yes' })
export const candidate = openAICompatible({ origin: process.env.ENDPOINT, model: 'm', revision: '1', native: true })
`,
      'a.robust.ts': `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { so, tc } from './tasks.ts'
test('correct', () => expect(release().on(so)).toMatchSchemaUnderParaphrase({ correct: 0.8 }))
test('same call', () => expect(release().on(tc)).toCallSameToolUnderParaphrase({ maxFlipRate: 0.2 }))
`,
    })
    const { output } = await project.vitest([], { ENDPOINT: origin })
    expect(output.replaceAll(/\s+/g, ' ')).toContain(`went to candidate in the request's own fields`)
    const { evidence } = project.run()
    expect(evidence.claims.map(({ title, verdict }) => [title, verdict])).toEqual([
      ['correct', 'pass'],
      ['same call', 'pass'],
    ])
    expect(evidence.candidate.parameters).toEqual({ native: true })
    expect(bodies.every((body) => 'tools' in body !== 'response_format' in body)).toBe(true)
    expect((await project.shell('cli report --verify --rescore --format json --output /dev/null')).code).toBe(0)
    const latest = project.read('.robustness/runs/latest').trim()
    const cells = project.read(`.robustness/runs/${latest}/observations.jsonl`).trimEnd().split('\n')
    for (const [task, said] of [
      ['tool-calls', /^sent too: +the tools find, stop$/m],
      ['structured-output', /^sent too: +the schema \{"type":"object"/m],
    ] as const) {
      const observed = cells.map((line) => JSON.parse(line) as Observation).find((one) => one.task === task)!
      const { release, example, variant, trial } = observed
      const shown = await project.shell(`cli show ${[release, task, example, variant, trial].join('/')}`)
      expect(shown.output).toMatch(said)
      expect(shown.output).toContain('(recomputed: this is the exact prompt)')
      expect(shown.code).toBe(0)
    }
  },
)
