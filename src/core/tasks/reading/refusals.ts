/** Only so many characters of a text are looked at: a refusal comes early, and the work on a long text is bounded. */
const START = 400

/** How a refusal opens: an apology, or "As an AI language model, …". Source of a regular expression, like the rest. */
const OPENING =
  "(?:(?:i['’]?m|i am) (?:very |so |truly )?sorry|sorry|(?:my )?apologies|i apologi[sz]e|unfortunately|regrettably" +
  '|as an? (?:ai|artificial intelligence|(?:large )?language model|assistant)\\b[^.!?\\n]{0,120}?)' +
  '[\\s,.;:!—–-]*(?:but\\b|however\\b)?[\\s,]*'

/** Somebody says that they can't or won't. */
const INABILITY =
  "(?:i|we)(?:['’]m| am|['’]re| are)? (?:really |simply |just |currently )?" +
  "(?:cannot|can ?not|can['’]?t|could not|couldn['’]t|unable to|not able to|won['’]t|will not" +
  '|must (?:decline|refuse)|have to (?:decline|refuse)|decline to|refuse to|not (?:comfortable|allowed|permitted))\\b'

/** The same without saying who. */
const CURT = "(?:cannot|can['’]t|unable to|not able to) (?:answer|assist|help|comply|determine|provide|say|tell)\\b"

const LEADING = new RegExp(`^(?:${OPENING}){0,3}(?:${INABILITY}|${CURT})`, 'iu')
const TRACE = new RegExp(`^(?:${OPENING})|\\b(?:${INABILITY}|${CURT})`, 'iu')

/** Whether a text begins by declining to answer ("I cannot …", "I'm sorry, but I can't …"), whatever follows. */
export function refusesAtOnce(text: string): boolean {
  return LEADING.test(text.slice(0, START))
}

/** Whether a text in which no answer was found declines somewhere, or opens as refusals do ("As an AI …"). */
export function soundsRefused(text: string): boolean {
  return TRACE.test(text.slice(0, START))
}
