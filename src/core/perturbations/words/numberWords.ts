import { SPOKEN_PARTS } from '../_internal/changeWords.ts'
import { definePerturbation, MOST_EDITS } from '../definePerturbation.ts'
import { replace } from '../_internal/kit.ts'
import { NUMBERS } from '../_internal/lists/numbers.ts'
import { inCaseOf } from '../_internal/substitute.ts'

const WORDS = new Map<string, string>(NUMBERS)
const DIGITS = new Map<string, string>(NUMBERS.map(([digits, word]) => [word, digits]))

const MONTH = '(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:[a-z]*|\\.)'

/** Matches a number that is a whole word, and none that is part of a date, a year, a measure or a list's numbering. */
const NUMBER = new RegExp(
  `(?<!${MONTH} )(?<![\\w.,:/$€£#%-])(?:${[...WORDS.keys(), ...DIGITS.keys()].toSorted((a, b) => b.length - a.length).join('|')})(?![\\w%°-]|[.,:/]\\w|[.):]\\s| ${MONTH}\\b)`,
  'gi',
)

export const numberWords = definePerturbation({
  name: 'number-words',
  family: 'words',
  summary: 'Digits become number words, and the other way round.',
  source: 'NL-Augmenter number-to-word (Dhole et al., 2021)',
  touches: SPOKEN_PARTS,
  preserves: 'gold',
  strength: MOST_EDITS,
  propose: (_, kit) =>
    kit.some(kit.matches(NUMBER)).flatMap((number) => {
      const after = WORDS.get(number.text) ?? DIGITS.get(number.text.toLowerCase())
      return after === undefined ? [] : [replace(number, inCaseOf(number.text, after))]
    }),
})
