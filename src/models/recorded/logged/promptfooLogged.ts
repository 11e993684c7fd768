import { sha256 } from '../../../core/hash/index.ts'
import { bag, textOf } from '../prediction.ts'
import { promptfooOutput } from '../promptfooOutput.ts'
import { asText, contentHash, scoresIn, type Logged } from './parts.ts'

/** Longest prompt label that serves as a name. */
const MOST = 40

/**
 * A result of promptfoo's JSON output with its scores: `score`, and the named ones. The example is the hash of its
 * variables, or the test's number where it has none; the variant is the prompt's label, or that label's hash where it is
 * long (promptfoo's own default is the whole template).
 */
export function promptfooLogged(value: unknown): Logged {
  const result = bag(value)
  const { vars, testIdx, testCase, prompt, score, namedScores, error, provider } = result
  const given = Object.keys(bag(vars)).length > 0 ? bag(vars) : bag(bag(testCase)['vars'])
  const named = Object.keys(given).length > 0
  if (!named && typeof testIdx !== 'number') return 'it has neither vars nor testIdx'
  const said = promptfooOutput(value)
  if (typeof said === 'string') return said
  const model = said?.model ?? textOf(provider) ?? textOf(bag(provider)['id'])
  const label = textOf(bag(prompt)['label']) ?? textOf(bag(prompt)['raw']) ?? ''
  const repeat = result['repeatIndex']
  return {
    example: named ? contentHash(given).slice(0, 12) : `test ${String(testIdx)}`,
    variant: label !== '' && label.length <= MOST && !label.includes('\n') ? label : sha256(label).slice(0, 8),
    ...(typeof repeat === 'number' && { trial: repeat }),
    input: named ? JSON.stringify(given) : label,
    content: named ? contentHash(given) : null,
    gold: goldOf(testCase),
    answer: said?.text ?? null,
    scores: said === null ? {} : scoresIn([['score', score], ...Object.entries(bag(namedScores))]),
    ...(said === null && { reason: textOf(error) ?? 'the log has no answer for it' }),
    // An error too is that model's.
    ...(model !== undefined && model !== '' && { model }),
  }
}

/** The value of a test that asks for one answer. */
function goldOf(testCase: unknown): string | null {
  const asserted = bag(testCase)['assert']
  const equal = (Array.isArray(asserted) ? asserted : []).map(bag).find(({ type }) => type === 'equals')
  return asText(equal?.['value'])
}
