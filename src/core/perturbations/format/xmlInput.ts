import { definePerturbation } from '../definePerturbation.ts'
import { wrapFields } from '../_internal/fields.ts'

/** Tags as prompts use them: the text inside is not escaped; a text that holds such a tag itself is left alone. */
export const xmlInput = definePerturbation({
  name: 'xml-input',
  family: 'format',
  summary: 'The input is in XML tags (<passage>…</passage>).',
  source: 'Prompt formats compared (He et al., 2024); prompting guides that recommend XML tags (Anthropic, 2024)',
  touches: ['instruction'],
  preserves: 'gold',
  propose: (parts, kit) =>
    wrapFields(parts, kit.strength, (name, text) =>
      text.includes(`<${name}>`) || text.includes(`</${name}>`) ? null : { open: `<${name}>`, close: `</${name}>` },
    ),
})
