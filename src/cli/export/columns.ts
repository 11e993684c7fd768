import { toldLogProbability } from '../../core/metrics/index.ts'
import type { CallTook, Observation } from '../../core/words/index.ts'

type CellValue = string | number | null

/** An observation, with what its call took where that was asked in the run. */
export type ExportedRow = Observation & { readonly took?: CallTook | null }

/** One column of the table of observations. */
export interface Column {
  readonly name: string
  readonly type: 'text' | 'integer' | 'number'
  readonly describe: string
  readonly of: (row: ExportedRow) => CellValue
}

/** What an exported row holds. Names are only ever added: a script that reads them goes on working. */
export const COLUMNS: readonly Column[] = [
  text('task', 'name of the task', ({ task }) => task),
  text('release', 'name of the release; `v1@accepted` is a stored cell of the baseline', ({ release }) => release),
  text('example', 'id of the example', ({ example }) => example),
  text('group', 'the independent source that the example comes from, which claims count', ({ group }) => group),
  text('variant', 'id of the instruction (and perturbation) that asked', ({ variant }) => variant),
  integer('trial', 'repeat of that very cell, from 0', ({ trial }) => trial),
  text('outcome', '`answered`, or why there is no answer', ({ outcome }) => outcome),
  text('answer', 'the answer in canonical form; empty unless answered', ({ answer }) => answer),
  text('raw', 'the text as it came', ({ raw }) => raw),
  text('reason', 'why there is no answer', ({ reason }) => reason ?? null),
  text('gold', 'the right answer', ({ gold }) => gold),
  { name: 'score', type: 'number', describe: 'from 0 to 1; 0 unless answered', of: ({ score }) => score },
  text('model', 'model that answered', ({ who }) => who.model),
  text('revision', 'its immutable revision', ({ who }) => who.revision),
  text('upstream', 'who served it behind a router', ({ who }) => who.upstream ?? null),
  text('fingerprint', "the endpoint's own fingerprint", ({ who }) => who.fingerprint ?? null),
  {
    name: 'log_probability',
    type: 'number',
    describe: 'natural logarithm of the probability of `raw`, where choices are scored',
    of: (row) => toldLogProbability(row, row)?.total ?? null,
  },
  text('choices', 'JSON: what the model said of every choice', ({ choices }) =>
    choices === undefined ? null : JSON.stringify(choices),
  ),
  integer('tokens_input', 'tokens of the prompt', ({ tokens }) => tokens.input),
  integer('tokens_output', 'tokens of the answer', ({ tokens }) => tokens.output),
  integer('tokens_reasoning', 'of these, tokens of reasoning', ({ tokens }) => tokens.reasoning ?? null),
  { name: 'cost', type: 'number', describe: 'what it cost by the price table', of: ({ cost }) => cost ?? null },
  {
    name: 'latency_ms',
    type: 'number',
    describe: 'how long the call took; empty unless it was asked in the run',
    of: ({ took }) => took?.latencyMs ?? null,
  },
  integer(
    'attempts',
    'calls made for the answer; empty unless it was asked in the run',
    ({ took }) => took?.attempts ?? null,
  ),
  text('key', 'sha256 of the request: its key in the response store', ({ key }) => key),
]

function text(name: string, describe: string, of: Column['of']): Column {
  return { name, type: 'text', describe, of }
}

function integer(name: string, describe: string, of: Column['of']): Column {
  return { name, type: 'integer', describe, of }
}
