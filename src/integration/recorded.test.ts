import { describe, expect, onTestFinished, test } from 'vitest'
import { config, dataset, fakeProject, instructionSet } from './fakeProject.testing.ts'

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('is right', async () => {
  await expect(release().on(qa)).toStayAbove({ accuracy: 0.5 })
})
`

/** Answers, all of them right, to the first `examples` of the dataset under every instruction. */
function recorded(examples: number): string {
  const templates = [...instructionSet().matchAll(/text: '(.*)'/g)].map(([, text = '']) => text)
  const lines = dataset().trim().split('\n').slice(0, examples)
  return lines
    .flatMap((line) => {
      const { input, gold } = JSON.parse(line) as { input: Record<string, string>; gold: string }
      return templates.map((text) => {
        const prompt = text.replaceAll(/\{(\w+)\}/g, (_, name: string) => input[name] ?? '')
        return `${JSON.stringify({ prompt, text: gold })}\n`
      })
    })
    .join('')
}

async function gate(examples: number) {
  const made = fakeProject({
    'vitest.config.ts': config(),
    'a.robust.ts': SUITE,
    'recorded.jsonl': recorded(examples),
    'releases.ts': `import { fromFunction, fromRecorded } from 'vitest-robustness/models'
export const accepted = fromFunction({ model: 'a', ask: async () => 'yes' })
export const candidate = () => fromRecorded('recorded.jsonl')
`,
  })
  onTestFinished(made.remove)
  const { code, output } = await made.vitest()
  const claim = made.run().evidence.claims[0]
  return { code, output, verdict: claim?.verdict, reason: claim?.reason, outcomes: claim?.outcomes }
}

describe('a release of recorded answers', () => {
  test('is gated like any other', async () => {
    expect(await gate(400)).toMatchObject({ code: 0, verdict: 'pass' })
  }, 60_000)

  test('passes and fails nothing where an answer is missing', async () => {
    const { code, verdict, reason, outcomes } = await gate(3)
    expect({ code, verdict }).toEqual({ code: 3, verdict: 'inconclusive' })
    expect(reason).toMatch(/the candidate has no answer for \d+ of the \d+ cells of the next source/)
    expect(outcomes).not.toHaveProperty('error')
  }, 60_000)
})
