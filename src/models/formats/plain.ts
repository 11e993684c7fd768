import type { PromptFormat } from '../../core/words/index.ts'

/**
 * The question as it is: for Flan-T5, T0 and other models tuned on bare text (the filled template is their whole input),
 * and for chat endpoints, which frame it themselves.
 */
export const plain: PromptFormat = { name: 'plain', render: (question) => question }
