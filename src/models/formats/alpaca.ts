import type { PromptFormat } from '../../core/types/index.ts'

/**
 * Stanford Alpaca's form without input, on which the model was trained: the text stands on the line after
 * `### Instruction:`. (FastChat's template of the same name puts it on the same line: `fastchatAlpaca`.)
 * Source: `PROMPT_DICT` of tatsu-lab/stanford_alpaca, train.py.
 */
export const alpaca: PromptFormat = {
  name: 'alpaca',
  render: (question) =>
    'Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n' +
    `### Instruction:\n${question}\n\n### Response:`,
}
