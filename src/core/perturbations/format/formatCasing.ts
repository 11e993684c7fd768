import { definePerturbation, MOST_EDITS } from '../definePerturbation.ts'
import { descriptorsIn } from '../_internal/fields.ts'

const CASINGS: readonly ((name: string) => string)[] = [
  (name) => name.toUpperCase(),
  (name) => name.toLowerCase(),
  (name) => name.replaceAll(/(?<=^| )[a-z]/g, (letter) => letter.toUpperCase()),
]

/** One casing for all fields, as the grammar has it. */
export const formatCasing = definePerturbation({
  name: 'format-casing',
  family: 'format',
  summary: 'The names of fields are in another case ("PASSAGE: …").',
  source: 'FormatSpread, casing of descriptors (Sclar et al., 2024)',
  touches: ['instruction'],
  preserves: 'gold',
  strength: MOST_EDITS,
  propose: (_, kit) => {
    const found = descriptorsIn(kit)
    const changing = CASINGS.filter((casing) => found.some(({ name }) => casing(name.text) !== name.text))
    if (changing.length === 0) return { notApplicable: 'the template names no field' }
    const casing = kit.pick(changing)
    return kit.some(found).map(({ name }) => kit.replace(name, casing(name.text)))
  },
})
