/**
 * Says how often each perturbation has anything to change: the share of prompts that it changes, on BoolQ and SemEval-2010
 * Task 8 (skipped where the folder is absent: they are no part of this repository), on our fixtures, on a set with
 * translations, and on the fixtures with what production prompts have. Each example meets one instruction of its set, in
 * turn.
 *
 *   node bench/applicability.ts [--data ../shared/data] [--limit 500] [--json]
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { inversesOf, partsOf, perturbations, type PromptSurroundings } from '../src/core/perturbations/index.ts'
import type { Demonstration, Example, InstructionSet, Perturbation, PromptParts } from '../src/core/types/index.ts'
import { readDataset } from '../src/sources/index.ts'
import { readInstructions } from '../src/sources/readInstructions.ts'

const ROOT = join(import.meta.dirname, '..')
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: join(ROOT, '../shared/data') },
    limit: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const LIMIT = Number(values.limit ?? Infinity)
if (!(LIMIT >= 1)) throw new RangeError(`--limit must be a number of examples, not ${values.limit}`)

/** The share below which, on every set, a perturbation is reported as hardly ever applicable. */
const HARDLY = 0.01
const FIXTURES = ['re', 'qa-boolean', 'qa-choice', 'qa-extractive']

interface PromptSet {
  readonly name: string
  readonly prompts: readonly PromptParts[]
}

const sets: readonly PromptSet[] = [
  ...shared('BoolQ', 'boolq/dev.jsonl', 'qa-boolean'),
  ...shared('SemEval', 'semeval2010-task8/TEST_FILE_FULL.TXT', 're'),
  ...FIXTURES.map((name) => ({ name, prompts: fixture(name) })),
  { name: 'translated', prompts: fixture('qa-boolean', {}, 'qa-boolean.translated') },
  { name: 'production', prompts: FIXTURES.flatMap((name) => fixture(name, production(name))) },
]

const rows = Object.values(perturbations).map((perturbation) => ({
  name: perturbation.name,
  family: perturbation.family,
  shares: sets.map((set) => ({ set: set.name, ...shareOf(perturbation, set.prompts) })),
}))

if (values.json) console.log(JSON.stringify(rows, null, 2))
else table()

function table(): void {
  const width = Math.max(...rows.map(({ name }) => name.length))
  console.log(`Share of prompts that each perturbation changes (${sets.map(counted).join(', ')})\n`)
  console.log([''.padEnd(width), ...sets.map(({ name }) => name.padStart(14))].join(''))
  for (const { name, shares } of rows) {
    console.log([name.padEnd(width), ...shares.map(({ share }) => percent(share).padStart(14))].join(''))
  }
  const hardly = rows.filter(({ shares }) => shares.every(({ share }) => share < HARDLY))
  console.log(`\nBelow ${percent(HARDLY)} everywhere: ${hardly.map(({ name }) => name).join(', ') || 'none'}`)
  for (const { name, shares } of hardly) console.log(`  ${name}: ${shares[0]?.reason ?? ''}`)
}

function counted({ name, prompts }: PromptSet): string {
  return `${name} ${prompts.length}`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`
}

/**
 * Measures the share of prompts that a perturbation changes; `reason` is the commonest one for leaving a prompt as it is.
 */
function shareOf(perturbation: Perturbation, prompts: readonly PromptParts[]) {
  const reasons = new Map<string, number>()
  let changed = 0
  for (const [seed, parts] of prompts.entries()) {
    const result = perturbation.apply(parts, { seed })
    if ('notApplicable' in result) reasons.set(result.notApplicable, (reasons.get(result.notApplicable) ?? 0) + 1)
    else changed += 1
  }
  const [reason] = [...reasons].toSorted((a, b) => b[1] - a[1])[0] ?? [null]
  return { prompts: prompts.length, changed, share: prompts.length === 0 ? 0 : changed / prompts.length, reason }
}

function shared(name: string, path: string, instructions: string): readonly PromptSet[] {
  const file = join(values.data, path)
  if (!existsSync(file)) {
    console.error(`skipped: ${file} is absent; name the folder that holds it with --data`)
    return []
  }
  const { examples, labels } = readDataset({ file })
  const { set } = readInstructions(join(ROOT, `fixtures/instructions/${instructions}.yaml`))
  return [{ name, prompts: promptsOf(examples, set, { labels, inverses: inversesOf(labels) }) }]
}

function fixture(name: string, more: Partial<PromptSurroundings> = {}, instructions = name): readonly PromptParts[] {
  const { examples } = readDataset({ file: join(ROOT, `fixtures/datasets/${name}.test.jsonl`) })
  const { set } = readInstructions(join(ROOT, `fixtures/instructions/${instructions}.yaml`))
  const inverses =
    name === 're' ? { parent_of: 'child_of', child_of: 'parent_of', owner_of: 'owned_by', owned_by: 'owner_of' } : null
  return promptsOf(examples, set, { labels: set.labels, inverses, ...more })
}

/**
 * Returns what production prompts have in addition: a system message, earlier exchanges, documents, tools, demonstrations.
 */
function production(name: string): Partial<PromptSurroundings> {
  const { examples } = readDataset({ file: join(ROOT, `fixtures/datasets/${name}.calibration.jsonl`) })
  return {
    system: 'You are a helpful assistant for questions about people and companies. Answer briefly.',
    turns: examples.slice(0, 2).flatMap((example) => [
      { role: 'user' as const, text: `What do you make of this? ${textOf(example)}` },
      { role: 'assistant' as const, text: 'It says something about two names.' },
    ]),
    documents: examples.slice(2, 5).map((example, index) => ({ id: `d${index + 1}`, text: textOf(example) })),
    tools: ['search', 'calculate'].map((tool) => ({ name: tool, description: `To ${tool}.`, parameters: {} })),
    demonstrations: examples.slice(5, 9).map(demonstrated),
    shots: 2,
  }
}

function textOf({ input }: Example): string {
  return input['passage'] ?? input['sentence'] ?? ''
}

function demonstrated({ input, options, gold }: Example): Demonstration {
  return options === undefined ? { input, answer: gold } : { input, options, answer: gold }
}

function promptsOf(
  examples: readonly Example[],
  { instructions }: InstructionSet,
  surroundings: PromptSurroundings,
): readonly PromptParts[] {
  const step = Math.max(1, Math.floor(examples.length / LIMIT))
  const some = examples.filter((_, index) => index % step === 0).slice(0, LIMIT)
  return some.flatMap((example, index) => {
    const instruction = instructions[index % instructions.length]
    return instruction === undefined ? [] : [partsOf(instruction, example, surroundings)]
  })
}
