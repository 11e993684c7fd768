import type { PromptFormat } from '../../core/types/index.ts'

/**
 * This is the format of WizardLM 7B V1.0: the bare instruction and `### Response:`. Source: nlpxucan/WizardLM,
 * WizardLM/README.md.
 *
 * @example
 * wizardlm7b.render('Is Oslo in Norway?') // => 'Is Oslo in Norway?\n\n### Response:'
 */
export const wizardlm7b: PromptFormat = {
  name: 'wizardlm-7b',
  render: (question) => `${question}\n\n### Response:`,
}
