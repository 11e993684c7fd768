import type { PromptFormat } from '../../core/types/index.ts'
import { alpaca } from './alpaca.ts'

/**
 * Makes Stanford Alpaca's form with input: the question up to the first `mark` is the instruction, the rest the input.
 * A question without the mark, or with nothing behind it, takes the form without input, as in training. Source:
 * `PROMPT_DICT` of tatsu-lab/stanford_alpaca, train.py.
 * @param mark where the instruction's text ends; it is left out itself. Default: the first line break
 *
 * @example
 * alpacaWithInput().render('Translate into English.\nBonjour').includes('### Input:\nBonjour') // => true
 */
export function alpacaWithInput(mark = '\n'): PromptFormat {
  return {
    name: 'alpaca-with-input',
    render(question) {
      const at = mark === '' ? -1 : question.indexOf(mark)
      const input = at === -1 ? '' : question.slice(at + mark.length)
      return input === '' ? alpaca.render(question) : withInput(question.slice(0, at), input)
    },
  }
}

function withInput(instruction: string, input: string): string {
  return (
    'Below is an instruction that describes a task, paired with an input that provides further context. ' +
    'Write a response that appropriately completes the request.\n\n' +
    `### Instruction:\n${instruction}\n\n### Input:\n${input}\n\n### Response:`
  )
}
