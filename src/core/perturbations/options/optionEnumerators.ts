import type { Replacement } from '../../types/index.ts'
import { definePerturbation } from '../definePerturbation.ts'

const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x']
const SETS: readonly { readonly kind: RegExp; readonly id: (index: number) => string | undefined }[] = [
  { kind: /letter/i, id: (index) => String.fromCodePoint(97 + index) },
  { kind: /number|digit/i, id: (index) => String(index + 1) },
  { kind: /numeral/i, id: (index) => ROMAN[index] },
]

/** Ids that the instruction writes itself ("A, B or C") are renamed with them. `lettersFor` reads such answers. */
export const optionEnumerators = definePerturbation({
  name: 'option-enumerators',
  family: 'options',
  summary: 'The options are counted in another way (1, 2, 3 for A, B, C).',
  source: 'FormatSpread, item enumerators (Sclar et al., 2024); option symbols (Zheng et al., 2024)',
  touches: ['optionIds', 'instruction'],
  preserves: 'gold',
  propose: ({ options, optionIds, optionStyle, instruction }, kit) => {
    if (options.length === 0) return { notApplicable: 'the task has no options' }
    if (!optionStyle.item.includes('{id}')) return { notApplicable: 'the options have no ids' }
    const sets = SETS.filter(
      ({ kind, id }) =>
        optionIds.every((now, index) => id(index) !== undefined && id(index) !== now) &&
        SETS.every((other) => other.kind === kind || !other.kind.test(instruction)),
    )
    if (sets.length === 0) return { notApplicable: 'the instruction says what kind of ids there are' }
    const { id } = kit.pick(sets)
    const named = namedIn(instruction, optionIds)
    const edits = optionIds.flatMap((before, index): readonly Replacement[] => {
      const after = id(index) ?? before
      const own = kit.replace({ part: `optionIds/${index}`, start: 0, end: before.length, text: before }, after)
      const places = named.filter((place) => place.text === before).map((place) => kit.replace(place, after))
      return [own, ...places]
    })
    return [{ kind: 'together', edits }]
  },
})

/** Finds ids that stand alone in the instruction; none where the first one alone does, which is an article then. */
function namedIn(instruction: string, ids: readonly string[]) {
  const found = [...instruction.matchAll(/(?<![\p{L}\p{N}{'’])[\p{L}\p{N}](?![\p{L}\p{N}}'’]|:)/gu)]
    .filter(([text]) => ids.includes(text))
    .map(({ index, 0: text }) => ({ part: 'instruction', start: index, end: index + text.length, text }))
  return new Set(found.map(({ text }) => text)).size > 1 ? found : []
}
