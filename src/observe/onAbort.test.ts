import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { onAbort, ownAbort, untilAborted } from './onAbort.ts'

const ABORTS = [
  [
    'a controller',
    () => {
      const controller = new AbortController()
      return { signal: controller.signal, abort: (reason: unknown) => controller.abort(reason) }
    },
  ],
  ['a signal of our own', ownAbort],
] as const

describe.each(ABORTS)('onAbort, by %s', (_, make) => {
  it('calls exactly those that still wait, in their order, once, whatever came and went before', () => {
    const steps = fc.array(fc.record({ add: fc.boolean(), at: fc.nat(20) }), { maxLength: 60 })
    fc.assert(
      fc.property(steps, (all) => {
        const controller = make()
        const called: number[] = []
        const waiting: { id: number; stop: () => void }[] = []
        for (const [id, { add, at }] of all.entries()) {
          if (add) waiting.push({ id, stop: onAbort(controller.signal, () => called.push(id)) })
          else if (waiting.length > 0) waiting.splice(at % waiting.length, 1)[0]!.stop()
        }
        controller.abort(new Error('enough'))
        expect(called).toEqual(waiting.map(({ id }) => id))
        for (const { stop } of waiting) stop()
      }),
    )
  })

  it('takes a function twice, and one of the two away', () => {
    const controller = make()
    let calls = 0
    const call = (): void => void (calls += 1)
    const stop = onAbort(controller.signal, call)
    onAbort(controller.signal, call)
    stop()
    stop()
    controller.abort(new Error('enough'))
    expect(calls).toBe(1)
  })

  it('takes nothing away a second time, though the same function waits again', () => {
    const controller = make()
    let calls = 0
    const call = (): void => void (calls += 1)
    const stop = onAbort(controller.signal, call)
    onAbort(controller.signal, () => {})
    stop()
    onAbort(controller.signal, call)
    stop()
    controller.abort(new Error('enough'))
    expect(calls).toBe(1)
  })

  it('calls the others where one throws, which comes to light as an uncaught error', async () => {
    const controller = make()
    const uncaught: unknown[] = []
    const others = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.on('uncaughtException', (error) => uncaught.push(error))
    try {
      const called: string[] = []
      onAbort(controller.signal, () => {
        throw new Error('broken')
      })
      onAbort(controller.signal, () => called.push('second'))
      controller.abort(new Error('enough'))
      await new Promise((resolve) => setImmediate(resolve))
      expect([called, uncaught]).toEqual([['second'], [new Error('broken')]])
    } finally {
      process.removeAllListeners('uncaughtException')
      for (const other of others) process.on('uncaughtException', other)
    }
  })

  it('lets a call take away others that wait, and calls nothing for a signal that has aborted', () => {
    const controller = make()
    const called: string[] = []
    onAbort(controller.signal, () => {
      called.push('first')
      stop()
    })
    const stop = onAbort(controller.signal, () => called.push('second'))
    controller.abort(new Error('enough'))
    onAbort(controller.signal, () => called.push('late'))
    expect(called).toEqual(['first'])
  })
})

describe('untilAborted', () => {
  it.each([
    ['the work', async () => 'done', 'done'],
    ['its error', async () => Promise.reject(new Error('broken')), 'broken'],
    ["the signal's reason", () => new Promise<string>(() => {}), 'enough'],
  ])('settles with %s, and says once that it ended', async (_, work, wanted) => {
    const controller = new AbortController()
    let ended = 0
    const settled = untilAborted(work(), controller.signal, { ended: () => void (ended += 1) }).catch(
      (error: Error) => error.message,
    )
    await new Promise((resolve) => setImmediate(resolve))
    controller.abort(new Error('enough'))
    expect(await settled).toBe(wanted)
    expect(ended).toBe(1)
  })

  it('lets work that settles in the turn of the abort come first, where the rejection is due a turn later', async () => {
    const controller = new AbortController()
    const { promise, resolve } = Promise.withResolvers<string>()
    const [late, prompt] = [{ due: setImmediate }, {}].map((options) =>
      untilAborted(promise, controller.signal, options).catch((error: Error) => error.message),
    )
    controller.abort(new Error('enough'))
    resolve('done')
    expect(await Promise.all([late, prompt])).toEqual(['done', 'enough'])
  })
})

describe('a signal of our own', () => {
  it('aborts as any other: its listeners hear it once, and it says why', () => {
    const { signal, abort } = ownAbort()
    const heard: string[] = []
    signal.addEventListener('abort', () => heard.push('listener'))
    onAbort(signal, () => heard.push(`waiting, ${(signal.reason as Error).message}`))
    abort(new Error('enough'))
    abort(new Error('again'))
    expect([signal.aborted, heard]).toEqual([true, ['listener', 'waiting, enough']])
    expect(() => signal.throwIfAborted()).toThrow('enough')
  })
})
