import { conversation } from './_internal/conversation.ts'

/**
 * Vicuna's weights v1.1 and later: `</s>` closes an assistant's turn, nothing stands between it and the next `USER:`,
 * and no blank follows the last `ASSISTANT:`. Source: `vicuna_v1.1` in lm-sys/FastChat, fastchat/conversation.py.
 */
export const vicunaV11 = conversation({
  name: 'vicuna-v1.1',
  system:
    'A chat between a curious user and an artificial intelligence assistant. ' +
    "The assistant gives helpful, detailed, and polite answers to the user's questions.",
  user: 'USER',
  assistant: 'ASSISTANT',
  separator: ' ',
  end: '</s>',
  stop: ['</s>'],
})
