import type { Replacement } from '../../types/index.ts'
import { definePerturbation } from '../definePerturbation.ts'
import { wrapFields } from '../_internal/fields.ts'

/** Valid JSON: what must be escaped in the text is. */
export const jsonInput = definePerturbation({
  name: 'json-input',
  family: 'format',
  summary: 'The input is a JSON object ({"passage": "…"}).',
  source: 'Prompt formats compared (He et al., 2024: plain text, Markdown, YAML, JSON)',
  touches: ['instruction', 'input', 'demonstrations', 'labels', 'entities'],
  preserves: 'gold',
  propose: (parts, kit) => wrapFields(parts, kit.strength, (name) => ({ open: `{"${name}": "`, close: '"}' }), escapes),
})

/** Escapes quotes and control characters with backslashes, around which mentions and label words stay whole. */
function escapes(part: string, text: string): readonly Replacement[] {
  // oxlint-disable-next-line no-control-regex
  return [...text.matchAll(/["\\\u0000-\u001F]/g)].map(({ index, 0: sign }) => ({
    kind: 'replace',
    part,
    start: index,
    end: index + 1,
    before: sign,
    after: JSON.stringify(sign).slice(1, -1),
  }))
}
