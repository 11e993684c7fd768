import type { PromptFormat } from '../../core/types/index.ts'

/**
 * This format sends the question as it is. It is for Flan-T5, T0 and other models tuned on bare text (the filled
 * template is their whole input), and for chat endpoints, which frame it themselves. There it makes one user's message
 * of everything, a task's system text and earlier turns included.
 *
 * @example
 * plain.render('Is Oslo in Norway?') // => 'Is Oslo in Norway?'
 */
export const plain: PromptFormat = { name: 'plain', render: (question) => question }
