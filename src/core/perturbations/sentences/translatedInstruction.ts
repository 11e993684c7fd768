import { placeholdersIn } from '../../tasks/question.ts'
import { definePerturbation } from '../definePerturbation.ts'
import { protectedSpans } from '../_internal/protectedSpans.ts'

/**
 * The text comes from the instruction set's own translations (`fixtures/instructions/qa-boolean.translated.yaml` has some);
 * one that drops a placeholder or a label word is not used. To sets without translations it does not apply: no rule could
 * make one up.
 */
export const translatedInstruction = definePerturbation({
  name: 'translated-instruction',
  family: 'sentences',
  summary: 'The instruction is in another language, the input is not.',
  source: 'Cross-lingual prompts (Lin et al., 2022; Shi et al., 2023: MGSM)',
  touches: ['instruction', 'optionIds'],
  preserves: 'usually',
  propose: (parts, kit) => {
    const { instruction, translations } = parts
    const kept = protectedSpans(parts, 'instruction', ['optionIds']).map(({ start, end }) =>
      instruction.slice(start, end),
    )
    const names = placeholdersIn(instruction)
    const fit = Object.values(translations).filter(
      (text) =>
        text !== instruction &&
        kept.every((word) => text.includes(word)) &&
        placeholdersIn(text).every((name) => names.includes(name)),
    )
    if (Object.keys(translations).length === 0) return { notApplicable: 'the instruction has no translation' }
    if (fit.length === 0) return { notApplicable: 'no translation keeps placeholders and label words' }
    return [kit.replace({ part: 'instruction', start: 0, end: instruction.length, text: instruction }, kit.pick(fit))]
  },
})
