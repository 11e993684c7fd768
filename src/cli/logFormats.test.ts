import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Run } from '../core/types/index.ts'
import { cliIn, folderWith } from './cliIn.testing.ts'

const EXAMPLES = 300

/** Whether a made-up release answers an example right: `v1` all, `v2` 3 in 4. */
const right = (release: string, at: number) => release === 'v1' || at % 4 !== 0

/** One release's answers as each tool logs them. */
const FORMATS: Readonly<Record<string, { readonly file: string; readonly of: (release: string) => unknown }>> = {
  "lm-evaluation-harness's samples under two filters": {
    file: 'samples_arith_2026-01-01T00-00-00.000.jsonl',
    of: (release) =>
      numbers().flatMap((at) =>
        ['strict', 'lenient'].map((filter) => ({
          doc_id: at,
          doc: { question: `${at}+1?` },
          target: String(at + 1),
          arguments: { gen_args_0: { arg_0: `${at}+1?` } },
          resps: [[right(release, at) ? ` ${at + 1}` : ' ?']],
          filtered_resps: [right(release, at) ? String(at + 1) : '?'],
          filter,
          metrics: ['em'],
          em: right(release, at) && filter === 'lenient' ? 1 : 0,
        })),
      ),
  },
  "inspect_ai's log with two epochs": {
    file: 'log.json',
    of: (release) => ({
      eval: { task: 'arith', model: `lab/${release}` },
      samples: numbers().flatMap((at) =>
        [1, 2].map((epoch) => ({
          id: at,
          epoch,
          input: `${at}+1?`,
          target: String(at + 1),
          output: {
            model: release,
            choices: [{ message: { role: 'assistant', content: 'x' }, stop_reason: 'stop' }],
          },
          scores: { match: { value: right(release, at) ? 'C' : 'I', answer: 'x' } },
        })),
      ),
    }),
  },
  "promptfoo's output under two prompts": {
    file: 'out.json',
    of: (release) => ({
      results: {
        results: numbers().flatMap((at) =>
          ['p1', 'p2'].map((label) => ({
            vars: { at },
            prompt: { raw: `${label} ${at}`, label },
            provider: { id: release },
            response: { output: 'x' },
            score: right(release, at) ? 1 : 0,
            failureReason: right(release, at) ? 0 : 1,
          })),
        ),
      },
    }),
  },
  'plain CSV of scores alone': {
    file: 'scores.csv',
    of: (release) =>
      `example,score\n${numbers()
        .map((at) => `e${at},${right(release, at)}\n`)
        .join('')}`,
  },
}

function numbers(): number[] {
  return Array.from({ length: EXAMPLES }, (_, at) => at)
}

test.each(Object.entries(FORMATS))('gates on %s', async (name, { file, of }) => {
  const folder = await folderWith({ [`v1/${file}`]: of('v1'), [`v2/${file}`]: of('v2') })
  const score = name.includes('filters') ? ['--score', 'em,lenient'] : []
  const gate = (candidate: string) =>
    cliIn(folder, 'gate', '--baseline', `v1/${file}`, '--candidate', `${candidate}/${file}`, '--by', '0.1', ...score)
  expect(await gate('v1')).toMatchObject({ code: 0 })
  expect(await gate('v2')).toMatchObject({ code: 1 })
  expect(await cliIn(folder, 'report', '--verify')).toMatchObject({ code: 0 })
  const runs = join(folder, '.robustness', 'runs')
  const latest = (await readFile(join(runs, 'latest'), 'utf8')).trim()
  const { evidence } = JSON.parse(await readFile(join(runs, latest, 'run.json'), 'utf8')) as Run
  const [claim] = evidence.claims
  expect(claim?.pool).toBe(EXAMPLES)
  // Two prompts, or two epochs, make two cells of each example.
  expect(claim!.cells / claim!.examples).toBe(/two (?:prompts|epochs)/.test(name) ? 2 : 1)
  if (score.length === 0) return
  const { code, err } = await cliIn(folder, 'gate', '--baseline', `v1/${file}`, '--candidate', `v2/${file}`)
  expect({ code, err }).toEqual({ code: 2, err: 'Which score? Name one with --score: em,lenient or em,strict\n' })
})
