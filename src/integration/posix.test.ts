import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { MeasuredMetric } from '../core/types/index.ts'
import { entryLine } from '../host/entry.ts'
import { json, serve } from '../models/endpoint/loopback.testing.ts'
import { fakeProject, type FakeProject } from './fakeProject.testing.ts'

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.3 }) })
`
const CHOICES = [' yes', ' no']

let project: FakeProject | undefined
afterEach(() => project?.remove())

/** A token with its place in the text and its log-probability, which depends on all of the text. */
interface Token {
  readonly at: number
  readonly chance: number | null
}

/** The server's tokens: words, but ` no` is two. */
function tokensOf(text: string): Token[] {
  return [...text.matchAll(/o$| n(?=o$)| ?\S+/g)].map(({ index }) => {
    const drawn = createHash('sha256').update(`${index} of ${text}`).digest().readUInt32BE() / 2 ** 32
    return { at: index, chance: index === 0 ? null : -3 * drawn }
  })
}

/** An endpoint that speaks completions with `echo` and `logprobs`, and keeps the prompts that it was asked. */
async function scoringServer() {
  const prompts = new Set<string>()
  const { origin } = await serve((response, _, sent) => {
    const texts = sent['prompt'] as string[]
    prompts.add(texts[0]!.slice(0, -CHOICES[0]!.length))
    const choices = texts.map((text, index) => {
      const tokens = tokensOf(text)
      const made = { at: text.length, chance: -99 }
      const logprobs = {
        text_offset: [...tokens, made].map(({ at }) => at),
        token_logprobs: [...tokens, made].map(({ chance }) => chance),
      }
      return { index, text: `${text}!`, finish_reason: 'length', logprobs }
    })
    json(200, { model: 'tiny', choices, usage: { prompt_tokens: 9, completion_tokens: 2 } })(response)
  })
  return { origin, prompts }
}

/** Returns the log-probabilities that the server's tables give a choice's own tokens. */
function scoreOf(prompt: string, choice: string): { readonly sum: number; readonly length: number } {
  const own = tokensOf(prompt + choice).filter(({ at }) => at >= prompt.length)
  return { sum: own.reduce((sum, { chance }) => sum + chance!, 0), length: own.length }
}

/** The formula of the paper: 1/(N(N−1)) Σ_i Σ_(j≠i) |log P(y_j | x_i) − log P(y_j | x_j)| / L_j, the mean over examples. */
function expectedPosix(prompts: Iterable<string>): number {
  const examples = Map.groupBy(prompts, (prompt) => /Item \d+/.exec(prompt)![0])
  const each = [...examples.values()].flatMap((of) => {
    let total = 0
    for (const own of of) {
      const [yes, no] = CHOICES.map((choice) => scoreOf(own, choice).sum) as [number, number]
      const answer = no > yes ? ' no' : ' yes'
      const { sum, length } = scoreOf(own, answer)
      for (const other of of) if (other !== own) total += Math.abs(scoreOf(other, answer).sum - sum) / length
    }
    return of.length < 2 ? [] : [total / (of.length * (of.length - 1))]
  })
  return each.reduce((sum, value) => sum + value, 0) / each.length
}

function start(origin: string): FakeProject {
  const options = `{ origin: '${origin}', model: 'tiny', revision: '1', choices: ${JSON.stringify(CHOICES)} }`
  const releases = `import { openAICompletions } from 'vitest-robustness/models'
export const candidate = openAICompletions(${options})
`
  return (project = fakeProject({ 'a.robust.ts': SUITE, 'releases.ts': releases }))
}

/** What `measure --cells` starts once it knows the tasks. */
const measure = (fake: FakeProject, cells: number, env: Readonly<Record<string, string>> = {}) =>
  fake.vitest([], { ...env, ROBUSTNESS_MODE: 'measure', ROBUSTNESS_CELLS: String(cells) })

function posixOf(fake: FakeProject, slice = 'qa'): MeasuredMetric {
  const slices = fake.run().evidence.measurements?.tasks[0]?.slices ?? []
  const found = slices.find(({ name }) => name === slice)?.metrics.find(({ name }) => name === 'POSIX')
  if (found === undefined) throw new Error(`no POSIX of ${slice}`)
  return found
}

describe('POSIX of a release that scores choices', { timeout: 120_000 }, () => {
  test('is what the numbers of the server give, is printed with its interval, and can be recomputed', async () => {
    const { origin, prompts } = await scoringServer()
    const fake = start(origin)
    const { code, output } = await measure(fake, 300)
    expect(code).toBe(0)
    const expected = expectedPosix(prompts)
    expect([prompts.size, expected > 0.3]).toEqual([240, true])
    const { value, intervals } = posixOf(fake)
    expect(value).toBeCloseTo(expected, 10)
    const [interval] = intervals
    expect([intervals.length, interval!.low < expected, interval!.high > expected]).toEqual([1, true, true])
    const row = ['POSIX', expected.toFixed(3), `${interval!.low.toFixed(3)}..${interval!.high.toFixed(3)}`]
    expect(output.replaceAll(/ +/g, ' ')).toContain(row.join(' '))
    const polite = [...prompts].filter((prompt) => /^(Would you|Please)/.test(prompt))
    expect(posixOf(fake, 'polite').value).toBeCloseTo(expectedPosix(polite), 10)

    const verified = await fake.shell('cli report --verify')
    expect([verified.code, /Verified: /.test(verified.output)]).toEqual([0, true])
    const file = `.robustness/runs/${fake.read('.robustness/runs/latest').trim()}/run.json`
    fake.write(file, fake.read(file).replaceAll(String(value), '0.25'))
    const altered = await fake.shell('cli report --verify')
    expect([altered.code, /was changed after the run: the hash of its evidence is/.test(altered.output)]).toEqual([
      2,
      true,
    ])
  })

  test('is none where an older recording lacks the numbers, and back after a refresh', async () => {
    const { origin, prompts } = await scoringServer()
    const fake = start(origin)
    const measureWith = async (store: string) => {
      rmSync(join(fake.root, '.robustness/journal'), { recursive: true, force: true })
      return measure(fake, 60, { ROBUSTNESS_STORE: store })
    }
    await measureWith('record')
    const { value } = posixOf(fake)
    expect(value).toBeCloseTo(expectedPosix(prompts), 10)
    const file = '.robustness/store/answers.jsonl'
    const lines = fake.read(file).trim().split('\n')
    const older = lines.map((line) => {
      const { sum: _, ...entry } = JSON.parse(line) as { sum: string; answer: { choices?: unknown } }
      delete entry.answer.choices
      return entryLine(JSON.stringify(entry))
    })
    fake.write(file, `${older.join('\n')}\n`)
    const { output } = await measureWith('replay')
    const why = /POSIX: none, because 60 of 60 answers hold no log-probabilities.*ROBUSTNESS_STORE=refresh/
    expect(output.replaceAll(/\s+/g, ' ')).toMatch(why)
    await measureWith('refresh')
    expect(posixOf(fake).value).toBe(value)
    expect(fake.read(file)).toBe(`${lines.join('\n')}\n`)
  })

  test('a gate keeps the numbers with its evidence and decides as before', async () => {
    const { origin } = await scoringServer()
    const fake = start(origin)
    await fake.vitest()
    const latest = fake.read('.robustness/runs/latest').trim()
    const [line = ''] = fake.read(`.robustness/runs/${latest}/observations.jsonl`).split('\n')
    expect(JSON.parse(line)).toMatchObject({ choices: { texts: CHOICES, tokens: [1, 2] } })
    expect((await fake.shell('cli report --verify')).code).toBe(0)
  })
})

test('a release that generates has no POSIX, and the report says which has', { timeout: 60_000 }, async () => {
  const fake = (project = fakeProject({ 'a.robust.ts': SUITE }))
  const { output } = await measure(fake, 60)
  expect(output.replaceAll(/\s+/g, ' ')).toContain(
    'POSIX: none, because this release does not tell log-probabilities; openAICompletions with choices does',
  )
})
