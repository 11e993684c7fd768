import { describe, expect, test } from 'vitest'
import { claimId } from '../hash/index.ts'
import type { Baseline, ClaimResult, ClaimSpec, ManifestClaim } from '../types/index.ts'
import { changesInWords } from '../wording/index.ts'
import { isLoosening, manifestChanges } from './manifestChanges.ts'
import { readerChange, taskChange } from './baselineFit.ts'

const source = { file: 're.jsonl', sha256: 'b'.repeat(64) }
const task = { name: 're', hash: 'a'.repeat(64), sources: [source] }

test('a reader of another version is named; a baseline of 0.1 has the first', () => {
  const taskHashes = { re: 'c'.repeat(64) }
  expect(readerChange({ name: 're', reader: '2' }, { taskHashes, readers: { re: '2' } })).toBe(null)
  expect(readerChange({ name: 're', reader: '1' }, { taskHashes })).toBe(null)
  expect(readerChange({ name: 'qa', reader: '2' }, { taskHashes })).toBe(null)
  expect(readerChange({ name: 're', reader: '2' }, { taskHashes })).toMatchInlineSnapshot(
    `"answers of task re are read by version 2 of its reader here, the accepted ones were by version 1"`,
  )
})

describe('a task that changed', () => {
  const accepted = (part: Partial<Baseline> = {}) => ({ taskHashes: { re: 'c'.repeat(64) }, ...part })

  test('the same hash, or a task that was never accepted, is no change', () => {
    expect(taskChange(task, { taskHashes: { re: task.hash } })).toBe(null)
    expect(taskChange(task, { taskHashes: {} })).toBe(null)
  })

  test('the file is named where the baseline knows it', () => {
    expect(taskChange(task, accepted())).toMatchInlineSnapshot(
      `"task re changed: its hash is aaaaaaaaaaaa, cccccccccccc was accepted"`,
    )
    expect(
      taskChange(task, accepted({ sources: { re: [{ ...source, sha256: 'd'.repeat(64) }] } })),
    ).toMatchInlineSnapshot(
      `"task re changed: re.jsonl (sha256 bbbbbbbbbbbb, accepted dddddddddddd); its hash is aaaaaaaaaaaa, cccccccccccc was accepted"`,
    )
    expect(taskChange(task, accepted({ sources: { re: [source] } }))).toMatch(/how its files are read/)
    const before = { ...source, options: { only: ['a'], role: 'instructions' } }
    expect(taskChange(task, accepted({ sources: { re: [before] } }))).toMatchInlineSnapshot(
      `"task re changed: re.jsonl is read with another "only" and another "role"; its hash is aaaaaaaaaaaa, cccccccccccc was accepted"`,
    )
    expect(taskChange(task, accepted({ sources: { re: [] } }))).toMatch(/re\.jsonl is new/)
  })
})

describe('claims against the manifest', () => {
  const spec = (limit: number, part: Partial<ClaimSpec> = {}): ClaimSpec => ({
    kind: 'toBeStableUnderParaphrase',
    task: 'qa',
    taskHash: 'a'.repeat(64),
    options: { maxFlipRate: limit, family: 'unseen' },
    statistic: 'flip rate',
    range: [0, 1],
    limit,
    sense: 'at most',
    negated: false,
    roles: [{ name: 'asked', pool: ['u1'], draw: 1, trials: 1, side: 'candidate' }],
    advisory: false,
    ...part,
  })
  const accepted = (title: string, own: ClaimSpec): ManifestClaim => ({
    id: claimId(own),
    title,
    advisory: own.advisory,
    accepted: own,
  })
  const claim = (title: string, own: ClaimSpec, part: Partial<ClaimResult> = {}) =>
    ({ id: claimId(own), title, spec: own, ...part }) as ClaimResult
  const stays = () => false
  const shown = (...args: Parameters<typeof manifestChanges>) => {
    const { renamed, changes, missing } = manifestChanges(...args)
    return {
      renamed: renamed.map(({ from, to }) => `${from} is ${to}`),
      changes: changesInWords(changes),
      missing: missing.map(({ title }) => title),
    }
  }
  const nothing = { renamed: [], changes: [], missing: [] }

  test('the same claims are no change, in any order, and one asserted twice is one', () => {
    const manifest = [accepted('a', spec(0.1)), accepted('b', spec(0.2))]
    expect(shown(manifest, [claim('b', spec(0.2)), claim('a', spec(0.1)), claim('c', spec(0.1))], stays)).toEqual(
      nothing,
    )
    expect(shown([], [claim('a', spec(0.1))], stays)).toEqual(nothing)
  })

  test('the same content under another title is a rename', () => {
    expect(shown([accepted('old', spec(0.1))], [claim('new', spec(0.1))], () => true)).toEqual({
      ...nothing,
      renamed: ['old is new'],
    })
  })

  test('a waived claim is found by its own id, and compared by its own limit', () => {
    const waived = { of: claimId(spec(0.1)), limit: 0.1, reason: '', owner: '', expires: '' }
    expect(shown([accepted('a', spec(0.1))], [claim('a', spec(0.3), { waived })], stays)).toEqual(nothing)
    const looser = { ...waived, of: claimId(spec(0.2)), limit: 0.2 }
    expect(
      shown(
        [accepted('a', spec(0.1))],
        [claim('a', spec(0.3, { options: spec(0.2).options }), { waived: looser })],
        stays,
      ).changes,
    ).toEqual(['1 claim is looser than the accepted one: "a" (limit 0.1 became 0.2).'])
  })

  test.each([
    ['a higher rate', spec(0.1), spec(0.15), 'looser', 'limit 0.1 became 0.15'],
    ['a lower rate', spec(0.15), spec(0.1), 'tighter', 'limit 0.15 became 0.1'],
    [
      'a lower accuracy',
      spec(0.9, { sense: 'at least' }),
      spec(0.8, { sense: 'at least' }),
      'looser',
      'limit 0.9 became 0.8',
    ],
    [
      'more loss against the baseline, written with its sign turned',
      spec(-0.02, { sense: 'at least', options: { by: 0.02 } }),
      spec(-0.1, { sense: 'at least', options: { by: 0.1 } }),
      'looser',
      'limit 0.02 became 0.1',
    ],
    [
      'another draw, which follows the limit',
      spec(0.1),
      spec(0.2, { roles: [{ name: 'asked', pool: ['u1'], draw: 2, trials: 1, side: 'candidate' }] }),
      'looser',
      'limit 0.1 became 0.2',
    ],
    ['advisory now', spec(0.1), spec(0.1, { advisory: true }), 'ungated', undefined],
    [
      'another family',
      spec(0.1),
      spec(0.1, { options: { maxFlipRate: 0.1, family: 'seen' } }),
      'changed',
      'family "unseen" became "seen"',
    ],
    [
      'another matcher',
      spec(0.1),
      spec(0.1, { kind: 'toBeNegationConsistent' }),
      'changed',
      'matcher "toBeStableUnderParaphrase" became "toBeNegationConsistent"',
    ],
    [
      'other data',
      spec(0.1),
      spec(0.1, { taskHash: 'b'.repeat(64) }),
      'changed',
      'task qa changed: its hash is bbbbbbbbbbbb, aaaaaaaaaaaa was accepted',
    ],
    [
      'other data, and looser',
      spec(0.1),
      spec(0.2, { taskHash: 'b'.repeat(64) }),
      'changed',
      'maxFlipRate 0.1 became 0.2, task qa changed: its hash is bbbbbbbbbbbb, aaaaaaaaaaaa was accepted',
    ],
    [
      'another task',
      spec(0.1),
      spec(0.1, { task: 're', taskHash: 'b'.repeat(64) }),
      'changed',
      'task "qa" became "re"',
    ],
    [
      'other data of the task that it is held against',
      spec(0.1, { other: { task: 're', taskHash: 'c'.repeat(64) } }),
      spec(0.1, { other: { task: 're', taskHash: 'd'.repeat(64) } }),
      'changed',
      'task re changed: its hash is dddddddddddd, cccccccccccc was accepted',
    ],
    [
      'other instructions of the same task',
      spec(0.1),
      spec(0.1, { roles: [{ name: 'asked', pool: ['u2'], draw: 1, trials: 1, side: 'candidate' }] }),
      'changed',
      'other instructions or variants',
    ],
  ] as const)('%s', (_, before, now, kind, what) => {
    const { changes, missing } = manifestChanges([accepted('a', before)], [claim('a', now)], stays)
    expect(missing).toEqual([])
    expect(changes).toEqual([{ kind, id: claimId(before), title: 'a', ...(what !== undefined && { what }) }])
    expect(changes.map(isLoosening)).toEqual([kind !== 'tighter'])
  })

  test('renamed and loosened at once is found where nothing else can be meant', () => {
    const manifest = [accepted('old', spec(0.1))]
    expect(shown(manifest, [claim('new', spec(0.2))], () => true).changes).toEqual([
      '1 claim is looser than the accepted one: "new" (limit 0.1 became 0.2).',
    ])
    expect(shown(manifest, [claim('new', spec(0.2)), claim('newer', spec(0.3))], () => true).changes).toEqual([
      '2 claims are not in the baseline yet, and gate: "new", "newer".',
      '1 claim of the baseline is gone from the suites: "old".',
    ])
  })

  test('a claim whose test is gone is removed; one whose test is there was not decided', () => {
    const manifest = [accepted('a', spec(0.1)), accepted('b', spec(0.2))]
    expect(shown(manifest, [claim('a', spec(0.1))], (title) => title === 'b')).toEqual({
      ...nothing,
      changes: ['1 claim of the baseline is gone from the suites: "b".'],
    })
    expect(shown(manifest, [claim('a', spec(0.1))], stays)).toEqual({ ...nothing, missing: ['b'] })
  })

  test('a baseline of before says that a claim changed, not how', () => {
    const { accepted: _, ...old } = accepted('a', spec(0.1))
    expect(shown([old], [claim('a', spec(0.2))], stays).changes).toEqual([
      '1 claim asks something else than the accepted one of its name: "a" (how is not known: the baseline was accepted before it kept what claims say).',
    ])
  })

  test('advisory claims and those against the anchor are neither missed nor new', () => {
    const manifest = [accepted('a', spec(0.1, { advisory: true }))]
    const anchored = claim('a (against the anchor v1)', spec(0.1, { against: 'anchor' }))
    expect(shown(manifest, [anchored, claim('n', spec(0.4, { advisory: true }))], () => true)).toEqual(nothing)
  })
})
