import { readFileSync } from 'node:fs'
import { booleanQa, extractiveQa, multipleChoice, relationExtraction, type Task } from 'vitest-robustness'

const data = (set: string) => ({
  examples: `fixtures/datasets/${set}.test.jsonl`,
  instructions: `fixtures/instructions/${set}.yaml`,
})
/** Pairs of directed relations: each label becomes the other when head and tail trade places. No prompt shows them. */
const inverses = { parent_of: 'child_of', child_of: 'parent_of', owner_of: 'owned_by', owned_by: 'owner_of' }

/** The reference tasks, as the models were tuned on them. */
export const bare: readonly Task[] = [
  relationExtraction({ name: 're', ...data('re'), surroundings: { inverses } }),
  booleanQa({ name: 'qa-boolean', ...data('qa-boolean') }),
  multipleChoice({ name: 'qa-choice', ...data('qa-choice') }),
  extractiveQa({ name: 'qa-extractive', ...data('qa-extractive') }),
]

/** The same tasks with what production prompts have around the question, for perturbations that need it. */
export const surrounded: readonly Task[] = [
  relationExtraction({ name: 're', ...data('re'), surroundings: around('re') }),
  booleanQa({ name: 'qa-boolean', ...data('qa-boolean'), surroundings: around('qa-boolean') }),
  multipleChoice({ name: 'qa-choice', ...data('qa-choice'), surroundings: around('qa-choice') }),
  extractiveQa({ name: 'qa-extractive', ...data('qa-extractive'), surroundings: around('qa-extractive') }),
]

interface Line {
  readonly input: Readonly<Record<string, unknown>>
  readonly gold: string
}

/** Returns a system message, two exchanges, documents, tools and demonstrations, of the calibration split. */
function around(set: string) {
  const lines = readFileSync(`fixtures/datasets/${set}.calibration.jsonl`, 'utf8')
    .split('\n', 9)
    .map((line) => JSON.parse(line) as Line)
  return {
    system: 'You are a helpful assistant for questions about people and companies. Answer briefly.',
    turns: lines.slice(0, 2).flatMap((line) => [
      { role: 'user' as const, text: `What do you make of this? ${textOf(line)}` },
      { role: 'assistant' as const, text: 'It says something about two names.' },
    ]),
    documents: lines.slice(2, 5).map((line, index) => ({ id: `d${index + 1}`, text: textOf(line) })),
    tools: ['search', 'calculate'].map((name) => ({ name, description: `To ${name}.`, parameters: {} })),
    demonstrations: lines.slice(5, 9).map(demonstration),
    shots: 2,
  }
}

function textOf({ input }: Line): string {
  return String(input['passage'] ?? input['sentence'])
}

function demonstration({ input, gold }: Line) {
  const { options, ...texts } = input
  const shown = { input: texts as Readonly<Record<string, string>>, answer: gold }
  return Array.isArray(options) ? { ...shown, options: options as readonly string[] } : shown
}
