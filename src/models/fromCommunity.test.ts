import { describe, expect, it } from 'vitest'

import { guardFetch } from './_internal/guardFetch.ts'
import { fromCommunity } from './fromCommunity.ts'
import { json, serve } from './endpoint/loopback.testing.ts'

/** With the package installed, each provider is asked in `.ci/community.test.ts`. */
describe('fromCommunity', () => {
  it('names the way to install what is missing', async () => {
    await expect(fromCommunity('together', { model: 'm' })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[UsageError: fromCommunity('together') needs a package that is not installed: npm i -D --legacy-peer-deps @langchain/community]`,
    )
  })

  it('names a provider’s neighbour', async () => {
    await expect(fromCommunity('togther' as 'together', { model: 'm' })).rejects.toThrow('did you mean "together"?')
  })
})

describe('guardFetch', () => {
  const signal = new AbortController().signal

  it('keeps what a failed answer said, sends nothing more in that call, and leaves other calls alone', async () => {
    const { origin, seen } = await serve(json(429, { error: { message: 'slow down' } }, { 'retry-after': '3' }))
    const stubborn = async (): Promise<string> => {
      for (let attempt = 0; attempt < 5; attempt++) await fetch(origin).catch(() => null)
      return 'made up'
    }
    const guarded = await guardFetch(signal, stubborn)
    expect(guarded).toMatchObject({ fault: { status: 429, message: 'slow down', retryAfterMs: 3000 } })
    expect(seen).toHaveLength(1)
    expect((await fetch(origin)).status).toBe(429)
  })

  it('keeps calls apart that run side by side, and gives answers as they are', async () => {
    const bad = await serve(json(500, 'down'))
    const good = await serve(json(200, { fine: true }))
    const ask = async (origin: string): Promise<unknown> => (await fetch(origin)).json()
    const [one, two] = await Promise.all([
      guardFetch(signal, () => ask(bad.origin)),
      guardFetch(signal, () => ask(good.origin)),
    ])
    expect(one).toMatchObject({ fault: { status: 500, message: 'down' } })
    expect(two).toEqual({ result: { fine: true } })
  })

  it('is cut short by the signal, whether or not the model passes it on', async () => {
    const { origin } = await serve(() => {})
    const done = await guardFetch(AbortSignal.timeout(50), () => fetch(origin))
    expect(done).toMatchObject({ fault: null, error: { name: 'TimeoutError' } })
  })
})
