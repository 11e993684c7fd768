import { definePerturbation } from '../definePerturbation.ts'
import { changeWords, isLong, splice, SPOKEN_PARTS } from '../_internal/changeWords.ts'

/** One edit a word, by Damerau's distance; the first letter stays. */
export const swapLetters = definePerturbation({
  name: 'swap-letters',
  family: 'characters',
  summary: 'Two neighbouring letters inside a word trade places.',
  source: 'TextBugger (Li et al., 2019); PromptBench (Zhu et al., 2023)',
  touches: SPOKEN_PARTS,
  preserves: 'usually',
  strength: 3,
  propose: (_, kit) =>
    changeWords(
      kit,
      (word) => {
        const places = Array.from(word.slice(1, -1)).flatMap((letter, index) =>
          letter.toLowerCase() === word[index + 2]?.toLowerCase() ? [] : [index + 1],
        )
        if (places.length === 0) return null
        const at = kit.pick(places)
        return splice(word, at, 2, `${word[at + 1]}${word[at]}`)
      },
      isLong,
    ),
})
