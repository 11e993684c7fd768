import type { Counterexample, PromptChange } from '../core/types/index.ts'

/** What a perturbation changed, with every kind of edit. */
const change: Required<PromptChange> = {
  edits: [
    { kind: 'together', edits: [{ kind: 'gold', before: 'x', after: null }] },
    { kind: 'replace', part: 'instruction', start: 0, end: 4, before: 'Name', after: 'Nmae' },
    { kind: 'swap', list: 'options', i: 0, j: 1 },
  ],
  of: 3,
  smallest: true,
  asked: 5,
  marked: [{ part: 'instruction', lead: '', before: 'Name', after: 'Nmae', tail: ' the relation' }],
  answer: null,
  outcome: 'error',
  key: 'a'.repeat(64),
}

const side = {
  role: 'canonical',
  variant: 're-s01',
  template: '{head}',
  answer: 'x',
  outcome: 'answered',
  cell: 'v2/re/e1/re-s01/0',
} as const

/** A case that a perturbation made. */
export const counterexample: Required<Counterexample> = {
  example: 'e1',
  gold: 'x',
  input: { head: 'h' },
  options: ['a', 'b'],
  before: side,
  after: { ...side, answer: null, outcome: 'error' },
  wanted: null,
  change,
}
