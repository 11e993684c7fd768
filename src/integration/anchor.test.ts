import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { toBeNoWorseThanBaseline } from '../claims/toBeNoWorseThanBaseline.ts'
import { orderGroups } from '../core/sampling/index.ts'
import { booleanQa } from '../core/tasks/booleanQa.ts'
import type { ClaimKind, ClaimSpec, ClaimVerdict, Task } from '../core/types/index.ts'
import { sampleObservation } from '../core/wording/sampleRun.testing.ts'
import type { Worker } from '../deciding/ask/worker.ts'
import { againstAnchor, anchoredSpec } from '../deciding/claim/anchor.ts'
import { claimSpec } from '../deciding/claim/claimSpec.ts'
import type { ClaimCall } from '../deciding/ask/claim.ts'
import { decide } from '../engine/index.ts'
import { archiveBaseline, readAnchor, readBaseline, readHistory, writeBaseline, writeHistory } from '../runs/index.ts'
import { samples } from '../schemas/samples.testing.ts'
import { config, fakeProject, type FakeProject } from './fakeProject.testing.ts'

/** Small steps that add up: each release is one point worse than the one before. */

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('no worse', async () => { await expect(release().on(qa)).toBeNoWorseThanBaseline({ by: 0.05, family: 'unseen' }) })
`
/** Release `rk` is wrong on k of 100 items. */
const RELEASES = `import { fromFunction } from 'vitest-robustness/models'
const right = (prompt) => /says (yes|no)/.exec(prompt)[1]
const slip = (k) => fromFunction({ model: 'm' + k, revision: String(k), ask: async (prompt) => {
  const wrong = (Number(/Item (\\d+) /.exec(prompt)[1]) * 37) % 100 < k
  return wrong === (right(prompt) === 'yes') ? 'no' : 'yes'
} })
${Array.from({ length: 11 }, (_, k) => `export const r${k} = slip(${k})`).join('\n')}
`
const NAMES = Array.from({ length: 11 }, (_, k) => `r${k}: './releases.ts#r${k}'`).join(', ')

/** The claim that release `candidate` is no worse than release `accepted`, over 2,000 examples. */
async function verdictOf(
  candidate: number,
  accepted: number,
  raw: object,
  respec: (spec: ClaimSpec) => ClaimSpec = (spec) => spec,
): Promise<ClaimVerdict> {
  const examples = Array.from({ length: 2000 }, (_, index) => ({
    id: `e${index}`,
    group: `g${index}`,
    input: { passage: 'p', question: 'q' },
    gold: 'yes',
  }))
  const instructions = [{ id: 's1', family: 'terse', text: '{passage} {question}', author: 'x', licence: 'x' }]
  const task = { ...TASK, examples, instructions } as unknown as Task
  const kind = toBeNoWorseThanBaseline as unknown as ClaimKind
  const families = new Map([['s1', 'terse']])
  const context = { taskName: 'qa', canonical: 's1', families, seen: null, unreviewed: new Set<string>() }
  const options = kind.parse(raw, context)
  const design = kind.design(options, context)
  const spec = respec(claimSpec(kind, task, options, design, false))
  const { result } = await decide(spec, {
    task,
    kind,
    title: 'no worse',
    release: 'candidate',
    population: design.population,
    ask: async (side, cell) => {
      const release = side === 'candidate' ? candidate : accepted
      const wrong = (Number(cell.example.slice(1)) * 37) % 100 < release
      const answer = wrong ? 'no' : 'yes'
      return sampleObservation({ ...cell, task: 'qa', release: side, answer, score: wrong ? 0 : 1, gold: 'yes' })
    },
    order: orderGroups(
      examples.map(({ group }) => group),
      { seed: '0', taskHash: task.hash, candidate: `r${candidate}` },
    ),
    alpha: 0.05,
    claims: 2,
    concurrency: 8,
    maxCells: 100_000,
    signal: new AbortController().signal,
  })
  return result.verdict
}

const { cells: _cells, ...ACCEPTED } = samples.baseline

const TASK = { name: 'qa', kind: booleanQa, labels: null, canonical: 's1', hash: 'a'.repeat(64), sources: [] }

let project: FakeProject | undefined
afterEach(() => project?.remove())

function configured(options: string): string {
  return config(`baseline: 'baselines/line', ${options}`)
    .replace(/releases: \{.*?\}/, `releases: { ${NAMES} }`)
    .replace("candidate: 'candidate'", "candidate: 'r0'")
}

function start(): FakeProject {
  return (project = fakeProject({
    'a.robust.ts': SUITE,
    'releases.ts': RELEASES,
    'vitest.config.ts': configured(''),
  }))
}

const gate = (fake: FakeProject, release: string) => fake.vitest([], { ROBUSTNESS_RELEASE: release })
/** What `baseline accept` starts. */
const accept = (fake: FakeProject, release: string) =>
  fake.vitest([], { ROBUSTNESS_MODE: 'measure', ROBUSTNESS_RELEASE: release })

describe('the anchor', { timeout: 240_000 }, () => {
  test('ten steps of one point pass one by one, and are caught', async () => {
    const limit = { metric: 'accuracy', by: 0.05 } as const
    const steps = []
    for (let k = 1; k <= 10; k++)
      steps.push([k, await verdictOf(k, k - 1, limit), await verdictOf(k, 0, limit, anchoredSpec)])
    // Each step is a pass; from a slide of 5 points on nothing may pass against the anchor.
    expect(steps.map(([, step]) => step)).toEqual(Array(10).fill('pass'))
    expect(steps.filter(([k]) => Number(k) >= 6).map(([, , slide]) => slide)).not.toContain('pass')
    expect(steps.at(-1)).toEqual([10, 'pass', 'fail'])
    expect(steps[0]).toEqual([1, 'pass', 'pass'])
  })

  test('a release that is no worse than the last one is held against the first too', async () => {
    const fake = start()
    expect((await accept(fake, 'r0')).code).toBe(0)
    expect((await accept(fake, 'r9')).code).toBe(0)
    const history = JSON.parse(fake.read('baselines/line/history.json')) as { events: { id: string }[] }
    const [first] = history.events
    fake.write('vitest.config.ts', configured(`anchor: '${first!.id}'`))
    const slid = await gate(fake, 'r10')
    expect(slid.code).toBe(1)
    expect(slid.output.replaceAll(/\s+/g, ' ')).toContain('Claim "no worse (against the anchor r0)" fails')
    expect(fake.run().evidence).toMatchObject({
      anchor: { id: first!.id, release: { name: 'r0', revision: '0' } },
      baseline: { name: 'r9' },
      claimsPlanned: { count: 2, from: 'manifest' },
      missing: [],
      claims: [
        { title: 'no worse', verdict: 'pass' },
        { title: 'no worse (against the anchor r0)', verdict: 'fail', spec: { against: 'anchor', limit: -0.05 } },
      ],
      gate: { verdict: 'fail', reasons: ['1 gating claim fails: "no worse (against the anchor r0)".'] },
    })
    expect((await fake.shell('cli report --verify')).output).toMatch(/Verified: 2 claims and the gate follow/)
  })

  test('by its folder, or by an id of the history; a name that is neither says what there is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'robustness-anchor-'))
    try {
      const line = join(folder, 'line')
      const write = (name: string) => writeBaseline(line, { ...ACCEPTED, release: { ...ACCEPTED.release, name } }, [])
      await write('r0')
      const first = (await readBaseline(line))!
      await writeHistory(first, 'accepted', {}, [])
      await archiveBaseline(first)
      await write('r1')
      const second = (await readBaseline(line))!
      await writeHistory(second, 'accepted', {}, await readHistory(line))
      const found = async (name: string) => (await readAnchor(name, join(folder, name), line)).baseline.release.name
      expect(await found('line')).toBe('r1')
      expect(await found(first.id)).toBe('r0')
      expect(await found(first.id.split('@')[1]!.slice(0, 8))).toBe('r0')
      expect(await found(second.id)).toBe('r1')
      await expect(found('nowhere')).rejects.toThrow(
        `no accepted id of that name; the history has ${first.id}, ${second.id}`,
      )
      await expect(found('line@')).rejects.toThrow('more than one accepted id')
      rmSync(join(line, 'history'), { recursive: true })
      await expect(found(first.id)).rejects.toThrow('restore that folder from version control')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('its own limit; a limit without an anchor is refused; “is worse” is not held against it', () => {
    const kind = toBeNoWorseThanBaseline as unknown as ClaimKind
    const anchor = { name: 'r0', id: 'line@0' }
    const worker = { anchor, config: { mode: { name: 'gate' } } } as unknown as Worker
    const call = { kind, title: 'no worse', call: '1#1', negated: false, options: { by: 0.05 } } as unknown as ClaimCall
    expect(againstAnchor(call, worker)).toMatchObject({
      call: { title: 'no worse (against the anchor r0)', call: '1#1 anchor', against: 'anchor' },
      worker: { baseline: anchor },
    })
    expect(againstAnchor({ ...call, negated: true }, worker)).toBeNull()
    expect(againstAnchor(call, { ...worker, anchor: null })).toBeNull()
    expect(() =>
      againstAnchor({ ...call, options: { by: 0.05, byFromAnchor: 0.1 } }, { ...worker, anchor: null }),
    ).toThrow('the config names no anchor')
    const spec = { options: { by: 0.05 }, limit: -0.05 } as unknown as ClaimSpec
    expect(anchoredSpec(spec)).toMatchObject({ against: 'anchor', limit: -0.05 })
    expect(anchoredSpec({ ...spec, options: { by: 0.05, byFromAnchor: 0.1 } }).limit).toBe(-0.1)
  })
})
