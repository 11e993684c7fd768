import type { Identity, ScoredChoices } from './answer.ts'
import type { Agreeing, Column, Field } from './field.ts'
import type { Judgement } from './task.ts'
import type { Outcome } from './verdict.ts'
import { OUTCOMES } from './verdict.ts'

/**
 * An observation is what came back for a cell. It is the deterministic part, which is evidence: a line of
 * `observations.jsonl`.
 *
 * @example
 * const accuracy = (cells: readonly Pick<Observation, 'score'>[]) =>
 *   cells.reduce((sum, { score }) => sum + score, 0) / cells.length
 * accuracy([{ score: 1 }, { score: 0 }]) // => 0.5
 */
export interface Observation extends Cell {
  /** Name of the task. */
  readonly task: string
  /** Release name, e.g. `v2`. */
  readonly release: string
  /** The independent source that the example comes from. */
  readonly group: string
  /** sha256 of the request (the store's key). */
  readonly key: string
  /** The text as it came, or `null` where none did. */
  readonly raw: string | null
  /** The scores that the model gave to every text that it could choose, `raw` among them; absent where it generates. */
  readonly choices?: ScoredChoices
  /** Canonical form of the answer; `null` unless `outcome` is `answered`. */
  readonly answer: string | null
  /** The way in which the cell ended. */
  readonly outcome: Outcome
  /** The judging model's verdict on the answer. */
  readonly judged?: Judgement
  /** The reason why there is no answer. */
  readonly reason?: string
  /** The score of the answer, in [0, 1]; 0 unless answered. */
  readonly score: number
  /** The right answer to the example, in canonical form. */
  readonly gold: string
  /**
   * The right answer to a perturbed prompt where that is another than `gold`, in terms of the example as its file has it;
   * `null`: any answer but `gold`.
   */
  readonly wanted?: string | null
  /** The identity of the model that answered, as the endpoint says. */
  readonly who: Identity
  /**
   * Tokens as the endpoint counts them, whole numbers from 0; `null` where it counts none. `reasoning` is the part of the
   * output that was spent on reasoning and is not in the text.
   */
  readonly tokens: { readonly input: number | null; readonly output: number | null; readonly reasoning?: number }
  /**
   * The cost of the cell's tokens, from 0, by the price table in force and in its currency, whether asked now or taken from
   * the store. It is absent without a price.
   */
  readonly cost?: number
}

const SHA256 = '^[0-9a-f]{64}$'

/** Parts of the schema that others name. */
const DEFINITIONS = {
  outcome: {
    type: 'string',
    description: 'How a cell ended. All but `answered` score 0 and are equal to nothing.',
    enum: OUTCOMES,
  },
} as const

/** The fields in the order of the exported table's columns. A new one comes last. */
const FIELDS = {
  task: {
    schema: { type: 'string', description: 'Name of the task.' },
    columns: [own('task', 'text', 'name of the task')],
    page: 'layout',
  },
  release: {
    schema: { type: 'string', description: 'Name of the release.' },
    columns: [own('release', 'text', 'name of the release; `v1@accepted` is a stored cell of the baseline')],
    page: 'layout',
  },
  example: {
    schema: { type: 'string', description: 'Id of the example.' },
    columns: [own('example', 'text', 'id of the example')],
    page: 'layout',
  },
  group: {
    schema: { type: 'string', description: 'The source that the example comes from.' },
    columns: [own('group', 'text', 'the independent source that the example comes from, which claims count')],
  },
  variant: {
    schema: { type: 'string', description: 'Id of the variant.' },
    columns: [own('variant', 'text', 'id of the instruction (and perturbation) that asked')],
    page: 'layout',
  },
  trial: {
    schema: { type: 'integer', minimum: 0, description: '0, 1, …: repeats of the same variant on the same example.' },
    columns: [own('trial', 'integer', 'repeat of that very cell, from 0')],
    page: 'layout',
  },
  outcome: {
    schema: { $ref: '#/definitions/outcome' },
    columns: [own('outcome', 'text', '`answered`, or why there is no answer')],
    page: 'layout',
  },
  answer: {
    schema: { type: ['string', 'null'], description: 'Canonical form of the answer; null unless answered.' },
    columns: [own('answer', 'text', 'the answer in canonical form; empty unless answered')],
    page: 'layout',
    taken: 'as it was read; a claim that rests on it is stepped again, --rescore reads all again',
  },
  raw: {
    schema: { type: ['string', 'null'], description: 'The text as it came, or null.' },
    columns: [own('raw', 'text', 'the text as it came')],
    page: 'layout',
    taken: 'what the endpoint sent; --rescore reads it again',
  },
  reason: {
    schema: { type: 'string', description: 'Why there is no answer.' },
    optional: true,
    columns: [own('reason', 'text', 'why there is no answer')],
    page: 'layout',
    taken: 'why there is no answer, in words; an answer has none',
  },
  gold: {
    schema: { type: 'string', description: 'The right answer in canonical form.' },
    columns: [own('gold', 'text', 'the right answer')],
    page: 'layout',
  },
  score: {
    schema: { type: 'number', description: '0 unless answered.', minimum: 0, maximum: 1 },
    columns: [own('score', 'number', 'from 0 to 1; 0 unless answered')],
    page: 'layout',
    taken: 'as it was scored; a claim that rests on it is stepped again, --rescore scores all again',
  },
  who: {
    schema: {
      type: 'object',
      description: 'Who answered, as the endpoint says.',
      additionalProperties: false,
      required: ['model', 'revision'],
      properties: {
        model: { type: 'string', description: 'Model id.' },
        revision: { type: ['string', 'null'], description: 'Immutable revision, or null where there is none.' },
        upstream: { type: 'string', description: 'Who served it behind a router, where that says so.' },
        fingerprint: { type: 'string', description: "The endpoint's own fingerprint." },
      },
    },
    columns: [
      column('model', 'text', 'model that answered', ({ who }) => who.model),
      column('revision', 'text', 'its immutable revision', ({ who }) => who.revision),
      column('upstream', 'text', 'who served it behind a router', ({ who }) => who.upstream ?? null),
      column('fingerprint', 'text', "the endpoint's own fingerprint", ({ who }) => who.fingerprint ?? null),
    ],
  },
  choices: {
    schema: {
      type: 'object',
      description: 'What the model said of every text that it could choose, in one order; absent where it generates.',
      additionalProperties: false,
      required: ['texts', 'logProbabilities', 'tokens'],
      properties: {
        texts: { type: 'array', items: { type: 'string' }, description: 'As they follow the prompt.' },
        logProbabilities: {
          type: 'array',
          items: { type: 'number' },
          description: 'Natural logarithm of the probability of the whole text after the prompt.',
        },
        tokens: {
          type: 'array',
          items: { type: 'integer', minimum: 1 },
          description: 'How many tokens that is the sum over.',
        },
      },
    },
    optional: true,
    columns: [
      column('choices', 'text', 'JSON: what the model said of every choice', ({ choices }) =>
        choices === undefined ? null : JSON.stringify(choices),
      ),
    ],
    taken: 'what the endpoint said of each choice; the text that was chosen must be among them',
  },
  tokens: {
    schema: {
      type: 'object',
      description: 'As the endpoint reports; null where it does not.',
      additionalProperties: false,
      required: ['input', 'output'],
      properties: {
        input: { type: ['integer', 'null'], description: 'Tokens of the prompt.', minimum: 0 },
        output: { type: ['integer', 'null'], description: 'Tokens of the answer.', minimum: 0 },
        reasoning: {
          type: 'integer',
          description: "Of the output's tokens, those of reasoning that is not in the text.",
          minimum: 0,
        },
      },
    },
    columns: [
      column('tokens_input', 'integer', 'tokens of the prompt', ({ tokens }) => tokens.input),
      column('tokens_output', 'integer', 'tokens of the answer', ({ tokens }) => tokens.output),
      column('tokens_reasoning', 'integer', 'of these, tokens of reasoning', ({ tokens }) => tokens.reasoning ?? null),
    ],
    taken: 'as the endpoint counts them; no verdict follows from them',
  },
  cost: {
    schema: {
      type: 'number',
      description: 'What its tokens cost by the price table in force; absent without a price.',
      minimum: 0,
    },
    optional: true,
    columns: [own('cost', 'number', 'what it cost by the price table')],
    taken: "tokens by the config's price table; no verdict follows from it",
  },
  key: {
    schema: { type: 'string', description: "sha256 of the request: the store's key.", pattern: SHA256 },
    columns: [own('key', 'text', 'sha256 of the request: its key in the response store')],
    taken: "sha256 of the request, which only the prompt would open; an accepted cell's is checked",
  },
  judged: {
    schema: {
      type: 'object',
      description: 'What a judging model said of the answer.',
      additionalProperties: false,
      required: ['key', 'raw', 'model'],
      properties: {
        key: { type: 'string', description: "sha256 of the judge's request.", pattern: SHA256 },
        raw: { type: 'string', description: 'Its text: the verdict is read from it.' },
        model: { type: 'string', description: 'Who judged, as the endpoint says.' },
      },
    },
    optional: true,
    columns: [],
    taken: 'what the judge said; --rescore reads its verdict again',
  },
  wanted: {
    schema: {
      type: ['string', 'null'],
      description: 'The right answer to a perturbed prompt where it is another; null: any answer but the gold one.',
    },
    optional: true,
    columns: [],
    taken: 'what a perturbation makes the right answer; --rescore makes it again',
  },
} as const satisfies Readonly<Record<keyof Observation, Field<Observation>>>

/**
 * The declaration of every field, in one place: schema, exported columns, place in the HTML report, and how a verification
 * treats it. The compiler holds it to the type above.
 *
 * @internal
 */
export const OBSERVATION_FIELDS: Agreeing<Observation, typeof FIELDS, typeof DEFINITIONS> = FIELDS

/**
 * The JSON Schema of an observation, which is published as `observation.schema.json`.
 *
 * @internal
 */
export const OBSERVATION_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'observation.schema.json',
  title: 'Observation',
  type: 'object',
  description: 'What came back for a cell: one line of observations.jsonl.',
  additionalProperties: false,
  required: Object.entries(FIELDS).flatMap(([name, field]) => ('optional' in field ? [] : [name])),
  properties: Object.fromEntries(Object.entries(FIELDS).map(([name, { schema }]) => [name, schema])),
  definitions: DEFINITIONS,
}

/** Returns a column that holds a field as it is, under the field's name. */
function own(
  name: Exclude<keyof Observation, 'who' | 'choices' | 'tokens' | 'judged'>,
  type: Column<Observation>['type'],
  describe: string,
): Column<Observation> {
  return column(name, type, describe, ({ [name]: value }) => value ?? null)
}

function column(
  name: string,
  type: Column<Observation>['type'],
  describe: string,
  value: Column<Observation>['value'],
): Column<Observation> {
  return { name, type, describe, value }
}

/**
 * A cell is one question that is asked once: an example, under a variant, at a trial.
 *
 * @example
 * const cell: Cell = { example: '3f9a41c07d2e', variant: 're-s01+swap-letters', trial: 0 }
 * const [instruction, perturbation] = cell.variant.split('+')
 * perturbation // => 'swap-letters'
 */
export interface Cell {
  /** Id of the example. */
  readonly example: string
  /**
   * Id of the variant: an instruction's id, followed by `+` and a perturbation's name where the prompt is perturbed.
   */
  readonly variant: string
  /** The repeat of the same variant on the same example, a whole number from 0. */
  readonly trial: number
}
