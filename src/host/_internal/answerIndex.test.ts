import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredAnswer } from '../../core/types/index.ts'
import { createAnswerIndex } from './answerIndex.ts'
import { openAppendLog } from './appendLog.ts'
import { entryLine, readEntry, type Entry } from '../entry.ts'
import { answerOf, freshFolder } from '../host.testing.ts'
import { openJournal } from '../journal.ts'
import { openStore } from '../store.ts'

const entryOf = (key: string, text: string): Entry => ({ key, pinned: true, release: 'v1', answer: answerOf(text) })

describe('an index of answers', () => {
  it('reads every answer back from its place, whatever the text', async () => {
    const file = join(await freshFolder(), 'a.jsonl')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 12 }), async (texts) => {
        await writeFile(file, '')
        const [log, index] = [openAppendLog(file, false), createAnswerIndex({ fold: true })]
        for (const [key, text] of texts.entries()) {
          const line = entryLine(JSON.stringify(entryOf(String(key), text)))
          index.add(entryOf(String(key), text), file, await log.append(line), Buffer.byteLength(line))
        }
        await log.close()
        const again = createAnswerIndex({ fold: true })
        expect(await again.addFile(file)).toEqual({ torn: false, damaged: [] })
        for (const one of [index, again]) {
          const readAll = () => [...one.keys()].map((key) => one.get(key)?.answer)
          const answers = texts.map((text) => answerOf(text))
          expect([readAll(), readAll()]).toEqual([answers, answers])
          one.close()
        }
      }),
      { numRuns: 40 },
    )
  })

  it('is not misled by another process that appends to the same journal', async () => {
    const file = join(await freshFolder(), 'a.jsonl')
    const [one, two] = [await openJournal(file), await openJournal(file)]
    await Promise.all(Array.from({ length: 200 }, (_, n) => (n % 2 ? one : two).put(entryOf(`k${n}`, `answer ${n}`))))
    for (let n = 0; n < 200; n += 1) {
      const answer = (n % 2 ? one : two).get(`k${n}`)?.answer
      expect([undefined, `answer ${n}`]).toContain(answer?.kind === 'answer' ? answer.text : undefined)
    }
    await Promise.all([one.close(), two.close()])
    const whole = await openJournal(file)
    expect(whole).toMatchObject({ recovered: 200, damaged: [] })
    await whole.close()
  })

  it('distinguishes a line that a kill left unfinished from one that was damaged', async () => {
    const file = join(await freshFolder(), 'a.jsonl')
    const line = entryLine(JSON.stringify(entryOf('k', 'text')))
    await writeFile(file, `${line}\n\n${line.slice(0, 20)}\n${line.replace('text', 'next')}\n${line.slice(0, 30)}`)
    const index = createAnswerIndex({ fold: true })
    const { torn, damaged } = await index.addFile(file)
    expect(torn).toBe(true)
    expect(damaged.map(({ line: number, why, unfinished }) => [number, why, unfinished])).toEqual([
      [3, 'no whole record', false],
      [4, 'its checksum does not fit its content', false],
      [5, 'no whole record', true],
    ])
    index.close()
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(5)
  })
})

describe('an answer with scores of its choices', () => {
  const said = answerOf(' yes')
  const choices = { texts: [' yes', ' no'], logProbabilities: [-0.5, -1.25], tokens: [1, 1] }
  const told = { ...said, choices } as StoredAnswer
  const lineOf = (answer: StoredAnswer) =>
    `${entryLine(JSON.stringify({ key: 'k', pinned: true, release: 'v1', answer }))}\n`

  it('takes the place of one in the same words that does not, whatever the order of the files', async () => {
    const folder = await freshFolder()
    const [older, newer] = [join(folder, 'older.jsonl'), join(folder, 'newer.jsonl')]
    await writeFile(older, lineOf(said))
    await writeFile(newer, lineOf(told))
    for (const files of [
      [older, newer],
      [newer, older],
    ]) {
      const index = createAnswerIndex({ fold: true })
      for (const file of files) await index.addFile(file)
      expect([index.get('k')?.answer, index.disputed()]).toEqual([told, []])
      index.close()
    }
  })

  it('is put into a store that has the same words, and stays there; one that has no more is not', async () => {
    const folder = await freshFolder()
    await writeFile(join(folder, 'answers.jsonl'), lineOf(said))
    const entry = { key: 'k', pinned: true, release: 'v1', refreshed: true } as const
    for (const answer of [told, said]) {
      const store = await openStore(folder)
      await store.put({ ...entry, answer })
      expect(store.get('k')?.answer).toEqual(told)
      await store.close()
      const lines = (await readFile(join(folder, 'answers.jsonl'), 'utf8')).trim().split('\n')
      expect(lines.map((line) => (readEntry(line) as Entry).answer)).toEqual([told])
    }
  })
})
