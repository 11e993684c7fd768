/** Writes the project that chaos is played with: five suites over five tasks, one release behind an endpoint. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../src/core/hash/index.ts'

const EXAMPLES = 60
const WHOLE_GRID = `toStayAbove({ accuracy: 0.9, variants: 4, advisory: true })`

/**
 * The claims of each suite. The first claim of each is about as true as its limit says, so it stays open and asks every cell:
 * then the number of calls does not depend on what was under way when a claim was decided. The others are decided on those.
 */
const CLAIMS: Readonly<Record<string, readonly string[]>> = {
  accuracy: [WHOLE_GRID, `toStayAbove({ accuracy: 0.7, variants: 2 })`],
  paraphrase: [WHOLE_GRID, `toBeStableUnderParaphrase({ maxFlipRate: 0.4 })`],
  unseen: [
    WHOLE_GRID,
    `toGeneralizeToUnseenInstructions({ maxDrop: 0.4 })`,
    `toStayAbove({ accuracy: 0.6, family: 'unseen' })`,
  ],
  worst: [WHOLE_GRID, `toStayAbove({ worstInstruction: 0.5 })`],
  letters: [
    `toBeStableUnder('upper-case', { maxFlipRate: 0.18, advisory: true })`,
    `toBeStableUnder('upper-case', { maxFlipRate: 0.4 })`,
  ],
}

const WORDINGS = [
  ['s1', 'imperative', 'Read the text and answer yes or no. Text: {passage} Question: {question}'],
  ['s2', 'question', 'Text: {passage} Is it so? {question}'],
  ['u1', 'polite', 'Would you kindly look at this: {passage} {question}'],
  ['u2', 'terse', '{passage} {question}'],
] as const

/** Returns the answer of the model: what the passage says, but in one of ten cases the opposite. */
export function chaosAnswer(prompt: string): string {
  const says = /says (yes|no)/i.exec(prompt)?.[1]?.toLowerCase() ?? 'none'
  const wrong = Number.parseInt(sha256(`chaos ${prompt}`).slice(0, 4), 16) % 10 === 0
  return wrong ? (says === 'yes' ? 'no' : 'yes') : says
}

/** Writes it into a folder. Concurrency, attempts and store come from the environment. */
export function writeProject(folder: string): void {
  const files: Record<string, string> = {
    'package.json': '{ "type": "module", "private": true }\n',
    'seen.json': '["s1", "s2"]\n',
    'vitest.config.ts': `import { defineConfig } from 'vitest/config'
import { robustness } from 'vitest-robustness/plugin'
export default defineConfig({
  plugins: [robustness({ releases: { candidate: './releases.ts#candidate' }, candidate: 'candidate', seen: 'seen.json' })],
  test: { include: ['*.test.ts'] },
})
`,
    'releases.ts': `import { openAICompatible } from 'vitest-robustness/models'
const { ENDPOINT, CONCURRENCY, ATTEMPTS } = process.env
export const candidate = openAICompatible({
  origin: ENDPOINT, model: 'm', revision: '1', timeoutMs: 3000, parameters: { temperature: 0 },
  concurrency: Number(CONCURRENCY), attempts: Number(ATTEMPTS),
})
`,
  }
  for (const [name, claims] of Object.entries(CLAIMS)) {
    files[`${name}.robust.ts`] = `import { expect, test } from 'vitest'
import { booleanQa, release } from 'vitest-robustness'
const task = booleanQa({ name: '${name}', examples: 'data/${name}.jsonl', instructions: 'data/${name}.yaml' })
${claims.map((claim, at) => `test('${name} ${at}', async () => { await expect(release().on(task)).${claim} })\n`).join('')}`
    files[`data/${name}.jsonl`] = examples(name)
    files[`data/${name}.yaml`] = instructions(name)
  }
  mkdirSync(join(folder, 'data'), { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
}

/** The name of the task is in each passage, so that no two tasks ask the same. */
function examples(task: string): string {
  return Array.from({ length: EXAMPLES }, (_, at) => {
    const gold = (at * 7919) % 2 === 0 ? 'yes' : 'no'
    return `${JSON.stringify({ input: { passage: `Item ${at} of ${task} says ${gold}.`, question: `Does item ${at} say yes?` }, gold })}\n`
  }).join('')
}

function instructions(set: string): string {
  // JSON is YAML.
  const head = { set, task: 'boolean-qa', licence: 'Apache-2.0', author: 'bench', canonical: 's1' }
  const reviewed = { by: 'bench', on: '2026-11-29' }
  return JSON.stringify({
    ...head,
    reviewed,
    instructions: WORDINGS.map(([id, family, text]) => ({ id, family, text })),
  })
}
