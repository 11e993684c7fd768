import type { Mention } from './vocabulary.ts'

/**
 * Words that take back what comes after them in the same clause, or make it a condition. "No" at the head of a clause ("No,
 * it is …") does not.
 */
const DENIES =
  /\b(?:not|cannot|never|neither|hardly|unlikely|isnt|exclud(?:es?|ed|ing)|eliminat(?:es?|ed|ing)|rul(?:es?|ed|ing) out|far from|none of|lack(?:s|ing)?|absence of|impossible to|otherwise|(?<!\b(?:no|without|beyond|any) )doubt(?:s|ed)?|false that|wrong|incorrect|if|whether|unless)\b|n['’]t\b|\bno(?=\s+(?!doubt\b)(?:[\p{L}\p{N}"'“‘]|$))|不|没有|并非|除/iu
/** Words that take back the few that follow them. */
const DENIES_NEXT =
  /\b(?:rather than|instead of|other than|except(?: for)?|unlike|nor|without)\s+(?:\S+\s+){0,3}["'“‘(]?$/iu
/** Matches the end of a clause: what was denied before it is denied no more. */
const CLAUSE =
  /[.!?;:\n。；！？]|,\s*(?=(?:it|this|that|so|but|and|hence|thus|therefore|because|since|which|the|he|she|they|we|i|making|rather|instead|as)\b)|\b(?:but|so|hence|thus|therefore|because|since)\b/giu
const AFTER =
  /^["'”’)\]*]{0,3}\s*(?:\?\s*(?:no|not|false)\b|[:=]\s*(?:no|false|0|none|n)\b|\s(?:is|are|was|were|would be|seems|looks|can)\s*(?:n['’]t\b|not\b|never\b|wrong\b|incorrect\b|false\b|out\b|unlikely\b|ruled out\b|eliminated\b|excluded\b|impossible\b|tempting\b|(?:the )?(?:least|worst|odd one)\b)|\s*(?:选项)?(?:是)?(?:不|错))/iu

/** A question, a condition or a measure made of the answer: "spam?", "yes if he paid", "spam probability 0.01". */
const NOT_SAID_AFTER =
  /^["'”’)\]*]{0,3}(?:[^.!?\n]{0,40}\?|\s*(?:→|->|=>)|\s*,?\s*(?:only\s+)?(?:if|unless|provided that|assuming|according to (?:some|many|others))\b|\s+(?:probability|likelihood|score|confidence|chance)\b|\s+of (?:the )?(?:type|kind)\b)/iu
/** Another person's words, or a word that is spoken of: "he said yes", "the word spam", "the text says: “no relation …". */
const NOT_SAID_BEFORE =
  /(?:\b(?:he|she|they|who)\s+(?:\p{L}+\s+)?(?:says?|said|answer(?:s|ed)?|repl(?:ies|ied))|\b(?:text|passage|message|review|sentence|email)\s+(?:\p{L}+\s+)?(?:mentions?|contains?|includes?|uses?)|\b(?:word|term|phrase)s?)\s+(?:the\s+)?(?:(?:word|term|phrase)s?\s+)?["'“‘(]?$|\b(?:says?|said|states?|reads?)[\s:,]+["“‘]$/iu

/**
 * Words before an answer, in its clause, that make it what others think, an assumption, a mistake, or what nothing speaks
 * for.
 */
const OTHERS =
  /\b(?:(?:people|students?|readers|others|someone|everyone|they|he|she|many|some)\s+(?:(?:might|may|would|could|often|will|people|students)\s+){0,2}(?:thinks?|thought|believe[sd]?|says?|said|claim(?:s|ed)?|answer(?:s|ed)?|assumed?|argued?)|(?<!\bI )(?:assum(?:e|ing)|suppos(?:e|ing)|imagine|pretend)|misconception|myth|mistake|trap|fallacy|nothing|no evidence|nobody|no one)\b[^.!?;,:\n]{0,60}$|\bbetween\s+(?:\S+\s+(?:and|or)\s+)?["'“‘(]?$/iu

/** Says whether the words before an answer say that it is not the text's own. */
export function isOthers(before: string): boolean {
  return OTHERS.test(before)
}

/**
 * Says whether a statement names an answer without giving it: it asks, makes it a condition, or reports what others said.
 */
export function isOnlyNamed(text: string, { start, end }: Mention): boolean {
  const before = text.slice(Math.max(0, start - 100), start)
  return isOthers(before) || NOT_SAID_BEFORE.test(before) || NOT_SAID_AFTER.test(text.slice(end, end + 80))
}

/** Characters before a mention that are looked at. */
const AROUND = 160

/**
 * Says whether the words around a mention take it back: "it is not founded_by", "this is no spam", "B is wrong", "spam:
 * false".
 */
export function isDenied(text: string, { start, end }: Mention): boolean {
  const before = text.slice(Math.max(0, start - AROUND), start)
  let from = 0
  for (const { index, 0: stop } of before.matchAll(CLAUSE)) from = index + stop.length
  const clause = before.slice(from)
  if (/\banything but\s+(?:\S+\s+){0,2}["'“‘(]?$/iu.test(before)) return true
  return DENIES.test(clause) || DENIES_NEXT.test(clause) || AFTER.test(text.slice(end, end + 40))
}

/** Characters of a text that are looked at: a refusal comes early, and the work on a long text is bounded. */
const START = 400

/**
 * The opening of a refusal: an apology, or "As an AI language model, …". It is the source of a regular expression, like the
 * rest.
 */
const OPENING =
  "(?:(?:i['’]?m|i am) (?:very |so |truly )?sorry|sorry|(?:my )?apologies|i apologi[sz]e|unfortunately|regrettably" +
  '|as an? (?:ai|artificial intelligence|(?:large )?language model|assistant)\\b[^.!?\\n]{0,120}?)' +
  '[\\s,.;:!—–-]*(?:but\\b|however\\b)?[\\s,]*'

/** Words with which a model says that it cannot or will not. */
const INABILITY =
  "(?:i|we)(?:['’]m| am|['’]re| are)? (?:really |simply |just |currently )?" +
  "(?:cannot|can ?not|can['’]?t|could not|couldn['’]t|unable to|not able to|won['’]t|will not" +
  '|must (?:decline|refuse)|have to (?:decline|refuse)|decline to|refuse to|not (?:comfortable|allowed|permitted))\\b'

/** The same words without a subject. */
const CURT = "(?:cannot|can['’]t|unable to|not able to) (?:answer|assist|help|comply|determine|provide|say|tell)\\b"

const LEADING = new RegExp(`^(?:${OPENING}){0,3}(?:${INABILITY}|${CURT})`, 'iu')
const TRACE = new RegExp(`^(?:${OPENING})|\\b(?:${INABILITY}|${CURT})`, 'iu')

/** True of a text that begins by declining to answer ("I cannot …", "I'm sorry, but I can't …"), whatever follows. */
export function refusesAtOnce(text: string): boolean {
  return LEADING.test(text.slice(0, START))
}

/** True of a text that declines somewhere, or opens as refusals do ("As an AI …"). It is asked where no answer was found. */
export function soundsRefused(text: string): boolean {
  return TRACE.test(text.slice(0, START))
}
