import { definePerturbation } from '../definePerturbation.ts'
import { wrapFields } from '../_internal/fields.ts'

/** The longest field alone unless the strength says more. The fence is longer than any in the text. */
export const markdownInput = definePerturbation({
  name: 'markdown-input',
  family: 'format',
  summary: 'The input is in a Markdown code block.',
  source: 'Prompt formats compared (He et al., 2024: plain text, Markdown, YAML, JSON)',
  touches: ['instruction'],
  preserves: 'gold',
  propose: (parts, kit) =>
    wrapFields(parts, kit.strength, (_, text) => {
      const longest = (text.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 2)
      const fence = '`'.repeat(longest + 1)
      return { open: `\n${fence}text\n`, close: `\n${fence}\n` }
    }),
})
