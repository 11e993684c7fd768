const LENGTH = new Set(['length', 'max_tokens', 'max_output_tokens', 'model_length', 'max_tokens_reached'])
const FILTER = new Set([
  'content_filter',
  'safety',
  'prohibited_content',
  'blocklist',
  'recitation',
  'guardrail_intervened',
])
const STOP = new Set(['stop', 'end_turn', 'stop_sequence', 'eos', 'eos_token', 'complete', 'completed'])

/** A provider's finish reason in one vocabulary: `stop`, `length`, `content_filter`, or its own word in lower case. */
export function finishReason(reason: unknown): string | null {
  if (typeof reason !== 'string' || reason === '') return null
  const word = reason.toLowerCase()
  if (LENGTH.has(word)) return 'length'
  if (FILTER.has(word)) return 'content_filter'
  return STOP.has(word) ? 'stop' : word
}
