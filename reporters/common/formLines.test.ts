import { describe, expect, test } from 'vitest'
import { sampleClaim, sampleRun } from '../../src/core/wording/sampleRun.testing.ts'
import type { ReleaseInfo, Run } from '../../src/core/types/index.ts'
import { html } from '../html/html.ts'
import { markdown } from '../ci/markdown.ts'
import { terminal } from '../terminal.ts'
import { formLines } from './formLines.ts'

const ENDPOINT = { model: 'm', revision: null, endpointKind: 'openai-chat', endpoint: 'https://host', format: 'chat' }
const NATIVE: ReleaseInfo = { ...ENDPOINT, name: 'v2', parameters: { native: true } }
const TEXT: ReleaseInfo = { ...ENDPOINT, name: 'v1', parameters: { native: false } }
const RECORDED: ReleaseInfo = { ...ENDPOINT, name: 'log', endpointKind: 'recorded', parameters: {} }

/** A run in which each of the releases is asked for the named tasks. */
function runOf(asked: readonly (readonly [ReleaseInfo, readonly string[]])[]): Run {
  const { evidence, context } = sampleRun(
    asked.flatMap(([{ name }, tasks]) => tasks.map((task) => sampleClaim({ release: name, spec: { task } }))),
  )
  const [candidate = NATIVE, ...others] = asked.map(([one]) => one)
  const task = (name: string, kind: string) => ({ name, kind, hash: 'a'.repeat(64), sources: [] })
  const tasks = [task('re', 'relation-extraction'), task('tickets', 'tool-calls'), task('bills', 'structured-output')]
  return { schema: 2, context, evidence: { ...evidence, candidate, releases: others, tasks } }
}

describe('how tools and schemas reached a release', () => {
  test('is said of each that was asked for them', () => {
    const run = runOf([
      [NATIVE, ['tickets', 'bills', 're']],
      [TEXT, ['bills']],
      [{ ...TEXT, name: 'v0', parameters: {} }, ['tickets']],
      [RECORDED, ['tickets']],
      [{ ...TEXT, name: 'other' }, ['re']],
    ])
    expect(formLines(run.evidence)).toMatchInlineSnapshot(`
      [
        "The schema of "bills" and the tools of "tickets" went to v2 in the request's own fields, in addition to what the prompt shows.",
        "The schema of "bills" went to v1 as text in the prompt, where an instruction shows them, and in no field of the request.",
        "The tools of "tickets" went to v0 as text in the prompt, where an instruction shows them, and in no field of the request.",
        "The tools of "tickets": the answers of log were recorded, and a record does not say how its model got them.",
      ]
    `)
  })

  test('is not said of runs without such tasks', () => {
    expect(formLines(runOf([[NATIVE, ['re']]]).evidence)).toEqual([])
    expect(formLines(sampleRun().evidence)).toEqual([])
  })

  test.each([
    [NATIVE, /went to v2 in the request's own fields/],
    [TEXT, /went to v1 as text in the prompt/],
  ])('stands in every report for people', (release, wanted) => {
    const run = runOf([[release, ['tickets']]])
    const plain = (text: string) => text.replaceAll(/\s+/g, ' ').replaceAll('&#39;', "'")
    for (const render of [terminal, markdown, html]) {
      expect(plain(render(run))).toMatch(wanted)
      expect(plain(render(run, { context: false }))).toMatch(wanted)
      expect(plain(render(sampleRun()))).not.toMatch(/own fields|as text in the prompt/)
    }
  })
})
