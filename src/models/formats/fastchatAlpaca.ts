import { conversation } from './_internal/conversation.ts'

/**
 * This is FastChat's Alpaca template, with the text on the same line as `### Instruction:`. Alpaca itself was trained
 * on Stanford's form (`alpaca`); take this one to repeat what was measured through FastChat. Source: `alpaca` in
 * lm-sys/FastChat, fastchat/conversation.py.
 *
 * @example
 * fastchatAlpaca.render('Name a colour.').endsWith('### Instruction: Name a colour.\n\n### Response:') // => true
 */
export const fastchatAlpaca = conversation({
  name: 'fastchat-alpaca',
  system: 'Below is an instruction that describes a task. Write a response that appropriately completes the request.',
  fixedSystem: true,
  user: '### Instruction',
  assistant: '### Response',
  separator: '\n\n',
  end: '</s>',
})
