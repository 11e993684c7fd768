import { optionId } from '../../tasks/question.ts'
import { escapePattern } from '../../text/index.ts'
import type { PromptParts } from '../../types/index.ts'

/**
 * A raw answer with the ids of changed enumerators ("2", "ii", "b") written as letters, so that the task can read it:
 * at the start, in brackets, or after a word that makes it an id. Other numbers and words stay.
 */
export function lettersFor({ optionIds }: PromptParts, raw: string): string {
  if (optionIds.every((id, index) => id === optionId(index))) return raw
  const letters = new Map(optionIds.map((id, index) => [id, optionId(index)]))
  const ids = optionIds.toSorted((a, b) => b.length - a.length).map(escapePattern)
  const any = `(${ids.join('|')})`
  const alone = new RegExp(String.raw`^(\s*["'*([]*)${any}(?=["'*)\].:]*(?:\s|$))`)
  const boxed = new RegExp(String.raw`(?<=[([])${any}(?=[)\]])`, 'g')
  const led = new RegExp(
    String.raw`(?<=\b(?:[Oo]ption|[Cc]hoice|[Nn]umber|[Aa]nswer(?:\s+is)?:?)\s+["'*]*)${any}(?![\p{L}\p{N}]|[.,]\p{N})`,
    'gu',
  )
  const letter = (id: string): string => letters.get(id) ?? id
  return raw
    .replace(alone, (_, before: string, id: string) => before + letter(id))
    .replaceAll(boxed, letter)
    .replaceAll(led, letter)
}
