const CUE = new RegExp(
  '(?:^|(?<=[\\s"\'(“]))(?:the |my )?(?:(?:final|correct|right|best|most likely) )?' +
    '(?:answer|relation|relationship|label|option|choice|letter)(?: to [^.:\\n]{1,60}?)?' +
    '[ \\t]*(?:(?:is|would be|should be|must be)\\b|=|:|(?=\\n))[\\s:]*',
  'iu',
)

/**
 * Splits a text at the first words that announce an answer ("The answer is …", "Relation: …"). What comes before is
 * reasoning or an echo of the question. Without such words, or with nothing after them, all of it is `after`.
 */
export function cutAtCue(text: string): { readonly before: string; readonly after: string } {
  const cue = CUE.exec(text)
  if (cue === null) return { before: '', after: text }
  const after = text.slice(cue.index + cue[0].length)
  if (!/[\p{L}\p{N}]/u.test(after)) return { before: '', after: text }
  return { before: text.slice(0, cue.index).trim(), after }
}
