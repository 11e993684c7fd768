import { definePerturbation } from '../definePerturbation.ts'

/** Blanks doubled, a tab for a blank, blanks at a line's end. */
export const whitespace = definePerturbation({
  name: 'whitespace',
  family: 'format',
  summary: 'Blanks are doubled, or stand at the end of a line.',
  source: 'NL-Augmenter whitespace perturbation (Dhole et al., 2021); FormatSpread (Sclar et al., 2024)',
  touches: ['instruction', 'input'],
  preserves: 'gold',
  strength: 5,
  propose: (_, kit) =>
    kit
      .some(kit.matches(/ (?=\S)|\n/g))
      .map((gap) => kit.replace(gap, gap.text === '\n' ? kit.pick([' \n', '  \n']) : kit.pick(['  ', '   ', '\t']))),
})
