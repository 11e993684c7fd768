/** What every store of answers must do, in files and in a database, as tests: run in a `describe` of its own. */
import { beforeEach, expect, test } from 'vitest'
import { sha256 } from '../core/hash/index.ts'
import type { StoredAnswer } from '../core/types/index.ts'
import type { StoreMode } from '../observe/hostPort.ts'
import type { Entry } from './entry.ts'
import type { HostOptions } from './hostCore.ts'
import { answerOf, contextOf, freshFolder } from './host.testing.ts'
import { localHost, type LocalHost } from './localHost.ts'

/** An empty store that machines have in common. */
export interface StoreUnderTest {
  /** The options with which a machine whose working folder is `dir` opens it. */
  readonly options: Pick<HostOptions, 'storeFolder' | 'shared'>
  /** All that is in it. */
  readonly entries: () => Promise<readonly Entry[]>
}

const keyOf = (name: number | string): string => sha256(`key ${name}`)

/** @param open makes an empty store */
export function storeContract(open: () => Promise<StoreUnderTest>): void {
  let store: StoreUnderTest
  beforeEach(async () => {
    store = await open()
  })

  /** A run on a machine of its own, with a journal that nobody else has. */
  async function machine(mode: StoreMode, more: Partial<HostOptions> = {}): Promise<LocalHost> {
    return localHost({ dir: await freshFolder(), runKey: 'a', mode, ...store.options, ...more })
  }
  async function recording(answers: Readonly<Record<string, StoredAnswer>>, mode: StoreMode = 'record') {
    const host = await machine(mode)
    await host.get(Object.keys(answers).map(keyOf))
    for (const [name, answer] of Object.entries(answers)) await host.put(keyOf(name), answer, contextOf())
    await host.settle()
    await host.close()
    return host
  }
  async function replayed(names: readonly string[], more: Partial<HostOptions> = {}) {
    const host = await machine('replay', more)
    const answers = await host.get(names.map(keyOf))
    await host.close()
    return { answers, host }
  }

  test('what one machine recorded another finds, whatever the text', async () => {
    const choices = { texts: ['a', 'b'], logProbabilities: [-0.1, -1e-9], tokens: [1, 2] }
    const who = { model: 'tiny \0 "', revision: 'r1', fingerprint: 'f' }
    const answers: Record<string, StoredAnswer> = {
      plain: answerOf('yes'),
      empty: answerOf(''),
      hostile: answerOf(`a\0b 'c' "d" \\ ?; drop table robustness_answer; -- \uD800 漢 \u202E\n\r`),
      long: answerOf('x'.repeat(300_000)),
      refusal: { kind: 'rejection', outcome: 'refused', reason: 'I may not', who },
      scored: { ...answerOf('a'), choices, who } as StoredAnswer,
    }
    await recording(answers)
    const names = Object.keys(answers)
    expect((await replayed([...names, 'missing'])).answers).toEqual([...names.map((name) => answers[name]), null])
    expect(await store.entries()).toHaveLength(names.length)
  })

  test('the same answer again is one entry; one that has the scores of its choices is kept instead', async () => {
    const scored = { ...answerOf('a'), choices: { texts: ['a'], logProbabilities: [0], tokens: [1] } } as StoredAnswer
    await recording({ k: answerOf('a') })
    await recording({ k: answerOf('a') }, 'refresh')
    await recording({ k: scored }, 'refresh')
    const last = await recording({ k: answerOf('a') }, 'refresh')
    expect(last.remarks()).toEqual([])
    expect((await store.entries()).map(({ answer }) => answer)).toEqual([scored])
  })

  test('answers of a release without a revision are kept, and count only where the run says so', async () => {
    const host = await machine('record')
    await host.put(keyOf('k'), answerOf('a', null), contextOf(false))
    await host.close()
    expect((await replayed(['k'])).answers).toEqual([null])
    const allowed = await replayed(['k'], { allowUnpinned: true })
    expect(allowed.answers).toEqual([answerOf('a', null)])
    expect([allowed.host.state.stored, (await replayed(['k'])).host.state.stored]).toEqual([new Set(['v1']), new Set()])
  })

  test('of two machines that get different answers both are kept and named; a refresh settles it, and says so', async () => {
    const [one, two] = [await machine('record'), await machine('record')]
    for (const [host, text] of [
      [one, 'yes'],
      [two, 'no'],
    ] as const) {
      expect(await host.get([keyOf('k')])).toEqual([null])
      await host.put(keyOf('k'), answerOf(text), contextOf())
      await host.put(keyOf('same'), answerOf('same'), contextOf())
    }
    await Promise.all([one.settle(), two.settle()])
    // Of two that close at once in one process the second finds the folder locked, and leaves its segment to the next process.
    await one.close()
    await two.close()
    const { answers, host } = await replayed(['k', 'same'])
    expect(answers).toEqual([answerOf('no'), answerOf('same')])
    const named = `2 different answers of "v1" under key ${keyOf('k').slice(0, 12)}`
    expect(host.remarks()).toEqual([expect.stringContaining(named)])
    expect(await store.entries()).toHaveLength(3)

    const refreshing = await machine('refresh')
    expect(await refreshing.get([keyOf('k')])).toEqual([null])
    await refreshing.put(keyOf('k'), answerOf('yes'), contextOf())
    await refreshing.settle()
    expect(refreshing.remarks().join('\n')).toMatch(
      `replaces the recorded answer of "v1" under key ${keyOf('k').slice(0, 12)} with another one (refreshed)`,
    )
    await refreshing.close()
    const settled = await replayed(['k'])
    expect([settled.answers, settled.host.remarks()]).toEqual([[answerOf('yes')], []])
    expect(await store.entries()).toHaveLength(2)
  })

  test('neither replay nor off writes, and off does not read', async () => {
    await recording({ k: answerOf('a') })
    for (const mode of ['replay', 'off'] as const) {
      const host = await machine(mode)
      expect(await host.get([keyOf('k')])).toEqual([mode === 'off' ? null : answerOf('a')])
      await host.put(keyOf('new'), answerOf('b'), contextOf())
      await host.settle()
      await host.close()
    }
    expect(await store.entries()).toHaveLength(1)
  })

  test('its own answers are found by the run that got them, before and after they are kept', async () => {
    const host = await machine('record')
    for (let n = 0; n < 300; n++) {
      await host.put(keyOf(n), answerOf(`answer ${n}`), contextOf())
      if (n % 100 === 50) await host.settle()
      expect(await host.get([keyOf(n), keyOf(n >> 1)])).toEqual([answerOf(`answer ${n}`), answerOf(`answer ${n >> 1}`)])
    }
    await host.close()
    expect(await store.entries()).toHaveLength(300)
  })

  test('many machines that record at once lose nothing and double nothing', async () => {
    const hosts = await Promise.all([0, 1, 2, 3].map(() => machine('record')))
    await Promise.all(
      hosts.map(async (host, own) => {
        for (let n = 0; n < 1000; n += 50) {
          const names = Array.from({ length: 50 }, (_, index) => ((n + index) % 2 ? n + index : `${own} ${n + index}`))
          await host.get(names.map(keyOf))
          await Promise.all(names.map((name) => host.put(keyOf(name), answerOf(`answer ${name}`), contextOf())))
        }
      }),
    )
    await Promise.all(hosts.map((host) => host.settle()))
    expect((await Promise.all(hosts.map((host) => host.settle()))).flat()).toEqual([])
    await Promise.all(hosts.map((host) => host.close()))
    const entries = await store.entries()
    expect(entries).toHaveLength(500 + 4 * 500)
    expect(new Set(entries.map(({ key }) => key)).size).toBe(2500)
    const names = Array.from({ length: 1000 }, (_, n) => (n % 2 ? String(n) : `3 ${n}`))
    expect((await replayed(names)).answers).toEqual(names.map((name) => answerOf(`answer ${name}`)))
  })
}
