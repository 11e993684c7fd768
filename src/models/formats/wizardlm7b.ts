import type { PromptFormat } from '../../core/types/index.ts'

/** WizardLM 7B V1.0: the bare instruction and `### Response:`. Source: nlpxucan/WizardLM, WizardLM/README.md. */
export const wizardlm7b: PromptFormat = {
  name: 'wizardlm-7b',
  render: (question) => `${question}\n\n### Response:`,
}
