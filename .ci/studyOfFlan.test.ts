import { createHash } from 'node:crypto'
import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { StudyReport } from '../bench/study/report.ts'
import { findAsked } from '../src/integration/knownExamples.testing.ts'
import { json, serve } from '../src/models/endpoint/loopback.testing.ts'

/** The suites of the study on Flan-T5 as docs/study.md says, served by an endpoint that is right with planted chances. */

const ROOT = join(import.meta.dirname, '..')
const SEEN = JSON.parse(readFileSync(join(ROOT, 'fixtures/instructions/seen.json'), 'utf8')) as string[]

/** The chance of a right answer. */
function chance(model: string, task: 're' | 'qa', isSeen: boolean): number {
  const best = isSeen ? 0.95 : task === 're' ? 0.5 : 0.85
  return model === 'google/flan-t5-xxl' ? best : best - 0.2
}

test('STUDY_FAMILY asks Flan-T5 behind an endpoint, and finds what is planted', { timeout: 600_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flan-'))
  const { origin, seen } = await serve((response, _, { model, prompt }) => {
    const { task, says, questions } = findAsked(String(prompt))
    const [id = ''] = [...questions].find(([, question]) => question === prompt) ?? []
    const drawn =
      createHash('sha256')
        .update(`${String(model)} ${String(prompt)}`)
        .digest()
        .readUInt32BE() /
      2 ** 32
    const isRight = drawn < chance(String(model), task, SEEN.includes(id))
    const other = task === 're' ? (says === 'born in' ? 'lives in' : 'born in') : says === 'yes' ? 'no' : 'yes'
    const choices = [{ index: 0, text: isRight ? says : other, finish_reason: 'stop' }]
    json(200, { model, choices, usage: { prompt_tokens: 9, completion_tokens: 1 } })(response)
  })
  try {
    const page = readFileSync(join(ROOT, 'docs/study.md'), 'utf8')
    const files = new Map(
      [...page.matchAll(/^```ts file=six\/(\S+)\n([\s\S]*?)^```$/gm)].map(([, file, text]) => [file, text!]),
    )
    // The files stand beside family.ts under the names that the page gives them, and the command is typed in the repository.
    mkdirSync(join(folder, 'data/seen'), { recursive: true })
    for (const [to, from] of Object.entries({
      're.jsonl': 'datasets/re.test.jsonl',
      're.yaml': 'instructions/re.yaml',
      'qa.jsonl': 'datasets/qa-boolean.test.jsonl',
      'qa.yaml': 'instructions/qa-boolean.yaml',
      'seen/flan.json': 'instructions/seen.json',
    }))
      copyFileSync(join(ROOT, 'fixtures', from), join(folder, 'data', to))
    writeFileSync(join(folder, 'family.ts'), files.get('family.ts')!)
    writeFileSync(join(folder, 'models.ts'), files.get('models.ts')!)
    const committed = readFileSync(join(ROOT, 'bench/results/study.md'), 'utf8')
    const runs = join(folder, 'runs')
    const args = ['bench/study.ts', '--cells', '400', '--folder', runs]
    const env = { ...process.env, STUDY_FAMILY: join(folder, 'family.ts'), STUDY_ORIGIN: origin }
    await promisify(execFile)(process.execPath, args, { cwd: ROOT, env })
    // Without --results the report of another family is beside its runs, and what is committed stays as it is.
    expect(readFileSync(join(ROOT, 'bench/results/study.md'), 'utf8')).toBe(committed)
    const results = join(runs, 'Flan-T5/results')
    const report = JSON.parse(readFileSync(join(results, 'study.json'), 'utf8')) as StudyReport
    const shown = readFileSync(join(results, 'study.md'), 'utf8')
      .replaceAll(relative(ROOT, folder), 'six')
      .replaceAll(folder, '/six')
    expect(shown.slice(0, shown.indexOf(':\n'))).toMatchInlineSnapshot(`
      "# The study on the family Flan-T5

      What \`STUDY_FAMILY=six/family.ts npm run study -- --seed 0 --cells 400 --folder /six/runs\` wrote, unedited"
    `)
    expect(shown).toContain('in run folders below `/six/runs`')
    expect(report.deciding.hypotheses.map(({ id, finding }) => `${id} ${finding}`)).toEqual([
      'H1 established',
      'H2 established',
      'H3 established',
      'H4 established',
    ])
    expect(new Set(seen.map(({ url, body }) => `${url} ${String(body['model'])}`))).toEqual(
      new Set(['/v1/completions google/flan-t5-xl', '/v1/completions google/flan-t5-xxl']),
    )
    expect(seen.length).toBeLessThan(report.deciding.grid / 10)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
