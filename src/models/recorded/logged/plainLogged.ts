import { ONLY_VARIANT } from '../../../core/compare/index.ts'
import { sha256 } from '../../../core/hash/index.ts'
import { plainRecord } from '../plainRecord.ts'
import { bag } from '../prediction.ts'
import { asScore, asText, contentHash, scoresIn, type Logged } from './parts.ts'

const GOLD = ['gold', 'target', 'expected', 'reference', 'label']
const INPUT = ['input', 'question', 'prompt']
const GROUP = ['group', 'source']

/** Columns that are no score, whatever they hold. */
const OTHER = new Set(
  'text answer output prediction response completion example example_id id variant instruction instruction_id'
    .split(' ')
    .concat('task trial finish finish_reason model family seen'.split(' '), GOLD, INPUT, GROUP),
)

/**
 * A line of a plain JSONL or CSV file: `example` (or `prompt`) with an answer, a score or both; further `variant`,
 * `trial`, `gold`, `input`, `group`, `family`, `seen`, `model`. Every other column of numbers, or of true and false, is a
 * score. A line without answer and score is missing, not wrong.
 */
export function plainLogged(value: unknown): Logged {
  const fields = bag(value)
  const first = (names: readonly string[]) =>
    names.map((name) => asText(fields[name])).find((text) => text !== null && text !== '') ?? null
  const scores = scoresIn(Object.entries(fields).filter(([name]) => !OTHER.has(name)))
  const said = plainRecord(fields['text'] === undefined && Object.keys(scores).length > 0 ? withText(fields) : fields)
  if (typeof said === 'string') return said
  const id = first(['example', 'example_id', 'id'])
  const prompt = first(['prompt'])
  if (id === null && prompt === null) return 'it has neither example nor prompt, so no cell can be found'
  const input = first(INPUT)
  const seen = asScore(fields['seen'])
  const [group, family, model] = [first(GROUP), first(['family']), first(['model'])]
  const variant = first(['variant', 'instruction', 'instruction_id'])
  return {
    example: id ?? sha256(prompt ?? '').slice(0, 12),
    variant: variant ?? ONLY_VARIANT,
    ...(said?.trial !== undefined && { trial: said.trial }),
    input: input ?? '',
    // A prompt differs from variant to variant and from model to model; an input does not.
    content: first(['input', 'question']) === null ? null : contentHash(first(['input', 'question'])),
    gold: first(GOLD),
    answer: said === null || said.text === NO_TEXT ? null : said.text,
    scores: said === null ? {} : scores,
    ...(said === null && { reason: 'the log has neither answer nor score for it' }),
    ...(model !== null && { model }),
    ...(group !== null && { group }),
    ...(family !== null && { family }),
    ...(seen !== null && { seen: seen === 1 }),
  }
}

/** Stands in for the answer of a line that has only a score. */
const NO_TEXT = '\0'

function withText(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const named = ['answer', 'output', 'prediction', 'response', 'completion'].some(
    (name) => asText(fields[name]) !== null,
  )
  return named ? { ...fields } : { ...fields, text: NO_TEXT }
}
