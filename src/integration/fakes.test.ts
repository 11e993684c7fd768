import { afterEach, describe, expect, test } from 'vitest'
import type { ClaimResult } from '../core/types/index.ts'
import { fakeProject, releases, type Ended, type FakeProject } from './fakeProject.testing.ts'

/** In place of a model: what must a gate say of it? Each runs in a real vitest. */

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
`
const claim = (name: string, assertion: string): string =>
  `test('${name}', async () => { await expect(release().on(qa)).${assertion} })\n`

/** A number in [0, 1) that looks random and is the same for the same text. */
const CHANCE = `import { createHash } from 'node:crypto'
const chance = (text) => createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32
`

let project: FakeProject | undefined
afterEach(() => project?.remove())

async function gate(candidate: string, suite: string): Promise<Ended & { claims: Record<string, ClaimResult> }> {
  project = fakeProject({ 'releases.ts': candidate, 'a.robust.ts': SUITE + suite })
  const ended = await project.vitest()
  const claims = Object.fromEntries(project.run().evidence.claims.map((result) => [result.title, result]))
  return { ...ended, claims }
}

describe('a gate sees through', { timeout: 60_000 }, () => {
  test('random answers: unstable and wrong, and it says that they vary by themselves', async () => {
    const { code, claims, output } = await gate(
      releases(`return chance(prompt + Math.random()) < 0.5 ? 'yes' : 'no'`, CHANCE),
      claim('stable', 'toBeStableUnderParaphrase({ maxFlipRate: 0.1 })') +
        claim('right', 'toStayAbove({ accuracy: 0.8 })'),
    )
    expect([code, claims['stable']?.verdict, claims['right']?.verdict]).toEqual([1, 'fail', 'fail'])
    expect(claims['stable']?.notes.join()).toMatch(/answers vary by themselves/)
    expect(output).toMatch(/fails: flip rate at least 0\.\d+, limit 0\.1/)
  })

  test('one constant answer: stable, and no better than chance', async () => {
    const { code, claims } = await gate(
      releases(`return 'yes'`),
      claim('stable', 'toBeStableUnderParaphrase({ maxFlipRate: 0.1 })') +
        claim('right', 'toStayAbove({ accuracy: 0.8 })'),
    )
    expect([code, claims['stable']?.verdict, claims['right']?.verdict]).toEqual([1, 'pass', 'fail'])
    expect(claims['right']?.estimate).toBeLessThan(0.7)
  })

  test('perfect on seen instructions, random on unseen ones: does not generalize', async () => {
    const { code, claims } = await gate(
      releases(`return !unseen(prompt) ? right(prompt) : chance(prompt) < 0.5 ? 'yes' : 'no'`, CHANCE),
      claim('stable on seen', `toBeStableUnderParaphrase({ maxFlipRate: 0.1, family: 'seen' })`) +
        claim('generalizes', 'toGeneralizeToUnseenInstructions({ maxDrop: 0.1 })'),
    )
    expect([code, claims['stable on seen']?.verdict, claims['generalizes']?.verdict]).toEqual([1, 'pass', 'fail'])
    expect(claims['generalizes']?.counterexamples[0]?.after.role).toBe('unseen')
  })

  test('always unparseable: fails, and says that nothing could be read', async () => {
    const { code, claims, output } = await gate(
      releases(`return 'Yes and no, and then again no and yes'`),
      claim('stable', 'toBeStableUnderParaphrase({ maxFlipRate: 0.1 })') +
        claim('stable beyond noise', 'toBeStableUnderParaphrase({ maxExcessFlipRate: 0.1 })') +
        claim('right', 'toStayAbove({ accuracy: 0.8 })'),
    )
    expect(code).toBe(1)
    expect(Object.values(claims).map(({ verdict }) => verdict)).toEqual(['fail', 'fail', 'fail'])
    expect(Object.keys(claims['stable']?.outcomes ?? {})).toEqual(['unparseable'])
    expect(output).toMatch(/unparseable/)
  })

  test('a sampled model without wording sensitivity: no excess flips, though its answers flip', async () => {
    const { claims } = await gate(
      releases(
        `const wrong = { yes: 'no', no: 'yes' }[right(prompt)]
        return chance(prompt + trial) < 0.75 ? right(prompt) : wrong`,
        CHANCE,
      ),
      claim('beyond noise', 'toBeStableUnderParaphrase({ maxExcessFlipRate: 0.2 })') +
        claim('plain', 'toBeStableUnderParaphrase({ maxFlipRate: 0.2 })'),
    )
    expect([claims['beyond noise']?.verdict, claims['plain']?.verdict]).toEqual(['pass', 'fail'])
  })

  test('canonical answers 60/40, each paraphrase always one of the two: caught', async () => {
    const { code, claims } = await gate(
      releases(
        `if (prompt.startsWith('Read the text')) return chance(prompt + trial) < 0.6 ? 'yes' : 'no'
        return prompt.startsWith('Text: ') ? 'yes' : 'no'`,
        CHANCE,
      ),
      claim('beyond noise', 'toBeStableUnderParaphrase({ maxExcessFlipRate: 0.05 })'),
    )
    expect([code, claims['beyond noise']?.verdict]).toEqual([1, 'fail'])
  })

  test('throws on every tenth call: errors count at the worse end, and nobody calls it stable', async () => {
    const { code, claims } = await gate(
      releases(
        `if (calls++ % 10 === 9) throw new Error('the socket fell over'); return right(prompt)`,
        'let calls = 0',
      ),
      claim('stable', 'toBeStableUnderParaphrase({ maxFlipRate: 0.1 })') +
        claim('loosely stable', 'toBeStableUnderParaphrase({ maxFlipRate: 0.5 })'),
    )
    expect([code, claims['stable']?.verdict, claims['loosely stable']?.verdict]).toEqual([3, 'inconclusive', 'pass'])
    expect(claims['stable']?.outcomes.error).toBeGreaterThan(0)
  })

  test('hangs: the claim ends before the timeout, inconclusive, and nothing more is asked', async () => {
    const { code, claims, output } = await gate(
      releases(
        `calls++; if (calls === 7) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))); return right(prompt)`,
        `let calls = 0; process.on('exit', () => console.log('CALLS', calls))`,
        'concurrency: 1,',
      ),
      `test('stable', { timeout: 1500 }, async () => { await expect(release().on(qa)).toBeStableUnderParaphrase({ maxFlipRate: 0.1 }) })
test('afterwards', async () => { await new Promise((resolve) => setTimeout(resolve, 300)) })`,
    )
    expect([code, claims['stable']?.verdict]).toEqual([3, 'inconclusive'])
    expect(claims['stable']?.reason).toMatch(/time of 1.5 s ran out/)
    expect(output).not.toMatch(/CALLS (?!7\b)/)
  })
})
