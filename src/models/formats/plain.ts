import type { PromptFormat } from '../../core/words/index.ts'

/** The question as it is: for models that were tuned on bare text, and for chat endpoints, which frame it themselves. */
export const plain: PromptFormat = { name: 'plain', render: (question) => question }
