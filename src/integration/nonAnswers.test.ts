import { expect, onTestFinished, test } from 'vitest'
import { config, fakeProject, releases } from './fakeProject.testing.ts'

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('loses little on unseen instructions', async () => {
  await expect(release().on(qa)).toGeneralizeToUnseenInstructions({ maxDrop: 0.2 })
})
`

test('what never answers loses nothing by rewording, and does not pass the gate; tracing is warned of', async () => {
  const made = fakeProject({ 'a.robust.ts': SUITE, 'releases.ts': releases("return 'hm'") })
  onTestFinished(made.remove)
  const { code, output } = await made.vitest([], { LANGCHAIN_TRACING_V2: 'true' })
  expect(output).toMatch(
    /LANGCHAIN_TRACING_V2 is set: LangChain models send every prompt and answer to a tracing service/,
  )
  const { evidence, context } = made.run()
  expect(context.tracing).toEqual(['LANGCHAIN_TRACING_V2'])
  expect(evidence.claims.map(({ verdict }) => verdict)).toEqual(['pass'])
  expect(evidence.gate).toMatchObject({ verdict: 'inconclusive', exitCode: 3 })
  expect(evidence.gate.reasons.join('\n')).toMatch(
    /^"loses little on unseen instructions" passes on (\d+) cells of which \1 have no answer \(\1 unparseable\), more than maxNonAnswers 0\.5 allows/m,
  )
  expect(code).toBe(3)
  expect((await made.shell('cli report --verify')).code).toBe(0)

  made.write('vitest.config.ts', config('maxNonAnswers: 1,'))
  expect((await made.vitest()).code).toBe(0)
  made.write('vitest.config.ts', config('maxNonAnswers: 2,'))
  expect((await made.vitest()).output).toMatch(/maxNonAnswers: 2 \}\): must be a share from 0 to 1/)
}, 120_000)
