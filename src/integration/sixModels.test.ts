import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExpectedMost, Observation, PlannedRun } from '../core/types/index.ts'
import { json, serve } from '../models/endpoint/loopback.testing.ts'
import { fakeProject, type FakeProject } from './fakeProject.testing.ts'
import { findAsked } from './knownExamples.testing.ts'

/**
 * The six models of the study, asked as docs/study.md says, through the real adapter by HTTP. The endpoint knows the right
 * answers and says them as such models do: in sentences, or as the bare label.
 */

const ROOT = join(import.meta.dirname, '../..')
const PAGE = readFileSync(join(ROOT, 'docs/study.md'), 'utf8')
const repository = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** Release -> how its answers look, with the right words in place of `%`; the endpoint gives them in turn. */
const SAYS = {
  alpaca: [' %', '\nThe answer is %.', ' The answer is "%".'],
  vicuna: [' The answer is %.', ' Based on the text, the answer is: %', ' %\n\nExplanation: the text says so.'],
  wizardlm: ['\n%', ' The correct answer is "%".', ' Answer: %\n\nReason: this is what the text says.'],
  'flan-t5-xl': ['%'],
  'flan-t5-xxl': ['%'],
  t0pp: ['%', '%.'],
} as const
type Name = keyof typeof SAYS
const NAMES = Object.keys(SAYS) as Name[]
/** What commits to no answer; one in twenty prompts of a chat model is answered so. */
const EVADES = ' It is hard to say from the given text alone.'

/** The page's project, with the repository's examples and instructions as its data; one question at a time. */
function pageProject(): FakeProject {
  const blocks = [...PAGE.matchAll(/^```ts file=six\/(\S+)\n([\s\S]*?)^```$/gm)]
  const files = Object.fromEntries(blocks.map(([, file = '', text = '']) => [file, text]))
  expect(Object.keys(files)).toEqual(['models.ts', 'vitest.config.ts', 'study.robust.ts', 'family.ts'])
  const models = files['models.ts']!.replace(/(127\.0\.0\.1:8000') \}/, '$1, concurrency: 1 }')
  expect(models).toContain('concurrency: 1')
  return fakeProject({
    ...files,
    'models.ts': models,
    'data/re.jsonl': repository('fixtures/datasets/re.test.jsonl'),
    'data/re.yaml': repository('fixtures/instructions/re.yaml'),
    'data/qa.jsonl': repository('fixtures/datasets/qa-boolean.test.jsonl'),
    'data/qa.yaml': repository('fixtures/instructions/qa-boolean.yaml'),
    // The instructions are the repository's own, which none of these models has met: the lists plant that all but Vicuna have.
    ...Object.fromEntries(
      ['alpaca', 'wizardlm', 'flan', 't0pp'].map((name) => [`data/seen/${name}.json`, JSON.stringify(SEEN)]),
    ),
  })
}

/** The instructions of these two tasks that stand in the repository's list. */
const SEEN = (JSON.parse(repository('fixtures/instructions/seen.json')) as string[]).filter((id) =>
  /^(re|qa-boolean)-/.test(id),
)

let project: FakeProject
beforeAll(() => (project = pageProject()))
afterAll(() => project.remove())

/** Serves a model on the loopback; `prompts` are the bodies of its requests in the order in which they came. */
async function endpoint(name: Name) {
  const forms = SAYS[name]
  const { origin, seen } = await serve((response, _, { model, prompt }) => {
    const hash = createHash('sha256').update(String(prompt)).digest()
    const evades = forms.length === 3 && hash[0]! % 20 === 0
    const text = evades ? EVADES : forms[hash[1]! % forms.length]!.replace('%', findAsked(String(prompt)).says)
    const usage = { prompt_tokens: String(prompt).length >> 2, completion_tokens: 1 + (text.length >> 2) }
    json(200, { model, choices: [{ index: 0, text, finish_reason: 'stop' }], usage })(response)
  })
  return { origin, bodies: () => seen.map(({ body }) => body) }
}

function observations(): Observation[] {
  const latest = project.read('.robustness/runs/latest').trim()
  const lines = project.read(`.robustness/runs/${latest}/observations.jsonl`).trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Observation)
}

const firstPrompts = new Map<Name, readonly string[]>()

describe('asked as the page says', { timeout: 300_000 }, () => {
  test.each(NAMES)('%s: what it says is read, and what commits to nothing is shown', async (name) => {
    const { origin, bodies } = await endpoint(name)
    const { code, output } = await project.vitest([], { STUDY_ORIGIN: origin, ROBUSTNESS_RELEASE: name })
    expect(output).toContain('GATE: PASS')
    expect(code).toBe(0)
    const cells = observations()
    const evasive = cells.filter(({ raw }) => raw === EVADES)
    expect(evasive.filter(({ outcome }) => outcome !== 'unparseable')).toEqual([])
    const wrong = cells.filter(({ raw, score, outcome }) => raw !== EVADES && (score !== 1 || outcome !== 'answered'))
    expect(wrong.map(({ raw, gold }) => [raw, gold])).toEqual([])
    expect(cells.length - evasive.length).toBeGreaterThan(200)
    expect(evasive.length > 0).toBe(SAYS[name].length === 3)
    const [first = {}] = bodies()
    const { prompt: _, seed, ...parameters } = first
    expect(seed).toEqual(expect.any(Number))
    const prompts = bodies().map(({ prompt }) => String(prompt))
    const shown = (['re', 'qa'] as const).map((task) => prompts.find((prompt) => findAsked(prompt).task === task) ?? '')
    firstPrompts.set(name, [JSON.stringify(parameters), ...shown])
  })

  test('the first prompts, as they arrived', () => {
    const text = NAMES.map((name) => `=== ${name} ${firstPrompts.get(name)?.join('⏎\n---\n') ?? 'none'}⏎`).join('\n')
    expect(text).toMatchInlineSnapshot(`
      "=== alpaca {"temperature":0,"max_tokens":128,"stop":["### Instruction:"],"model":"tatsu-lab/alpaca-7b-wdiff"}⏎
      ---
      Below is an instruction that describes a task. Write a response that appropriately completes the request.

      ### Instruction:
      According to the sentence "Hexlo Labs was acquired by Quicon Group, as a friend said." the link from Hexlo Labs to Quicon Group is called

      ### Response:⏎
      ---
      Below is an instruction that describes a task. Write a response that appropriately completes the request.

      ### Instruction:
      Is Rovin Radvik a parent of Olko Dunham? Look at the text and decide.

      Text: In fact, the father of Olko Dunham is Rovin Radvik.

      ### Response:⏎
      === vicuna {"stop":["</s>"],"temperature":0,"max_tokens":128,"model":"lmsys/vicuna-7b-delta-v1.1"}⏎
      ---
      A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the user's questions. USER: Name the relation between Brezo Bank and Sollo Foods.
      Sentence: Datan Radvik is employed by Sollo Foods. Sollo Foods belongs to Brezo Bank. ASSISTANT:⏎
      ---
      A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the user's questions. USER: Answer the question with yes or no.
      Passage: Branholm is where Dara Venmann was born. Rola Talrow has a home in Branholm, as the report from 2010 says.
      Question: Was Rola Talrow born in Branholm? ASSISTANT:⏎
      === wizardlm {"temperature":0,"max_tokens":128,"stop":["### Instruction:"],"model":"WizardLM/WizardLM-7B-V1.0"}⏎
      ---
      Task: relation extraction
      Labels: founded by, employee of, born in, lives in, based in, parent of, child of, owner of, owned by
      Input: Solo Trerow is the son of Perla Stasen, as a friend said.
      Subject: Perla Stasen
      Object: Solo Trerow
      Output:

      ### Response:⏎
      ---
      Context: Elsi Kolwick has a job at Mornex Group. Mornex Group is the owner of Galnova Bank.
      Q: Does Galnova Bank own Mornex Group?
      A:

      ### Response:⏎
      === flan-t5-xl {"temperature":0,"max_tokens":32,"model":"google/flan-t5-xl"}⏎
      ---
      Pick the right relation for the pair (Frotis Group, Sollo Bank).
      Relations: founded by, employee of, born in, lives in, based in, parent of, child of, owner of, owned by
      Sentence: Sollo Bank bought Frotis Group, or so it is said.⏎
      ---
      Context: It was clear in 1986 that Elrin Browick works at Oxplex Bank, a name with 73 years behind it.
      Q: Is Elrin Browick employed by Oxplex Bank?
      A:⏎
      === flan-t5-xxl {"temperature":0,"max_tokens":32,"model":"google/flan-t5-xxl"}⏎
      ---
      The following passage mentions Arket Browick as well as Ashcon Bank. Indicate the relation that the passage states.
      Passage: It is said that Arket Browick works at Ashcon Bank.⏎
      ---
      Could you tell me whether the answer is yes or no? Does Hexlo own Cernex Labs?
      The text says: Hexlo is owned by Cernex Labs, according to a friend.⏎
      === t0pp {"temperature":0,"max_tokens":32,"model":"bigscience/T0pp"}⏎
      ---
      Sentence: Most people know that Ashtra was acquired by Bregon, as the report from 1989 says.
      Head: Bregon
      Tail: Ashtra
      Relation:⏎
      ---
      Is the answer to the question yes or no?
      Text: Kanel Winham came into the world in Harville. Kasdale, a place of 36 thousand, is where Torlin Zansen was born.
      Question: Is Kasdale the birthplace of Torlin Zansen?⏎"
    `)
  })

  const FORMATS = join(process.env['STUDY_DATA'] ?? join(ROOT, '../shared/data'), 'prompt-formats')
  test.skipIf(!existsSync(FORMATS))("are the layouts of the models' own code around one question (STUDY_DATA)", () => {
    const read = (file: string): unknown => JSON.parse(readFileSync(join(FORMATS, file), 'utf8'))
    const formats = read('formats.json') as Record<string, Record<string, string>>
    const golden = read('fastchat_golden.json') as Record<string, Record<string, { turns: string[]; prompt: string }>>
    const t5 = formats['flan-t5, t0']?.['prompt']
    const layouts: Record<Name, string | undefined> = {
      alpaca: formats['alpaca']?.['prompt_no_input'],
      vicuna: formats['vicuna_v1.1']?.['single_turn'],
      wizardlm: formats['wizardlm']?.['7B-V1.0'],
      'flan-t5-xl': t5,
      'flan-t5-xxl': t5,
      t0pp: t5,
    }
    for (const name of NAMES) {
      const [before = '', after = ''] = layouts[name]!.split('{instruction}')
      for (const prompt of firstPrompts.get(name)!.slice(1)) {
        const { questions } = findAsked(prompt)
        expect([...questions.values()].map((question) => `${before}${question}${after}`)).toContain(prompt)
      }
    }
    const turn = golden['vicuna_v1.1']!['golden_single_turn']!
    const asked = firstPrompts.get('vicuna')!.slice(1)
    for (const prompt of asked) {
      const { questions } = findAsked(prompt)
      expect([...questions.values()].map((question) => turn.prompt.replace(turn.turns[0]!, () => question))).toContain(
        prompt,
      )
    }
  })
})

test('the table of the page is what plan says', { timeout: 300_000 }, async () => {
  for (const name of NAMES) expect(PAGE).toContain(`| \`${name}\` | `)
  // A plan simulates many runs, so one of the six rows is made again here. Where it changes, all of them do.
  const name = 't0pp'
  const file = join(project.root, 'plan.json')
  const asked = { ROBUSTNESS_RELEASE: name, ROBUSTNESS_FOLDER: 'unasked' }
  const { code } = await project.vitest([], { ROBUSTNESS_MODE: 'plan', ROBUSTNESS_PLAN: file, ...asked })
  expect(code).toBe(0)
  const { calls, tokens, cost } = JSON.parse(readFileSync(file, 'utf8')) as PlannedRun
  const cells = [both(calls, 0), both(tokens.value!, 0), both(cost.value!, 2)].flat()
  expect(PAGE).toContain(`| \`${name}\` | ${cells.join(' | ')} |\n`)
})

function both({ expected, most }: ExpectedMost, digits: number): string[] {
  const style = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return [expected, most].map((value) => value.toLocaleString('en', style))
}
