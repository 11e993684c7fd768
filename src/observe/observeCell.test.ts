import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  EndpointError,
  RetryableError,
  UsageError,
  type AnswerForm,
  type Example,
  type Instruction,
  type Release,
  type Task,
  type TaskKind,
} from '../core/types/index.ts'
import { freshFolder } from '../host/host.testing.ts'
import { localHost, type HostOptions, type LocalHost } from '../host/index.ts'
import { fromFunction, type FunctionOptions } from '../models/index.ts'
import type { HostPort } from './hostPort.ts'
import { observeCell, type CellRequest } from './observeCell.ts'

const kind: TaskKind = {
  kind: 'boolean-qa',
  summary: 'yes or no',
  fields: ['question'],
  optionalFields: [],
  hasOptions: false,
  hasLabels: false,
  check: () => null,
  read: (text) =>
    /^(yes|no)$/i.test(text)
      ? { outcome: 'answered', answer: text.toLowerCase() }
      : { outcome: 'unparseable', reason: 'neither yes nor no' },
  sameAnswer: (a, b) => a === b,
  score: (answer, example) => (answer === example.gold ? 1 : 0),
}
const instruction: Instruction = {
  id: 'qa-01',
  family: 'imperative',
  text: 'Answer: {question}',
  options: { item: '{id}', separator: ' ' },
  provenance: { author: 'a', licence: 'MIT' },
  reviewed: null,
  hash: 'h',
}
const examples = Array.from({ length: 50 }, (_, n): Example => ({
  id: `e${n}`,
  group: `g${n}`,
  input: { question: `is ${n} even?` },
  gold: n % 2 ? 'no' : 'yes',
}))
const task: Task = {
  name: 'parity',
  kind,
  labels: null,
  examples,
  instructions: [instruction],
  canonical: 'qa-01',
  hash: 'h',
  sources: [],
}

let host: LocalHost
async function open(options: Partial<HostOptions> = {}): Promise<LocalHost> {
  const opened = await localHost({ dir: await freshFolder(), runKey: 'a', mode: 'off', ...options })
  onTestFinished(() => opened.close())
  return opened
}
beforeEach(async () => {
  host = await open()
})

/** A cell that asks `ask` about the n-th example; waits between attempts are short. */
function cell(ask: FunctionOptions['ask'], n = 0, more: Partial<CellRequest & FunctionOptions> = {}): CellRequest {
  const { revision, concurrency, attempts, ...request } = more
  const release = fromFunction({
    model: 'm',
    ask,
    ...(revision === undefined ? {} : { revision }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(attempts === undefined ? {} : { attempts }),
  })
  const example = examples[n] as Example
  return {
    release,
    releaseName: 'v1',
    task,
    example,
    instruction,
    trial: 0,
    seed: 1,
    host,
    signal: new AbortController().signal,
    backoff: () => 1,
    ...request,
  }
}

async function busy(): Promise<string> {
  throw new RetryableError('busy')
}

async function unwanted(): Promise<string> {
  throw new Error('asked')
}

describe('observeCell', () => {
  it('asks, reads and scores; a second time it takes the answer from the journal', async () => {
    const prompts: string[] = []
    const ask = async (prompt: string): Promise<string> => {
      prompts.push(prompt)
      return 'Yes'
    }
    const first = await observeCell(cell(ask))
    expect(first).toEqual({
      example: 'e0',
      variant: 'qa-01',
      trial: 0,
      task: 'parity',
      release: 'v1',
      group: 'g0',
      key: expect.stringMatching(/^[0-9a-f]{64}$/),
      raw: 'Yes',
      answer: 'yes',
      outcome: 'answered',
      score: 1,
      gold: 'yes',
      who: { model: 'm', revision: null },
      tokens: { input: null, output: null },
    })
    expect(await observeCell(cell(ask))).toEqual(first)
    await observeCell(cell(ask, 0, { trial: 1 }))
    expect(prompts).toEqual(['Answer: is 0 even?', 'Answer: is 0 even?'])
    expect(host.counters()).toEqual({ made: 2, reused: 1, retried: 0 })
  })

  it("gives a release the task's schema where it sends one, under a key of its own", async () => {
    const forms: unknown[] = []
    const plain = cell(async () => 'yes')
    const release: Release = {
      ...plain.release,
      sendsForm: true,
      ask: async (request) => {
        forms.push(request.form)
        return plain.release.ask(request)
      },
    }
    const schema = { type: 'object' }
    const withSchema = (form: AnswerForm): Task => ({ ...task, kind: { ...kind, form } })
    const asked = [
      { ...plain, release },
      { ...plain, release, task: withSchema({ schema }) },
      { ...plain, release, task: withSchema({ tools: [{ name: 'find' }] }) },
      { ...plain, task: withSchema({ schema }) },
    ]
    const observed = await Promise.all(asked.map((one) => observeCell(one)))
    expect(forms).toEqual([undefined, { schema }, { tools: [{ name: 'find' }] }])
    const [bare, first, second, text] = observed.map(({ key }) => key)
    expect(new Set([bare, first, second]).size).toBe(3)
    expect(text).toBe(bare)
  })

  it('asks once for cells that want the same at the same time', async () => {
    let calls = 0
    const ask = async (): Promise<string> => {
      calls += 1
      return 'no'
    }
    const all = await Promise.all([1, 2, 3].map(() => observeCell(cell(ask))))
    expect(calls).toBe(1)
    expect(all[1]).toEqual(all[0])
    expect(host.counters()).toEqual({ made: 1, reused: 2, retried: 0 })
  })

  it('costs one look-up for the cells of one turn', async () => {
    let gets = 0
    const counted = { ...host, get: (keys: readonly string[]) => ((gets += 1), host.get(keys)) }
    await Promise.all(examples.map((_, n) => observeCell(cell(async () => 'no', n, { host: counted }))))
    expect(gets).toBe(1)
  })

  it('gives each outcome that is no answer its name', async () => {
    const who = { model: 'm', revision: null }
    const tokens = { input: 9, output: 4 }
    const ends: FunctionOptions['ask'][] = [
      async () => 'perhaps',
      async () => ({ text: 'It may be that y', finish: 'length', tokens, who }),
      async () => ({ text: 'yes', finish: 'length', tokens, who }),
      async () => ({ outcome: 'too_long', reason: '9000 tokens', who }),
      async () => ({ text: '', finish: 'content_filter', tokens, who }),
    ]
    const seen = await Promise.all(ends.map((ask, n) => observeCell(cell(ask, n))))
    expect(seen.map(({ outcome }) => outcome)).toEqual(['unparseable', 'truncated', 'answered', 'too_long', 'filtered'])
    expect(seen[1]).toMatchObject({ raw: 'It may be that y', answer: null, score: 0, tokens })
    expect(seen[3]).toMatchObject({ raw: null, reason: '9000 tokens' })
  })

  it('tries again after a fault that may pass, and waits as long as the endpoint asked for', async () => {
    const waits: (number | undefined)[] = []
    let calls = 0
    const ask = async (): Promise<string> => {
      calls += 1
      if (calls < 3) throw new RetryableError('busy', 7)
      return 'yes'
    }
    const backoff = (_: number, retryAfterMs: number | undefined): number => (waits.push(retryAfterMs), 1)
    expect(await observeCell(cell(ask, 0, { backoff }))).toMatchObject({ outcome: 'answered' })
    expect(waits).toEqual([7, 7])
    expect(host.counters()).toEqual({ made: 3, reused: 0, retried: 2 })
  })

  it('holds no permit while it waits', async () => {
    let calls = 0
    const slow = cell(
      async () => {
        calls += 1
        if (calls === 1) throw new RetryableError('busy')
        return 'yes'
      },
      0,
      { concurrency: 1, backoff: () => 300 },
    )
    const ended: string[] = []
    const waiting = observeCell(slow).finally(() => ended.push('the one that waits'))
    await observeCell(cell(async () => 'no', 1, { concurrency: 1 })).finally(() => ended.push('the other'))
    expect(await waiting).toMatchObject({ outcome: 'answered' })
    expect(ended).toEqual(['the other', 'the one that waits'])
  })

  it('sends the next request while an answer is written, but never has more answers on their way than permits', async () => {
    const writes: (() => void)[] = []
    let [asked, most] = [0, 0]
    const slow: HostPort = {
      ...host,
      put: (...answer) =>
        new Promise((resolve, reject) => writes.push(() => void host.put(...answer).then(resolve, reject))),
    }
    const ask = async (): Promise<string> => {
      asked += 1
      return 'yes'
    }
    const cells = Promise.all(examples.map((_, n) => observeCell(cell(ask, n, { host: slow, concurrency: 4 }))))
    for (let written = 0; written < examples.length; written += 1) {
      // Turns in which further requests could be sent.
      for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve))
      most = Math.max(most, asked - written)
      writes.shift()!()
    }
    expect((await cells).every(({ outcome }) => outcome === 'answered')).toBe(true)
    expect(most).toBe(8)
  })

  it('returns no answer that could not be written', async () => {
    const broken = { ...host, put: () => Promise.reject(new Error('the disk is full')) }
    await expect(observeCell(cell(async () => 'yes', 0, { host: broken }))).rejects.toThrow('the disk is full')
    expect(host.counters().made).toBe(1)
  })

  it('looks nothing up that the host says it cannot know', async () => {
    const looked: string[] = []
    const counting: HostPort = {
      ...host,
      mayKnow: (key) => !key.startsWith('0'),
      get: (keys) => {
        looked.push(...keys)
        return host.get(keys)
      },
    }
    const seen = await Promise.all(examples.map((_, n) => observeCell(cell(async () => 'no', n, { host: counting }))))
    const keys = seen.map(({ key }) => key)
    expect(looked.toSorted()).toEqual(keys.filter((key) => !key.startsWith('0')).toSorted())
    expect(looked.length).toBeLessThan(keys.length)
  })

  it('makes a fault that stays an error of the cell, which is asked again later', async () => {
    let calls = 0
    const ask = async (): Promise<string> => {
      calls += 1
      if (calls <= 2) throw new RetryableError('busy')
      return 'yes'
    }
    const failed = await observeCell(cell(ask, 0, { attempts: 2 }))
    expect(failed).toMatchObject({ outcome: 'error', reason: 'after 2 attempts: busy', raw: null, score: 0 })
    expect(await observeCell(cell(ask, 0, { attempts: 2 }))).toMatchObject({ outcome: 'answered' })
  })

  it('keeps the throw of a function to its cell, and does not repeat it', async () => {
    let calls = 0
    const ask = async (): Promise<string> => {
      calls += 1
      if (calls % 10 === 0) throw new TypeError('tenth call\nwith a second line')
      return 'yes'
    }
    const seen = []
    for (let n = 0; n < 30; n += 1) seen.push(await observeCell(cell(ask, n)))
    const errors = seen.filter(({ outcome }) => outcome === 'error')
    expect(errors).toHaveLength(3)
    expect(errors[0]).toMatchObject({ reason: 'tenth call\\nwith a second line', who: { model: 'm', revision: null } })
    expect(calls).toBe(30)
  })

  it('stops an endpoint that cannot answer: later cells fail at once, stored answers still count', async () => {
    let calls = 0
    const ask = async (prompt: string): Promise<string> => {
      calls += 1
      if (prompt.includes('0 even')) return 'yes'
      throw new EndpointError('HTTP 401: who are you')
    }
    await observeCell(cell(ask, 0))
    await expect(observeCell(cell(ask, 1))).rejects.toThrow('HTTP 401')
    await expect(observeCell(cell(ask, 2))).rejects.toThrow('HTTP 401')
    expect(calls).toBe(2)
    expect(await observeCell(cell(ask, 0))).toMatchObject({ outcome: 'answered' })
  })

  it.each([
    ['a fault that may pass', busy, 'busy'],
    ['any other error', async () => Promise.reject(new TypeError('fetch failed')), 'fetch failed'],
  ])('takes five requests in a row lost to %s for a lost endpoint, where it never answered', async (_, ask, why) => {
    const outcomes = []
    for (let n = 0; n < 4; n += 1) outcomes.push((await observeCell(cell(ask, n, { attempts: 1 }))).outcome)
    expect(new Set(outcomes)).toEqual(new Set(['error']))
    await expect(observeCell(cell(ask, 4, { attempts: 1 }))).rejects.toThrow(
      `function:m gave no answer to 5 requests in a row, the last time: ${why}`,
    )
    await expect(observeCell(cell(ask, 5))).rejects.toThrow(EndpointError)
    expect(host.counters().made).toBe(5)
  })

  it('takes twenty for it where there were answers', async () => {
    await observeCell(cell(async () => 'yes', 49))
    for (let n = 0; n < 19; n += 1) await observeCell(cell(busy, n, { attempts: 1 }))
    await expect(observeCell(cell(busy, 19, { attempts: 1 }))).rejects.toThrow('20 requests in a row')
  })

  it('makes no wait that is longer than the release allows, and says what was asked for', async () => {
    const ask = async (): Promise<string> => {
      throw new RetryableError('HTTP 429: quota', 86_400_000, { overloaded: true })
    }
    const waits: object[] = []
    const told = { ...host, waiting: (wait: object) => void waits.push(wait) }
    await expect(observeCell(cell(ask, 0, { host: told }))).rejects.toMatchObject({
      name: 'EndpointError',
      blames: 'account',
      message:
        'HTTP 429: quota; it asks to wait 24 h, and a run waits 2 min at most: run again then, since all answers so far ' +
        'are kept, or raise maxWaitMs of the release',
    })
    expect([host.counters().made, waits]).toEqual([1, []])
  })

  it('reports to the host what is waited for', async () => {
    let calls = 0
    const ask = async (): Promise<string> => {
      calls += 1
      if (calls === 1) throw new RetryableError('HTTP 429: slow down', 30_000)
      return 'yes'
    }
    const waits: object[] = []
    const told = { ...host, waiting: (wait: object) => void waits.push(wait) }
    expect(await observeCell(cell(ask, 0, { host: told }))).toMatchObject({ outcome: 'answered' })
    expect(waits).toEqual([{ endpoint: 'function:m', ms: 30_000, asked: true, why: 'HTTP 429: slow down' }])
  })

  it('reports the pauses that it makes after faults, where the endpoint does not say how long', async () => {
    let calls = 0
    const ask = async (): Promise<string> => {
      calls += 1
      if (calls <= 2) throw new RetryableError('HTTP 429', undefined, { overloaded: true })
      return 'yes'
    }
    const waits: object[] = []
    const told = { ...host, waiting: (wait: object) => void waits.push(wait) }
    const backoff = (attempt: number): number => attempt
    expect(await observeCell(cell(ask, 0, { host: told, backoff }))).toMatchObject({ outcome: 'answered' })
    const paused = { endpoint: 'function:m', asked: false, why: 'HTTP 429' }
    expect(waits).toEqual([
      { ...paused, ms: 1 },
      { ...paused, ms: 2 },
    ])
  })

  it('keeps no secret of the environment in what a model or its endpoint says of itself', async () => {
    vi.stubEnv('PLANTED_API_KEY', 'planted-0123456789')
    onTestFinished(() => void vi.unstubAllEnvs())
    const who = { model: 'm planted-0123456789', revision: null, fingerprint: 'planted-0123456789' }
    const ask: FunctionOptions['ask'] = async () => ({ text: 'yes planted-0123456789', who })
    expect(await observeCell(cell(ask))).toMatchObject({
      raw: 'yes [PLANTED_API_KEY]',
      who: { model: 'm [PLANTED_API_KEY]', fingerprint: '[PLANTED_API_KEY]' },
    })
    const rejecting: FunctionOptions['ask'] = async () => ({ outcome: 'filtered', reason: 'planted-0123456789', who })
    expect(await observeCell(cell(rejecting, 1))).toMatchObject({ reason: '[PLANTED_API_KEY]' })
  })

  it('stops a judge after a few verdicts that cannot be read, and says which words it needs', async () => {
    const says = (text: string) => ({
      release: fromFunction({ model: 'judge', ask: async () => text }),
      releaseName: 'judge',
      rubric: 'Q: {question} R: {reference} A: {answer}. Reply with correct or incorrect.',
    })
    // Examples with an even number have yes as gold.
    const wrong = (n: number, judge: NonNullable<CellRequest['judge']>) =>
      observeCell(cell(async () => 'no', 2 * n, { judge }))
    const judge = says('correct')
    expect(await wrong(0, judge)).toMatchObject({
      outcome: 'error',
      reason:
        `the judge's verdict cannot be read: "correct"; it must be "yes" or "no"; a rubric declares other words in its ` +
        `first line: verdict: { right: 'correct', wrong: 'incorrect' }`,
    })
    for (let n = 1; n < 4; n += 1) await wrong(n, judge)
    await expect(wrong(4, judge)).rejects.toMatchObject({
      name: 'EndpointError',
      blames: 'configuration',
      message: expect.stringContaining(
        'gave no verdict that can be read on 5 answers in a row, the last time: the judge',
      ),
    })
    const { made } = host.counters()
    await expect(wrong(5, judge)).rejects.toThrow(EndpointError)
    // The answer was asked for, the judge was not.
    expect(host.counters().made).toBe(made + 1)
    const own = { ...says('correct'), rubric: `verdict: { right: 'correct', wrong: 'incorrect' }\n${judge.rubric}` }
    host = await open()
    expect(await wrong(0, own)).toMatchObject({ outcome: 'answered', score: 1, judged: { raw: 'correct' } })
  })

  it('knows the errors of another copy of this package by their name', async () => {
    const foreign = Object.assign(new Error('gone'), { name: 'EndpointError' })
    await expect(observeCell(cell(async () => Promise.reject(foreign)))).rejects.toThrow('gone')
  })

  it('rejects with the reason of the signal, at each stage, and stores nothing', async () => {
    const reason = new Error('time is up')
    await expect(observeCell(cell(async () => 'yes', 0, { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason)

    const asking = new AbortController()
    const ask: FunctionOptions['ask'] = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
        asking.abort(reason)
      })
    await expect(observeCell(cell(ask, 0, { signal: asking.signal }))).rejects.toBe(reason)

    const waiting = new AbortController()
    const backoff = (): number => (setTimeout(() => waiting.abort(reason), 5), 60_000)
    await expect(observeCell(cell(busy, 0, { signal: waiting.signal, backoff }))).rejects.toBe(reason)
    expect(await observeCell(cell(async () => 'no'))).toMatchObject({ raw: 'no' })
  })

  it('gives the permit of an aborted call back, although the model goes on', async () => {
    const stop = new AbortController()
    const deaf = observeCell(cell(() => new Promise(() => {}), 0, { signal: stop.signal, concurrency: 1 }))
    setTimeout(() => stop.abort(new Error('enough')), 5)
    await expect(deaf).rejects.toThrow('enough')
    expect(await observeCell(cell(async () => 'no', 1, { concurrency: 1 }))).toMatchObject({ raw: 'no' })
  })

  it('goes on for a cell whose twin was aborted', async () => {
    const end = Promise.withResolvers<string>()
    const one = new AbortController()
    const first = observeCell(cell(() => end.promise, 0, { signal: one.signal }))
    const second = observeCell(cell(() => end.promise, 0))
    setTimeout(() => {
      one.abort(new Error('first is out'))
      end.resolve('yes')
    }, 10)
    await expect(first).rejects.toThrow('first is out')
    expect(await second).toMatchObject({ outcome: 'answered' })
  })

  it('replays without a call, and names what is missing and how to record it', async () => {
    const dir = await freshFolder()
    const recording = await open({ dir, mode: 'record' })
    const recorded = await observeCell(cell(async () => 'yes', 0, { host: recording, revision: 'r1' }))
    await recording.close()
    const replaying = await open({ dir, mode: 'replay', runKey: 'b' })
    expect(await observeCell(cell(unwanted, 0, { host: replaying, revision: 'r1' }))).toEqual(recorded)
    const miss = observeCell(cell(unwanted, 1, { host: replaying, revision: 'r1' }))
    await expect(miss).rejects.toThrow(UsageError)
    await expect(miss.catch(({ message }: Error) => message)).resolves.toMatchInlineSnapshot(
      `"replay: no recorded answer of release "v1" (m) to task parity, example e1, variant qa-01, trial 0 (request cc46febdec87): the recording did not come to it, or its prompt, the parameters, the revision or the seed are others now. Record it: run once with the store in mode "record""`,
    )
    await expect(observeCell(cell(unwanted, 0, { host: replaying }))).rejects.toThrow('not pinned')
  })
})
