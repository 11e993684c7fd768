import type { Mention } from './vocabulary.ts'

/**
 * Words that take back what comes after them in the same clause, or make it a condition. "No" at the head of a clause ("No,
 * it is …") does not.
 */
const DENIES =
  /\b(?:not|cannot|never|neither|hardly|unlikely|isnt|exclud(?:es?|ed|ing)|eliminat(?:es?|ed|ing)|rul(?:es?|ed|ing) out|far from|none of|false that|wrong|incorrect|if|whether|unless)\b|n['’]t\b|\bno(?=\s+(?:[\p{L}\p{N}"'“‘]|$))|不|没有|并非|除/iu
/** Words that take back the few that follow them. */
const DENIES_NEXT =
  /\b(?:rather than|instead of|other than|except(?: for)?|unlike|nor|without)\s+(?:\S+\s+){0,3}["'“‘(]?$/iu
/** Where a clause ends and what was denied before it is denied no more. */
const CLAUSE =
  /[.!?;:\n。；！？]|,\s*(?=(?:it|this|that|so|but|and|hence|thus|therefore|because|since|which|the|he|she|they|we|i|making|rather|instead|as)\b)|\b(?:but|so|hence|thus|therefore|because|since)\b/giu
const AFTER =
  /^["'”’)\]*]{0,3}\s*(?:\?\s*(?:no|not|false)\b|[:=]\s*(?:no|false|0|none|n)\b|\s(?:is|are|was|were|would be|seems|looks|can)\s*(?:n['’]t\b|not\b|never\b|wrong\b|incorrect\b|false\b|out\b|unlikely\b|ruled out\b|eliminated\b|excluded\b|impossible\b)|\s*(?:选项)?(?:是)?(?:不|错))/iu

/** Only so many characters around a mention are looked at. */
const AROUND = 160

/** Whether the words around a mention take it back: "it is not founded_by", "this is no spam", "B is wrong", "spam: false". */
export function isDenied(text: string, { start, end }: Mention): boolean {
  const before = text.slice(Math.max(0, start - AROUND), start)
  let from = 0
  for (const { index, 0: stop } of before.matchAll(CLAUSE)) from = index + stop.length
  const clause = before.slice(from)
  return DENIES.test(clause) || DENIES_NEXT.test(clause) || AFTER.test(text.slice(end, end + 40))
}
