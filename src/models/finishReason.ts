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
/** The endpoint broke off: what came is no answer of the model, whole or not. */
const BROKEN = new Set([
  'error',
  'abort',
  'aborted',
  'cancel',
  'canceled',
  'cancelled',
  'failed',
  'failure',
  'timeout',
  'internal_error',
  'engine_error',
  'insufficient_system_resource',
])

/** A provider's finish reason in one vocabulary: `stop`, `length`, `content_filter`, or its own word in lower case. */
export function finishReason(reason: unknown): string | null {
  if (typeof reason !== 'string' || reason === '') return null
  const word = reason.toLowerCase()
  if (LENGTH.has(word)) return 'length'
  if (FILTER.has(word)) return 'content_filter'
  return STOP.has(word) ? 'stop' : word
}

/** Whether a finish reason says that the endpoint failed while it answered, so that the text must not be scored. */
export function isBroken(finish: string | null): boolean {
  return finish !== null && BROKEN.has(finish.toLowerCase())
}
