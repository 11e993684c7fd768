import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StudyReport } from '../bench/study/report.ts'
import type { Observation } from '../src/core/types/index.ts'

/**
 * The study on families that are planted: their answers are right with known chances. It shows that a drop that is there is
 * established and one that is not there never is, and that a figure of the report follows from raw answers.
 */

const ROOT = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'study-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Long enough for a machine that does much else: no test asserts a time. */
const PATIENCE = 900_000

/** Chances of a right answer, by size, task and whether the instruction is a seen one. */
type Chances = Readonly<
  Record<'small' | 'large', Readonly<Record<'re' | 'boolean', readonly [seen: number, unseen: number]>>>
>

const DROPS: Chances = {
  small: { re: [0.8, 0.3], boolean: [0.7, 0.6] },
  large: { re: [0.95, 0.55], boolean: [0.95, 0.85] },
}
const STEADY: Chances = {
  small: { re: [0.8, 0.8], boolean: [0.8, 0.8] },
  large: { re: [0.8, 0.8], boolean: [0.8, 0.8] },
}

describe('a family that drops on unseen instructions, most in relation extraction, and rises with size', () => {
  let report: StudyReport
  beforeAll(async () => {
    report = await study('drops', DROPS)
  }, PATIENCE)

  test('has every hypothesis established', () => {
    expect(report.deciding.hypotheses.map(({ id, finding }) => [id, finding])).toEqual([
      ['H1', 'established'],
      ['H2', 'established'],
      ['H3', 'established'],
      ['H4', 'established'],
    ])
    expect(report.deciding.chains).toEqual([
      { task: 're', upTo: 'large', stopsAt: null },
      { task: 'qa-boolean', upTo: 'large', stopsAt: null },
      { task: 'every task', upTo: 'large', stopsAt: null },
    ])
    expect(report.deciding.cells).toBeLessThan(report.deciding.grid / 4)
  })

  test('has estimates that follow from the raw answers', () => {
    const { drop, unseen } = report.measuring.estimates.find(
      ({ size, task }) => size === 'large' && task === 'qa-boolean',
    )!
    const answers = observationsOf('drops', 'large').filter(({ task }) => task === 'qa-boolean')
    const right = (wanted: RegExp): number => {
      const own = answers.filter(({ variant }) => wanted.test(variant))
      // The planted model says the gold answer or another word, so no reader is needed to tell what is right.
      return own.filter(({ raw, gold }) => raw === gold).length / own.length
    }
    expect(unseen.value).toBeCloseTo(right(/-u\d/), 12)
    expect(unseen.cells).toBe(answers.filter(({ variant }) => /-u\d/.test(variant)).length)
    expect(drop.value).toBeCloseTo(right(/-s\d/) - right(/-u\d/), 12)
    expect([drop.low < 0.1, drop.high > 0.1]).toEqual([true, true])
  })

  test(
    'has decisions that the raw answers give again',
    async () => {
      const args = ['src/cli/main.ts', 'report', '--verify', '--rescore', runOf('drops', 'deciding')]
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT })
      expect(stdout).toContain(report.deciding.evidence.slice(0, 16))
    },
    PATIENCE,
  )

  test(
    'gives the same figures again with the same seed',
    async () => {
      const before = read('drops/results/study.json')
      await study('drops', DROPS)
      expect(read('drops/results/study.json')).toBe(before)
    },
    PATIENCE,
  )

  test('has one page that needs no network', () => {
    const page = read(`drops/runs/drops/study.html`)
    expect(page).toContain('H4: relation extraction drops more than question answering at every size')
    expect(page.match(/<script|https?:\/\/(?!www\.w3\.org)/g)).toBeNull()
  })
})

test(
  'a family that loses nothing and gains nothing has no hypothesis established',
  async () => {
    const { deciding } = await study('steady', STEADY)
    const all = deciding.hypotheses.flatMap(({ finding, parts }) => [finding, ...parts.map((part) => part.finding)])
    expect(all).not.toContain('established')
    expect(deciding.chains.map(({ upTo }) => upTo)).toEqual([null, null, null])
  },
  PATIENCE,
)

test(
  'one model alone is asked all but H3, which has no step to test',
  async () => {
    const { deciding } = await study('alone', DROPS, ['large'])
    const found = deciding.hypotheses.map(({ id, finding, parts }) => [id, finding, parts.length])
    expect(found).toEqual([
      ['H1', 'established', 2],
      ['H2', 'established', 1],
      ['H3', 'not established', 0],
      ['H4', 'established', 1],
    ])
    expect(read('alone/results/study.md')).toContain('| H3: the score rises with size | not established |')
  },
  PATIENCE,
)

describe('a model that says only yes and no', () => {
  test(
    'has nothing shown of relation extraction, however sure a claim about its non-answers is',
    async () => {
      const { deciding } = await study('mute', 'mute')
      const found = deciding.hypotheses.flatMap(({ id, parts }) =>
        parts
          .filter(({ finding }) => finding !== 'not tested')
          .map((part) => {
            return `${id} ${part.size} ${part.task}${part.against === null ? '' : `, ${part.against}`}: ${part.finding}${part.silent ? ', silent' : ''}`
          }),
      )
      expect(found).toMatchInlineSnapshot(`
        [
          "H1 small re: not established, silent",
          "H1 small qa-boolean: not established",
          "H1 large re: not established, silent",
          "H1 large qa-boolean: not established",
          "H2 large re, qa-boolean: not established, silent",
          "H3 large re, small: not established, silent",
          "H3 large qa-boolean, small: not established",
          "H4 small re, qa-boolean: not established, silent",
          "H4 large re, qa-boolean: not established, silent",
        ]
      `)
      const page = read('mute/results/study.md')
      expect(page.match(/not established: ([\d,]+) of \1 not answered/g)?.length).toBeGreaterThan(2)
      expect(page).toContain(
        '| re | small | 0.000 (0.00 to 0.03) | 0.000 (0.00 to 0.03) | 0.000 (0.00 to 0.00) | 800 of 800 (1.000) |',
      )
    },
    PATIENCE,
  )
})

/** Runs the command on a planted family. */
async function study(
  name: string,
  chances: Chances | 'mute',
  sizes: readonly string[] = ['small', 'large'],
): Promise<StudyReport> {
  plant(name, chances, sizes)
  const args = [
    'bench/study.ts',
    '--cells',
    '1600',
    '--folder',
    join(folder, name, 'runs'),
    '--results',
    join(folder, name, 'results'),
  ]
  const env = { ...process.env, STUDY_FAMILY: join(folder, name, 'family.mjs') }
  await promisify(execFile)(process.execPath, args, { cwd: ROOT, env })
  return JSON.parse(read(`${name}/results/study.json`)) as StudyReport
}

/** Writes a family whose answers are right with these chances, or `mute` about relations: data, instructions, models. */
function plant(name: string, planted: Chances | 'mute', sizes: readonly string[]): void {
  const own = join(folder, name)
  const chances = planted === 'mute' ? STEADY : planted
  mkdirSync(own, { recursive: true })
  const write = (file: string, text: string): void => writeFileSync(join(own, file), text)
  const examples = (make: (at: number) => object): string =>
    Array.from({ length: 900 }, (_, at) => `${JSON.stringify(make(at))}\n`).join('')
  write(
    're.jsonl',
    examples((at) => ({
      input: { sentence: `Case ${at}: Ann ${at % 2 ? 'owns' : 'left'} Acme.`, head: 'Ann', tail: 'Acme' },
      gold: at % 2 ? 'owner_of' : 'left',
    })),
  )
  write(
    'boolean.jsonl',
    examples((at) => ({
      input: { passage: `Case ${at}: it ${at % 2 ? 'rains' : 'is dry'}.`, question: 'Does it rain?' },
      gold: at % 2 ? 'yes' : 'no',
    })),
  )
  write(
    're.yaml',
    instructions(
      're',
      'relation-extraction',
      '{sentence} How is {head} related to {tail}?',
      'labels: { owner_of: owner of, left: left }\n',
    ),
  )
  write('boolean.yaml', instructions('boolean', 'boolean-qa', '{passage} {question}', ''))
  write(
    'models.mjs',
    `import { createHash } from 'node:crypto'
const chances = ${JSON.stringify(chances)}
const chance = (text) => createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32
const answer = (size, prompt) => {
  const task = prompt.includes('related') ? 're' : 'boolean'
  const right = chance(size + prompt) < chances[size][task][prompt.includes('Known') ? 0 : 1]
  if (${planted === 'mute'} && task === 're') return right ? 'yes' : 'no'
  if (task === 're') return prompt.includes('owns') === right ? 'owner of' : 'left'
  return prompt.includes('rains') === right ? 'yes' : 'no'
}
export const small = (prompt) => answer('small', prompt)
export const large = (prompt) => answer('large', prompt)
`,
  )
  const ids = ['re', 'boolean'].flatMap((set) => [1, 2, 3].map((at) => `${set}-s${at}`))
  const data = (set: string) => ({ examples: `${set}.jsonl`, instructions: `${set}.yaml` })
  const family = {
    name,
    seen: ids,
    data: { re: data('re'), boolean: data('boolean') },
    members: sizes.map((size, at) => ({ name: size, parameters: 1000 * (at + 1), release: `./models.mjs#${size}` })),
  }
  write('family.mjs', `export const family = ${JSON.stringify(family)}\n`)
}

function instructions(set: string, task: string, text: string, labels: string): string {
  const items = [1, 2, 3].flatMap((at) => [
    `  - { id: ${set}-s${at}, family: known, text: "Known ${at}. ${text}" }\n`,
    `  - { id: ${set}-u${at}, family: new, text: "New ${at}. ${text}" }\n`,
  ])
  return `set: ${set}\ntask: ${task}\nlicence: CC0-1.0\nauthor: test\nreviewed: { by: test, on: '2026-11-01' }\n${labels}canonical: ${set}-s1\ninstructions:\n${items.join('')}`
}

function observationsOf(name: string, run: string): readonly Observation[] {
  const lines = readFileSync(join(runOf(name, run), 'observations.jsonl'), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as Observation)
}

function runOf(name: string, run: string): string {
  const runs = join(folder, name, 'runs', name, run, 'runs')
  return join(
    runs,
    readdirSync(runs).find((entry) => entry !== 'latest')!,
  )
}

function read(file: string): string {
  return readFileSync(join(folder, file), 'utf8')
}
