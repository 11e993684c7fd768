import type { Counterexample } from '../types/index.ts'
import { answerInWords } from './answerInWords.ts'
import { quote } from './quote.ts'

/** What became of the answer: `"yes" became "no" (gold "yes")`, and for changes that must show in it, what was wanted. */
export function outcomeInWords({ before, after, gold, wanted }: Counterexample): string {
  const [was, is] = [answerInWords(before, gold), answerInWords(after, gold)]
  const right = was === quote(gold) || gold === '' ? '' : ` (gold ${quote(gold)})`
  if (wanted === undefined) return `${was} became ${is}${right}`
  const now = wanted === null ? `any answer but ${quote(gold)}` : quote(wanted)
  const said = before.role === 'gold' ? is : was === is ? `${was} stayed` : `${was} became ${is}`
  return `${said}, and ${now} is right after the change`
}
