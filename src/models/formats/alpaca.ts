import type { PromptFormat } from '../../core/types/index.ts'

/**
 * This is the format of Stanford Alpaca without input, on which the model was trained: the text stands on the line
 * after `### Instruction:`. FastChat's template of the same name puts it on the same line, which is `fastchatAlpaca`.
 * Source: `PROMPT_DICT` of tatsu-lab/stanford_alpaca, train.py.
 *
 * @example
 * alpaca.render('Name a colour.').endsWith('### Instruction:\nName a colour.\n\n### Response:') // => true
 */
export const alpaca: PromptFormat = {
  name: 'alpaca',
  render: (question) =>
    'Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n' +
    `### Instruction:\n${question}\n\n### Response:`,
}
