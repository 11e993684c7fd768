import { definePerturbation } from '../definePerturbation.ts'
import { OCR } from '../_internal/lists/ocr.ts'
import { changeWords, isLong, splice, SPOKEN_PARTS } from '../_internal/changeWords.ts'

/** One confusion a word. */
export const ocrConfusions = definePerturbation({
  name: 'ocr-confusions',
  family: 'characters',
  summary: 'A letter or a pair is misread as scanners do ("rn" for "m").',
  source: 'nlpaug OcrAug (Ma, 2019); NL-Augmenter OCR perturbation (Dhole et al., 2021)',
  touches: SPOKEN_PARTS,
  preserves: 'usually',
  strength: 3,
  propose: (_, kit) =>
    changeWords(
      kit,
      (word) => {
        const places = OCR.flatMap(([seen, read]) => {
          const at = word.indexOf(seen)
          return at < 0 ? [] : [{ at, length: seen.length, read }]
        })
        if (places.length === 0) return null
        const { at, length, read } = kit.pick(places)
        return splice(word, at, length, read)
      },
      isLong,
    ),
})
