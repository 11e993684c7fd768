import { conversation } from './_internal/conversation.ts'

/**
 * This is the format of Vicuna's weights v0, with `###` between turns, at which an answer must be stopped. Source:
 * `zero_shot` in lm-sys/FastChat, fastchat/conversation.py (`one_shot` is the same after two example turns).
 *
 * @example
 * vicunaV0.render('Is Oslo in Norway?').split('\n').slice(1) // => ['### Human: Is Oslo in Norway?', '### Assistant:']
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
