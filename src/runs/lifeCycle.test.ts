import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { attemptAlpha, attemptOf } from '../core/gate/index.ts'
import { candidateId } from '../core/sampling/index.ts'
import { claimId } from '../core/hash/index.ts'
import { sampleClaim, sampleObservation, sampleRun } from '../core/wording/sampleRun.testing.ts'
import type { LedgerEntry, RunEvidence } from '../core/types/index.ts'
import { attemptDifferences } from '../verify/_internal/attemptDifferences.ts'
import { baselineCell } from './acceptedCells.ts'
import { archiveBaseline, expectAccepted, readHistory, rollbackBaseline, writeHistory } from './baselineHistory.ts'
import { lastGate } from './earlierRuns.ts'
import { readBaseline } from './readBaseline.ts'
import { readLedger, writeLedger } from './mergedFiles.ts'
import { writeBaseline } from './writeBaseline.ts'
import { writeRun } from './writeRun.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'life-'))
})
afterEach(() => rm(dir, { recursive: true }))

const entry = (id: string, part: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id: id.repeat(12),
  baseline: 'tiny@1',
  candidate: 'v2@1',
  seed: '0',
  attempt: 1,
  alpha: attemptAlpha(0.05, 1),
  verdict: 'fail',
  spent: [],
  ...part,
})

test('a ledger is written sorted, joined with what is there, and read back; lines of two branches are joined', async () => {
  const file = join(dir, 'tiny', 'ledger.jsonl')
  expect(await readLedger(file)).toBe(null)
  await writeLedger(file, [entry('b', { attempt: 2 })])
  await writeLedger(file, [entry('a')])
  await writeLedger(file, [entry('a', { verdict: 'inconclusive' })])
  const text = await readFile(file, 'utf8')
  expect((await readLedger(file))?.map(({ id, verdict }) => [id[0], verdict])).toEqual([
    ['a', 'fail'],
    ['b', 'fail'],
  ])
  await writeFile(file, `${text}${text.replaceAll('"fail"', '"pass"')}\n`)
  expect(await readLedger(file)).toHaveLength(2)
  await writeFile(file, `${text}{"id":"x"}\n`)
  await expect(readLedger(file)).rejects.toThrow(/ledger\.jsonl:3: /)
})

async function accept(name: string, score: number): Promise<string> {
  const folder = join(dir, 'tiny')
  const before = await readHistory(folder)
  const present = await readBaseline(folder)
  if (present) await archiveBaseline(present)
  const draft = {
    schema: 1,
    line: 'tiny',
    acceptedOn: '2026-11-21',
    seen: [],
    taskHashes: {},
    claims: [],
    release: { ...sampleRun().evidence.candidate, name },
  } as const
  await writeBaseline(folder, draft, [baselineCell(sampleObservation({ score }))])
  const stored = await readBaseline(folder)
  await writeHistory(stored!, 'accepted', { by: 'ann' }, before)
  return stored!.id
}

test('a baseline is put back as it was, and forth again', async () => {
  const folder = join(dir, 'tiny')
  await expect(rollbackBaseline(folder, undefined, {})).rejects.toThrow(/nothing to roll back/)
  const first = await accept('v1', 1)
  await expect(rollbackBaseline(folder, undefined, {})).rejects.toThrow(/is the first that was accepted/)
  const second = await accept('v2', 0)
  const back = await rollbackBaseline(folder, undefined, { by: 'bob', reason: 'slipped' })
  expect([back.id, back.baseline.release.name, back.cells[0]?.score]).toEqual([first, 'v1', 1])
  const forth = await rollbackBaseline(folder, second.split('@')[1]!.slice(0, 6), {})
  expect([forth.id, forth.cells[0]?.score]).toEqual([second, 0])
  expect((await readHistory(folder)).map(({ action, id }) => [action, id])).toEqual([
    ['accepted', first],
    ['accepted', second],
    ['rolled back', first],
    ['rolled back', second],
  ])
  await expect(rollbackBaseline(folder, 'nothing', {})).rejects.toThrow(
    `No baseline "nothing" in the history: it has ${first}`,
  )
  await rm(join(folder, 'history'), { recursive: true })
  await expect(rollbackBaseline(folder, undefined, {})).rejects.toThrow(/restore that folder from version control/)
})

test('a baseline that was edited after it was accepted is refused, with the ids that were', async () => {
  const folder = join(dir, 'tiny')
  const present = async () => expectAccepted((await readBaseline(folder))!)
  const first = await accept('v1', 1)
  const second = await accept('v2', 0)
  await expect(present()).resolves.toBe(undefined)
  const [file, history] = [join(folder, 'baseline.json'), join(folder, 'history.json')]
  const text = await readFile(file, 'utf8')
  // Another layout is no other content.
  await writeFile(file, JSON.stringify(JSON.parse(text)))
  await expect(present()).resolves.toBe(undefined)
  await writeFile(file, text.replace('2026-11-21', '2026-11-22'))
  await expect(present()).rejects.toThrow(
    new RegExp(`not what was accepted: .* names ${first}, ${second}\\. Restore .* baseline accept --release`),
  )
  await rm(history)
  await expect(present()).resolves.toBe(undefined)
  await writeFile(history, '{ "schema": 1, "events": [] }')
  await expect(present()).rejects.toThrow(/names none\. Restore/)
})

test('a baseline names no file outside of its folder', async () => {
  const folder = join(dir, 'tiny')
  await accept('v1', 1)
  const [baseline, history] = [join(folder, 'baseline.json'), join(folder, 'history.json')]
  const kept = await readFile(baseline, 'utf8')
  await copyFile(join(folder, 'cells.jsonl.gz'), join(dir, 'cells.jsonl.gz'))
  for (const file of ['../cells.jsonl.gz', '..\\\\cells.jsonl.gz', join(dir, 'cells.jsonl.gz'), '..']) {
    await writeFile(baseline, kept.replace('cells.jsonl.gz', file))
    await expect(readBaseline(folder)).rejects.toThrow(/must be letters, digits/)
  }
  await writeFile(baseline, kept)
  await accept('v2', 0)
  await mkdir(join(dir, 'elsewhere'))
  const text = await readFile(history, 'utf8')
  await writeFile(history, text.replace(/@[0-9a-f]{12}/, '@../../elsewhere'))
  await expect(rollbackBaseline(folder, undefined, {})).rejects.toThrow(/must end with "@" and 12 lower-case hex/)
})

test('the last gate of a very release, whole runs before parts', async () => {
  const write = (startedAt: string, change: Partial<RunEvidence>) => {
    const { evidence, context } = sampleRun([])
    return writeRun(dir, { evidence: { ...evidence, ...change }, context: { ...context, startedAt } }, [])
  }
  const { candidate, baselineId } = sampleRun().evidence
  expect(await lastGate(dir, candidate, baselineId)).toBe(null)
  await write('2026-11-21T01:00:00.000Z', {})
  const part = { verdict: 'inconclusive', exitCode: 3, reasons: ['Only part of the suites ran: x.'] } as const
  await write('2026-11-21T02:00:00.000Z', { gate: part })
  await write('2026-11-21T03:00:00.000Z', { candidate: { ...candidate, revision: 'other' } })
  await write('2026-11-21T04:00:00.000Z', { baselineId: 'tiny@other' })
  expect(await lastGate(dir, candidate, baselineId)).toMatchObject({
    run: expect.stringMatching(/^20261121010000000-/),
  })
  expect(await lastGate(dir, { ...candidate, name: 'v9' }, baselineId)).toBe(null)
})

test('an account of attempt and waivers that does not hold together is named', () => {
  const waived = { limit: 0.05, reason: 'known', owner: 'ann', expires: '2026-12-31' }
  const plain = sampleClaim()
  const waivedId = claimId(plain.spec)
  const alpha = attemptAlpha(0.05, 2)
  const first = { id: 'b'.repeat(12), candidate: 'v0@1', seed: '41', attempt: 1, alpha: 0.03, verdict: 'fail' } as const
  const { candidate, baselineId, seed } = sampleRun().evidence
  const key = { baseline: baselineId!, candidate: candidateId(candidate), pinned: true, seed }
  const { id } = attemptOf([{ ...first, baseline: baselineId!, spent: [] }], key, 0.05)
  const attempt = { id, number: 2, total: 0.05, alpha, earlier: [first], regressions: [] }
  const run = (claim: Parameters<typeof sampleClaim>[0], change: Partial<typeof attempt> & object = {}) => {
    const whole = sampleRun([sampleClaim({ alpha, ...claim })])
    return { ...whole, evidence: { ...whole.evidence, attempt: { ...attempt, ...change } } }
  }
  const sound = { waived: { ...waived, of: waivedId }, spec: { limit: 0.1 } }
  expect(attemptDifferences(run(sound), [])).toEqual([])
  const stricter = { ...plain.spec, options: { ...plain.spec.options, alpha: 0.01 } }
  expect(attemptDifferences(run({ spec: stricter, alpha: alpha / 5 }), [])).toEqual([])
  const excluded = [{ task: 're', groups: ['g2'] }]
  expect(
    [
      ...attemptDifferences(run({ alpha: 0.05 }), []),
      ...attemptDifferences(run({}, { excluded } as object), []),
      ...attemptDifferences(run({}, { number: 1 }), []),
      ...attemptDifferences(run({}, { id: 'a'.repeat(12) }), []),
      ...attemptDifferences(run({ waived: { ...waived, of: 'f'.repeat(12) }, spec: { limit: 0.01 } }), []),
    ].map((difference) => difference.replace(/^"[^"]*"/, 'claim')),
  ).toMatchInlineSnapshot(`
    [
      "claim is tested at 0.05, the attempt at 0.007599088773175335",
      "the run excludes sources, which no version after 0.1 does",
      "claim rests on sources that were spent: g2",
      "attempt 1 may spend 0.03039635509270134 of 0.05, recorded as 0.007599088773175335",
      "attempts from number 1 on are recorded as before it",
      "the attempt's id is aaaaaaaaaaaa, baseline, candidate and seed make it f85cc2c48891",
      "claim is waived for another claim, ffffffffffff",
      "claim is waived with a limit that is not looser: 0.01, its own is 0.05",
    ]
  `)
})
