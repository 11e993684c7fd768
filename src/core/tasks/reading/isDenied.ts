import type { Mention } from './vocabulary.ts'

const BEFORE =
  /(?:\bnot|n['’]t|\bcannot|\bnever|\bneither|\bnor|\brather than|\binstead of|\bexcept)\s+(?:[\p{L}\p{N}]+\s+){0,2}["'“‘(]?$/iu
const AFTER = /^["'”’)]?\s+(?:is|are|was|were|would be)(?:n['’]t\b|\s+(?:not|wrong|incorrect|false|never)\b)/iu

/** Whether the words around a mention take it back: "it is not founded_by", "B is wrong". */
export function isDenied(text: string, mention: Mention): boolean {
  return (
    BEFORE.test(text.slice(Math.max(0, mention.start - 60), mention.start)) ||
    AFTER.test(text.slice(mention.end, mention.end + 40))
  )
}
