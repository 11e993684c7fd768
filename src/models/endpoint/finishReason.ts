const LENGTH = new Set([
  'length',
  'max_tokens',
  'max_output_tokens',
  'max_output',
  'max_length',
  'model_length',
  'max_tokens_reached',
  'token_limit',
  'model_context_window_exceeded',
  'incomplete',
  'repetition',
])
const FILTER = new Set([
  'content_filter',
  'safety',
  'prohibited_content',
  'blocklist',
  'recitation',
  'guardrail_intervened',
  'sensitive',
  'error_toxic',
  'spii',
  'image_safety',
])
const STOP = new Set(['stop', 'end_turn', 'stop_sequence', 'eos', 'eos_token', 'complete', 'completed'])
/** The reasons that say that the endpoint broke off: what came is no answer of the model. */
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
  'interrupted',
  'internal_error',
  'engine_error',
  'server_error',
  'model_error',
  'network_error',
  'error_limit',
  'rate_limit',
  'user_cancel',
  'preempted',
  'exception',
  'load',
  'unload',
  'insufficient_system_resource',
])

/**
 * Returns a provider's finish reason in one vocabulary: `stop`, `length`, `content_filter`, or its own word in lower case.
 * Some write the name of the list before it (`FinishReason.MAX_TOKENS`), hyphens for underscores, or an object with a type.
 */
export function finishReason(reason: unknown): string | null {
  if (typeof reason === 'object' && reason !== null) return finishReason((reason as { type?: unknown }).type)
  if (typeof reason !== 'string' || reason === '') return null
  const word = reason
    .toLowerCase()
    .replace(/^finish_?reason[._]/, '')
    .replaceAll('-', '_')
  if (LENGTH.has(word)) return 'length'
  if (FILTER.has(word)) return 'content_filter'
  return STOP.has(word) ? 'stop' : word
}

/**
 * Says whether a finish reason means that the endpoint failed while it answered, so that the text must not be scored.
 */
export function isBroken(finish: string | null): boolean {
  return finish !== null && BROKEN.has(finish.toLowerCase())
}
