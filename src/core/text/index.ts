export { didYouMean } from './didYouMean.ts'
export { nameHint } from './nameHint.ts'
export { suggest } from './suggest.ts'
export { wordGrams, wordsOf } from './wordGrams.ts'
