import { buildTask, defineTask, type Example } from 'vitest-robustness'

/** A task with a number as the answer; one that is near counts half. */
export const counting = defineTask({
  kind: 'counting',
  summary: 'Say how many.',
  fields: ['text'],
  optionalFields: [],
  hasOptions: false,
  hasLabels: false,
  check: ({ gold }) => (/^\d+$/.test(gold) ? null : `gold ${JSON.stringify(gold)} must be a number`),
  read(text) {
    const [number, another] = text.match(/\d+/g) ?? []
    if (number === undefined) return { outcome: 'unparseable', reason: 'no number' }
    if (another !== undefined) return { outcome: 'unparseable', reason: 'several numbers' }
    return { outcome: 'answered', answer: String(Number(number)) }
  },
  sameAnswer: (a, b) => a === b,
  score(answer, { gold }) {
    const off = Math.abs(Number(answer) - Number(gold))
    return off === 0 ? 1 : off === 1 ? 0.5 : 0
  },
})

export const examples: readonly Example[] = Array.from({ length: 300 }, (_, index) => ({
  id: `e${index}`,
  group: `e${index}`,
  input: { text: `${'bird '.repeat(1 + (index % 7))}and tree number${'s'.repeat(index % 3)}` },
  gold: String(1 + (index % 7)),
}))

const signed = { by: 'a user', on: '2026-11-21' }
const instruction = (id: string, text: string) => ({
  id,
  family: 'plain',
  text,
  options: { item: '{id}) {text}', separator: ' ' },
  provenance: { author: 'a user', licence: 'Apache-2.0' },
  reviewed: signed,
  hash: id,
})

export const birds = buildTask({
  kind: counting,
  name: 'birds',
  examples,
  set: {
    set: 'birds',
    task: 'counting',
    labels: null,
    canonical: 'ask',
    instructions: [instruction('ask', 'How many birds? {text}'), instruction('count', 'Count the birds in: {text}')],
  },
})
