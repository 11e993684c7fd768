/** The union of stores: what parallel jobs recorded, in whatever order and however often it is taken in. */
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../core/hash/index.ts'
import type { StoredAnswer } from '../core/types/index.ts'
import { entryLine, readEntry, saying, type Entry } from './entry.ts'
import { answerOf, freshFolder } from './host.testing.ts'
import { rewriteStore } from './store.ts'

const choices = { texts: ['yes', 'no'], logProbabilities: [-0.5, -1.25], tokens: [1, 1] }
const refusal: StoredAnswer = {
  kind: 'rejection',
  outcome: 'refused',
  reason: 'no',
  who: { model: 'tiny', revision: 'r1' },
}
const texts = ['yes', 'no', '', 'two\nlines \0 \u{1F600}'].map((text) => answerOf(text))

const entries: fc.Arbitrary<Entry> = fc.record(
  {
    key: fc.constantFrom(...['a', 'b', 'c'].map((name) => sha256(name))),
    answer: fc.constantFrom(refusal, ...texts, ...texts.map((answer) => Object.assign({}, answer, { choices }))),
    release: fc.constantFrom('v1', 'v2'),
    pinned: fc.constant(true),
    on: fc.constantFrom('2026-11-01', '2026-11-02'),
    refreshed: fc.constant(true as const),
  },
  { requiredKeys: ['key', 'answer', 'release', 'pinned'] },
)

/** What one job leaves behind: segments that nobody merged, with lines in them that are no entries. */
const jobs = fc.array(
  fc.array(
    fc.oneof(
      { weight: 8, arbitrary: entries.map((entry) => entryLine(JSON.stringify(entry))) },
      { weight: 1, arbitrary: fc.constantFrom('', '{"key":"torn', '[1]') },
    ),
    { maxLength: 6 },
  ),
  { maxLength: 3 },
)

/** A process id that no process has. */
const DEAD = 4_194_305

async function folderOf(job: readonly (readonly string[])[], root: string, name: string): Promise<string> {
  const folder = join(root, name)
  await mkdir(folder)
  for (const [index, lines] of job.entries())
    await writeFile(join(folder, `segment-${100 + index}-${DEAD}-00.jsonl`), lines.map((line) => `${line}\n`).join(''))
  return folder
}

async function filesOf(folder: string): Promise<string[]> {
  return (await readdir(folder)).toSorted().map((name) => join(folder, name))
}

/** Merges a folder with others, and returns the bytes of the store. */
async function merged(folder: string, others: readonly string[] = []): Promise<string> {
  await rewriteStore(folder, { also: await Promise.all(others.map(filesOf)) })
  return readFile(join(folder, 'answers.jsonl'), 'utf8')
}

/** Runs `work` on the folders of three jobs, each time it is asked made as the jobs left them. */
async function onJobs(work: (fresh: (job: 0 | 1 | 2) => Promise<string>) => Promise<void>, numRuns: number) {
  const root = await freshFolder()
  let made = 0
  await fc.assert(
    fc.asyncProperty(fc.tuple(jobs, jobs, jobs), async (three) => {
      await work((job) => folderOf(three[job], root, `job-${(made += 1)}`))
      await rm(root, { recursive: true })
      await mkdir(root)
    }),
    { numRuns },
  )
}

describe('the union of stores', () => {
  test('is the same in either order, byte for byte', () =>
    onJobs(async (fresh) => {
      expect(await merged(await fresh(0), [await fresh(1)])).toBe(await merged(await fresh(1), [await fresh(0)]))
    }, 40))

  test('is the same whichever two are united first, and with all at once', () =>
    onJobs(async (fresh) => {
      const left = await fresh(0)
      await merged(left, [await fresh(1)])
      const right = await fresh(1)
      await merged(right, [await fresh(2)])
      const all = await merged(await fresh(2), [await fresh(0), await fresh(1)])
      expect(await merged(left, [await fresh(2)])).toBe(all)
      expect(await merged(await fresh(0), [right])).toBe(all)
    }, 40))

  test('adds nothing the second time, nor of a store to itself', () =>
    onJobs(async (fresh) => {
      const store = await fresh(0)
      const once = await merged(store, [await fresh(1)])
      expect(await merged(store, [await fresh(1), await fresh(0), await fresh(1)])).toBe(once)
      expect(await merged(store, [store])).toBe(once)
    }, 30))

  test('keeps every text of each store, and no other', () =>
    onJobs(async (fresh) => {
      const saysOf = (text: string) =>
        text
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => readEntry(line) as Entry)
          .map(({ key, answer }) => `${key} ${saying(answer)}`)
      const each = await Promise.all(([0, 1, 2] as const).map(async (job) => saysOf(await merged(await fresh(job)))))
      const all = saysOf(await merged(await fresh(0), [await fresh(1), await fresh(2)]))
      expect(all.toSorted()).toEqual([...new Set(each.flat())].toSorted())
    }, 30))
})

test('what was recorded again replaces, where the user says so, and is named', async () => {
  const root = await freshFolder()
  const line = (name: string, text: string) =>
    entryLine(JSON.stringify({ key: sha256(name), answer: answerOf(text), pinned: true, release: 'v1' }))
  const old = await folderOf([[line('a', 'old'), line('b', 'same'), line('c', 'own')]], root, 'old')
  const next = await folderOf([[line('a', 'new'), line('b', 'same')]], root, 'next')
  const done = await rewriteStore(old, { also: [await filesOf(next)], replace: true })
  expect(done).toMatchObject({ kept: 3, conflicts: [], replaced: [{ key: sha256('a'), line: null }] })
  const kept = (await readFile(join(old, 'answers.jsonl'), 'utf8')).match(/"text":"\w+"/g)
  expect(kept?.toSorted()).toEqual(['"text":"new"', '"text":"own"', '"text":"same"'])
})
