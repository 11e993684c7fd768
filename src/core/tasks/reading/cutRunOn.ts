/** Lines with which a further item begins, once there was an answer. */
const FURTHER =
  /\n[ \t]*(?:#{1,6}[ \t]*|\*{1,2})?(?:(?:(?:next |new |another )?(?:question|problem|exercise|example|instruction|task|input|passage|sentence|context|review|tweet|statement|premise|user|human|q)(?:[ \t]*(?:no\.?|number|#)?[ \t]*\d{1,4})?)(?:\*{1,2})?[ \t]*[:：]|(?:题目|问题|例题)[ \t]*\d{0,3}[ \t]*[:：]|<\|(?:im_start|start_header_id|user|endoftext|eot_id|im_end)\|>|\[INST\])/iu

const TURN_ENDS = /<\|(?:endoftext|im_end|eot_id|end|end_of_text|return)\|>|<\/s>|<end_of_turn>/i

/** A beginning that repeats the question; what answers it comes after the line that announces the answer. */
const ECHO =
  /^\s*(?:question|q|passage|context|text|sentence|input|review|premise|problem)(?:[ \t]*\d{1,4})?[ \t]*[:：]/iu
const ANSWER_LINE = /^[ \t]*(?:\*{1,2})?(?:answer|a|output|response|label|relation|答案|答)(?:\*{1,2})?[ \t]*[:：]/imu

/**
 * The part of a text that answers the question asked. A model that goes on writing items of its own ("\nQuestion: …")
 * answers those afterwards, which is nobody's answer here; one that repeats the question first answers after "Answer:".
 * 1. What stands behind the token that ends a turn is nobody's answer.
 * 2. A text that begins by repeating the question counts from its first line "Answer: …"; without one it counts whole.
 * 3. Everything from the first line that begins a further item is cut off.
 */
export function cutRunOn(written: string): string {
  const [turn = ''] = written.trimStart().split(TURN_ENDS, 1)
  const text = turn.trim() === '' ? written : turn
  const isEcho = ECHO.test(text)
  const answer = isEcho ? ANSWER_LINE.exec(text) : null
  if (isEcho && answer === null) return text
  const own = answer === null ? text : text.slice(answer.index)
  const further = FURTHER.exec(own.trimStart())
  return further === null ? own : own.trimStart().slice(0, further.index)
}
