import { appendFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
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

  it('says of what it drops that it is asked again, and in a replay that there is no recorded answer', async () => {
    const dir = await freshFolder()
    await mkdir(join(dir, 'store'))
    await writeFile(join(dir, 'store', 'answers.jsonl'), '{"no": "entry"}\n{"torn')
    const said = async (mode: 'record' | 'replay') => {
      const host = await localHost({ dir, runKey: mode, mode })
      const { warnings } = host.state
      await host.close()
      return warnings.join('\n')
    }
    const replayed = await said('replay')
    expect(replayed).toMatch(/answers\.jsonl:1: .*: dropped, so its request has no recorded answer$/m)
    expect(replayed).toMatch(/1 unfinished line of a killed run; their requests have no recorded answer$/m)
    const asked = await said('record')
    expect(asked).toMatch(/answers\.jsonl:1: .*: dropped, its cell is asked again$/m)
    expect(asked).toMatch(/their cells are asked again$/m)
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

  it('of runs beside each other, one that comes later reads what a dead one had left in a file of its own', async () => {
    const dir = await freshFolder()
    const open = () => createHostCore({ dir, runKey: 'a', mode: 'off' })
    const one = await open()
    const two = await open()
    await two.put('k2', answerOf('two'), contextOf())
    await two.close()
    const three = await open()
    expect(three.get(['k2'])).toEqual([answerOf('two')])
    await Promise.all([one.close(), three.close()])
  })

  it('does not stumble over a file that the run beside it has not made yet', async () => {
    const dir = await freshFolder()
    await mkdir(join(dir, 'journal'))
    await writeFile(join(dir, 'journal', 'a.jsonl.lock'), String(process.ppid))
    const host = await createHostCore({ dir, runKey: 'a', mode: 'off' })
    expect(host.state).toMatchObject({ besides: process.ppid, recovered: 0 })
    await host.close()
  })

  it('holds one file for all attempts that are decided while vitest watches, and answers from it', async () => {
    const dir = await freshFolder()
    const host = await createHostCore({ dir, runKey: 'a', mode: 'off' })
    const filesOpen = async () => (await readdir('/proc/self/fd')).length
    const open: number[] = []
    for (let run = 0; run < 6; run += 1) {
      await host.put(`k${run}`, answerOf(`in run ${run}`), contextOf())
      await host.finish()
      if (process.platform === 'linux') open.push(await filesOpen())
    }
    expect(new Set(open.slice(1)).size).toBeLessThanOrEqual(1)
    expect(host.get(['k0', 'k3', 'k5', 'k6'])).toEqual([
      answerOf('in run 0'),
      answerOf('in run 3'),
      answerOf('in run 5'),
      null,
    ])
    await host.close()
    expect(await readdir(join(dir, 'journal'))).toEqual(['a.decided.jsonl'])
    const lines = (await readFile(join(dir, 'journal', 'a.decided.jsonl'), 'utf8')).trim().split('\n')
    expect(lines).toHaveLength(6)
  })

  it('gives no answer of a release without a revision once its module was saved, decided or not', async () => {
    const dir = await freshFolder()
    const host = await createHostCore({ dir, runKey: 'a', mode: 'off' })
    const put = (key: string, text: string, pinned: boolean) =>
      host.put(key, answerOf(text), { ...contextOf(), pinned })
    await Promise.all([put('pinned', 'first', true), put('decided', 'first', false)])
    await host.finish()
    await put('open', 'first', false)
    const keys = ['pinned', 'decided', 'open']
    for (const texts of [
      ['first', 'second', 'second'],
      ['first', 'third', null],
    ]) {
      host.releaseSaved()
      // The run under way goes on with what it has.
      expect(host.get(keys)).not.toContain(null)
      await host.beginRun()
      expect(host.get(keys)).toEqual([answerOf('first'), null, null])
      for (const [at, text] of texts.entries()) if (at > 0 && text !== null) await put(keys[at] ?? '', text, false)
      await host.finish()
      await host.beginRun()
      expect(host.get(keys)).toEqual(texts.map((text) => text && answerOf(text)))
    }
    await host.close()
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
  it('takes in what an interrupted run had journaled and not recorded, so that a replay finds everything', async () => {
    const dir = await freshFolder()
    const broken = await localHost({ dir, runKey: 'a', mode: 'off' })
    await broken.put('k1', answerOf('yes'), contextOf())
    await broken.close()
    const recording = await localHost({ dir, runKey: 'a', mode: 'record' })
    expect(await recording.get(['k1', 'k2'])).toEqual([answerOf('yes'), null])
    await recording.put('k2', answerOf('no'), contextOf())
    await recording.close()
    const replaying = await localHost({ dir, runKey: 'b', mode: 'replay' })
    expect(await replaying.get(['k1', 'k2'])).toEqual([answerOf('yes'), answerOf('no')])
    await replaying.close()
  })

  it('removes what a killed merge has left', async () => {
    const dir = await freshFolder()
    await freshStore(dir, '')
    await writeFile(join(dir, 'store', '.answers-999999999.tmp'), 'half a')
    const host = await localHost({ dir, runKey: 'a', mode: 'record' })
    await host.put('own', answerOf('own'), contextOf())
    await host.close()
    expect(await readdir(join(dir, 'store'))).toEqual(['answers.jsonl'])
  })

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
