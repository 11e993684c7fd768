import { conversation } from './_internal/conversation.ts'

/**
 * Vicuna's weights v0, with `###` between turns, at which an answer must be stopped.
 * Source: `zero_shot` in lm-sys/FastChat, fastchat/conversation.py (`one_shot` is the same after two example turns).
 */
export const vicunaV0 = conversation({
  name: 'vicuna-v0',
  system:
    'A chat between a curious human and an artificial intelligence assistant. ' +
    "The assistant gives helpful, detailed, and polite answers to the human's questions.",
  user: 'Human',
  assistant: 'Assistant',
  separator: '\n### ',
  end: '\n### ',
  stop: ['###'],
})
