import { appendFile, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createHostCore } from './hostCore.ts'
import { localHost } from './localHost.ts'
import { entryLine } from './entry.ts'
import { answerOf, contextOf, freshFolder } from './host.testing.ts'

describe('journal', () => {
  it('gives a rerun of the same attempt what an earlier one was answered', async () => {
    const dir = await freshFolder()
    const first = await localHost({ dir, runKey: 'a', mode: 'off' })
    await first.put('k1', answerOf('yes'), contextOf(false))
    await first.close()
    const again = await localHost({ dir, runKey: 'a', mode: 'off' })
    expect(await again.get(['k1', 'k2'])).toEqual([answerOf('yes'), null])
    expect(again.state).toMatchObject({ recovered: 1, dropped: 0, warnings: [] })
    const other = await localHost({ dir, runKey: 'b', mode: 'off' })
    expect(await other.get(['k1'])).toEqual([null])
    await Promise.all([again.close(), other.close()])
  })

  it('drops a torn last line, says so, and writes on behind it', async () => {
    const dir = await freshFolder()
    const first = await localHost({ dir, runKey: 'a', mode: 'off' })
    await first.put('k1', answerOf('yes'), contextOf())
    await first.close()
    const file = join(dir, 'journal', 'a.jsonl')
    await appendFile(file, (await readFile(file, 'utf8')).slice(0, 40))
    const second = await localHost({ dir, runKey: 'a', mode: 'off' })
    expect(second.state).toMatchObject({ recovered: 1, dropped: 1 })
    expect(second.state.warnings[0]).toContain('dropped 1 unfinished line')
    await second.put('k2', answerOf('no'), contextOf())
    await second.close()
    const third = await localHost({ dir, runKey: 'a', mode: 'off' })
    expect(await third.get(['k1', 'k2'])).toEqual([answerOf('yes'), answerOf('no')])
    await third.close()
  })

  it('of two runs of one attempt at once, the second reads the first one and keeps its own; both can be decided', async () => {
    const dir = await freshFolder()
    const open = () => createHostCore({ dir, runKey: 'a', mode: 'off' })
    const one = await open()
    await one.put('k1', answerOf('one'), contextOf())
    const two = await open()
    expect([one.state.besides, two.state.besides, two.state.recovered]).toEqual([null, process.pid, 1])
    await two.put('k2', answerOf('two'), contextOf())
    await one.put('k2', answerOf('another'), contextOf())
    expect(two.get(['k1', 'k2'])).toEqual([answerOf('one'), answerOf('two')])
    await one.finish()
    await one.close()
    // The second was not decided: the next run continues it, and its decision ends both files.
    await two.close()
    const three = await open()
    expect([three.state.besides, three.state.recovered]).toEqual([null, 1])
    expect(three.get(['k1', 'k2'])).toEqual([null, answerOf('two')])
    await three.finish()
    await three.close()
    const left = await readdir(join(dir, 'journal'))
    expect(left.filter((name) => !name.endsWith('.decided.jsonl'))).toEqual([])
    expect(left).toHaveLength(2)
  })

  it('takes over the lock of a process that died', async () => {
    const dir = await freshFolder()
    await (await localHost({ dir, runKey: 'a', mode: 'off' })).close()
    // No process has this id: it is above what Linux gives.
    await writeFile(join(dir, 'journal', 'a.jsonl.lock'), '4194999')
    const host = await localHost({ dir, runKey: 'a', mode: 'off' })
    expect(host.state.besides).toBe(null)
    await host.close()
  })

  it('keeps the first answer of a key', async () => {
    const dir = await freshFolder()
    const host = await localHost({ dir, runKey: 'a', mode: 'off' })
    await host.put('k1', answerOf('first'), contextOf())
    await host.put('k1', answerOf('second'), contextOf())
    expect(await host.get(['k1'])).toEqual([answerOf('first')])
    await host.close()
  })
})

describe('store', () => {
  it('records, merges into one file sorted by key, and replays', async () => {
    const dir = await freshFolder()
    const storeFolder = join(dir, 'recorded')
    const recording = await localHost({ dir, runKey: 'a', mode: 'record', storeFolder })
    for (const key of ['k3', 'k1', 'k2']) await recording.put(key, answerOf(key), contextOf())
    await recording.close()
    expect(await readdir(storeFolder)).toEqual(['answers.jsonl'])
    const lines = (await readFile(join(storeFolder, 'answers.jsonl'), 'utf8')).trimEnd().split('\n')
    expect(lines.map((text) => (JSON.parse(text) as { key: string }).key)).toEqual(['k1', 'k2', 'k3'])
    expect(lines.join('')).not.toContain('latencyMs')

    const replaying = await localHost({ dir, runKey: 'b', mode: 'replay', storeFolder })
    expect(await replaying.get(['k2', 'k9'])).toEqual([answerOf('k2'), null])
    await replaying.close()
    expect((await readFile(join(storeFolder, 'answers.jsonl'), 'utf8')).trimEnd().split('\n')).toEqual(lines)
  })

  it('uses answers without an immutable revision only where that is allowed', async () => {
    const dir = await freshFolder()
    const recording = await localHost({ dir, runKey: 'a', mode: 'record' })
    await recording.put('k1', answerOf('old', null), contextOf(false))
    await recording.close()
    const strict = await localHost({ dir, runKey: 'b', mode: 'record' })
    expect(await strict.get(['k1'])).toEqual([null])
    // It was asked again: the alias moved, and the newer answer stands without a conflict.
    await strict.put('k1', answerOf('new', null), contextOf(false))
    await strict.close()
    const lenient = await localHost({ dir, runKey: 'c', mode: 'record', allowUnpinned: true })
    expect(await lenient.get(['k1'])).toEqual([answerOf('new', null)])
    expect(lenient.state.conflicts).toEqual([])
    await lenient.close()
  })

  it('asks again in refresh mode, and replaces', async () => {
    const dir = await freshFolder()
    for (const [mode, text] of [
      ['record', 'old'],
      ['refresh', 'new'],
    ] as const) {
      const host = await localHost({ dir, runKey: mode, mode })
      expect(await host.get(['k1'])).toEqual([null])
      await host.put('k1', answerOf(text), contextOf())
      await host.close()
    }
    const host = await localHost({ dir, runKey: 'x', mode: 'replay' })
    expect(await host.get(['k1'])).toEqual([answerOf('new')])
    expect(host.state.conflicts).toEqual([])
    await host.close()
  })

  it('names a key with different answers, whatever the order of the files, and keeps both', async () => {
    const dir = await freshFolder()
    await freshStore(dir, line('k1', 'yes') + line('k1', 'no'))
    const host = await localHost({ dir, runKey: 'a', mode: 'record' })
    expect(await host.get(['k1'])).toEqual([answerOf('no')])
    expect(host.state.conflicts).toEqual([{ key: 'k1', release: 'v1', says: ['answer "no"', 'answer "yes"'] }])
    expect(host.state.warnings[0]).toMatch(/2 different answers of "v1" under key k1: answer "no" \| answer "yes"/)
    await host.put('k2', answerOf('x'), contextOf())
    await host.close()
    const again = await localHost({ dir, runKey: 'b', mode: 'replay' })
    expect(again.state.conflicts).toHaveLength(1)
    await again.close()
  })

  it('merges the segment of a process that was killed, and leaves that of a living one', async () => {
    const dir = await freshFolder()
    await freshStore(dir, '')
    await writeFile(join(dir, 'store', 'segment-1-999999999-aa.jsonl'), line('dead', 'x'))
    await writeFile(join(dir, 'store', `segment-2-${process.ppid}-bb.jsonl`), line('alive', 'x'))
    const host = await localHost({ dir, runKey: 'a', mode: 'record' })
    await host.put('own', answerOf('own'), contextOf())
    await host.close()
    expect(await readdir(join(dir, 'store'))).toEqual(['answers.jsonl', `segment-2-${process.ppid}-bb.jsonl`])
    const again = await localHost({ dir, runKey: 'b', mode: 'replay' })
    expect((await again.get(['dead', 'alive', 'own'])).every((answer) => answer !== null)).toBe(true)
    await again.close()
  })
})

function line(key: string, text: string): string {
  return `${entryLine(JSON.stringify({ key, pinned: true, release: 'v1', answer: answerOf(text) }))}\n`
}

async function freshStore(dir: string, text: string): Promise<void> {
  const host = await localHost({ dir, runKey: 'seed', mode: 'record' })
  await host.put('k0', answerOf('k0'), contextOf())
  await host.close()
  await appendFile(join(dir, 'store', 'answers.jsonl'), text)
}
