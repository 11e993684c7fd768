import { conversation } from './_internal/conversation.ts'

/**
 * This is the format of Vicuna's weights v1.1 and later: `</s>` closes an assistant's turn, nothing stands between it
 * and the next `USER:`, and no blank follows the last `ASSISTANT:`. Source: `vicuna_v1.1` in lm-sys/FastChat,
 * fastchat/conversation.py.
 *
 * @example
 * vicunaV11.render('Is Oslo in Norway?').endsWith(' USER: Is Oslo in Norway? ASSISTANT:') // => true
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
