import { execFileSync } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cliIn, folderWith } from './cli/cliIn.testing.ts'
import { blocks, commandsOf, manyCases, textOf } from './migratingPage.testing.ts'

/**
 * The files and commands of two pages on other tools, with more cases of the same kind: two examples decide nothing.
 * What needs vitest-evals or evalite is run by `.ci/otherTools.test.ts`.
 */

const CASES = 300
const at = Array.from({ length: CASES }, (_, place) => place)

/** Runs the commands of a block as a user would; the last one's exit code. */
async function run(name: string, folder: string): Promise<{ code: number; out: string; err: string }> {
  let last = { code: -1, out: '', err: '' }
  for (const line of commandsOf(name)) {
    const [command = '', ...args] = line.split(' ')
    if (command === 'npx' && args[0] === 'vitest-robustness') last = await cliIn(folder, ...args.slice(1))
    else if (command === 'node') execFileSync(process.execPath, args, { cwd: folder })
    else throw new Error(`what runs "${line}"?`)
  }
  return last
}

/** The verdict on a candidate that answers alike, and on one that answers every fourth case wrong. */
async function verdicts(name: string, files: (wrong: (place: number) => boolean) => Record<string, unknown>) {
  const codes: number[] = []
  for (const wrong of [() => false, (place: number) => place % 4 === 0]) {
    const accepted = files(() => false)
    const candidate = Object.entries(files(wrong)).map(([path, content]) => [path.replace('v1', 'v2'), content])
    const more = name === 'evalite' ? { 'evaliteLogs.ts': textOf('evaliteLogs.ts') } : {}
    const folder = await folderWith({ ...accepted, ...Object.fromEntries(candidate), ...more })
    const { code, out, err } = await run(name, folder)
    expect(`${out}${err}`).toContain('GATE')
    codes.push(code)
  }
  return codes
}

test('promptfoo: init writes the suite that the page shows, and takes all of the config', async () => {
  const folder = await folderWith({
    'package.json': { type: 'module' },
    'promptfooconfig.yaml': textOf('promptfooconfig.yaml'),
  })
  const { code, out } = await run('promptfoo', folder)
  expect(code).toBe(0)
  expect(out).not.toContain('not taken')
  const suite = 'robustness/promptfoo/promptfoo.robust.ts'
  expect(readFileSync(join(folder, suite), 'utf8')).toBe(textOf(suite))
  const read = (name: string): string => readFileSync(join(folder, 'robustness/promptfoo', name), 'utf8')
  expect(read('instructions.yaml').match(/^ +- id:/gm)).toHaveLength(2)
  expect(read('examples.jsonl').trim().split('\n')).toHaveLength(2)
})

test('a table of cases and a prompt: init writes the suite, and the wordings of the page are signed', async () => {
  const folder = await folderWith({
    'package.json': { type: 'module' },
    'cases.jsonl': manyCases(20),
    'prompt.txt': textOf('prompt.txt'),
  })
  expect(await run('cases', folder)).toMatchObject({ code: 0 })
  const read = (name: string): string => readFileSync(join(folder, 'robustness', name), 'utf8')
  expect(read('releases.ts')).toContain('export const mine')
  expect(read('cases/cases.robust.ts')).toContain('textClassification')
  const instructions = 'robustness/cases/instructions.yaml'
  appendFileSync(join(folder, instructions), textOf(instructions))
  expect(await run('review', folder)).toMatchObject({ code: 0 })
  expect(read('cases/instructions.yaml').match(/reviewed:\n? +(\{ )?by: Ada/g)).toHaveLength(3)
})

test('promptfoo: its results', async () => {
  const { results } = JSON.parse(textOf('v1.json')) as { results: { results: Record<string, object>[] } }
  const [one] = results.results
  expect(
    await verdicts('promptfoo-logs', (wrong) => ({
      'v1.json': {
        results: {
          results: at.map((place) => {
            const vars = { ...one!['vars'], passage: `Parcel ${place} came late.` }
            const prompt = { ...one!['prompt'], raw: `Answer yes or no. Parcel ${place} came late.` }
            return wrong(place)
              ? { ...one, vars, prompt, response: { output: 'no' }, score: 0, failureReason: 1 }
              : { ...one, vars, prompt }
          }),
        },
      },
    })),
  ).toEqual([0, 1])
})

test('lm-evaluation-harness: its samples', async () => {
  const name = 'logs/v1/samples_arith_2026-11-01T00-00-00.000.jsonl'
  const line = JSON.parse(textOf(name)) as Record<string, unknown>
  expect(
    await verdicts('lm-eval', (wrong) => ({
      [name]: at.map((place) => ({
        ...line,
        doc_id: place,
        doc: { question: `${place}+1?`, answer: String(place + 1) },
        target: String(place + 1),
        arguments: { gen_args_0: { arg_0: `${place}+1?` } },
        filtered_resps: [wrong(place) ? '?' : String(place + 1)],
        exact_match: wrong(place) ? 0 : 1,
      })),
    })),
  ).toEqual([0, 1])
})

test('inspect: its log', async () => {
  const log = JSON.parse(textOf('v1/log.json')) as { eval: object; samples: Record<string, unknown>[] }
  const [sample] = log.samples
  expect(
    await verdicts('inspect', (wrong) => ({
      'v1/log.json': {
        ...log,
        samples: at.map((place) => ({
          ...sample,
          id: place,
          input: `${place}+1?`,
          target: String(place + 1),
          scores: { match: { value: wrong(place) ? 'I' : 'C', answer: String(place + 1) } },
        })),
      },
    })),
  ).toEqual([0, 1])
})

test('evalite: its results, through the script of the page', async () => {
  interface Eval {
    readonly results: readonly object[]
  }
  const output = JSON.parse(textOf('evalite/v1.json')) as { evals: Eval[] }
  const [own] = output.evals
  expect(
    await verdicts('evalite', (wrong) => ({
      'evalite/v1.json': {
        ...output,
        evals: [
          {
            ...own,
            results: at.map((place) =>
              Object.assign({}, own!.results[0], {
                input: `Thank you, number ${place} works.`,
                output: wrong(place) ? 'complaint' : 'praise',
                averageScore: wrong(place) ? 0 : 1,
              }),
            ),
          },
        ],
      },
    })),
  ).toEqual([0, 1])
})

test('statgate: the lines of its own format, on the page beside the others', async () => {
  const line = JSON.parse(textOf('v1.jsonl')) as object
  expect(
    await verdicts('statgate', (wrong) => ({
      'v1.jsonl': at.map((place) =>
        Object.assign({}, line, {
          case_id: `q-${place}`,
          score: wrong(place) ? 0.1 : 0.83,
          passed: !wrong(place),
        }),
      ),
    })),
  ).toEqual([0, 1])
})

test('every block is a file, a part or the output of one that is run, a command, or of another tool', () => {
  const others = /^(?:statgate|evalsig|nel|contradish|inspect|npx (?:goldgate|promptfoo|vitest)) /
  expect(
    blocks.filter(({ file, append, output, run: command, language, text }) => {
      return !(file ?? append ?? output ?? command) && !(language === 'sh' && others.test(text))
    }),
  ).toEqual([])
})
