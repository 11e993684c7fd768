import { quote } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'

/** Characters that a shell would act on, and this function does not: whoever writes them expects more than words. */
const SHELL = /[|&;<>$`]/

/**
 * Splits a command into words, without a shell: blanks separate them, and what stands in `'…'` or `"…"` belongs to one word
 * as it is. Nothing is expanded and a backslash is an ordinary character. Throws `UsageError` for a quote that is not
 * closed and for what only a shell understands.
 */
export function splitCommand(command: string): readonly string[] {
  const words: string[] = []
  let word: string | null = null
  let open: string | null = null
  for (const char of command) {
    if (open !== null) {
      if (char === open) open = null
      else word += char
    } else if (char === '"' || char === "'") {
      open = char
      word ??= ''
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word)
      word = null
    } else if (SHELL.test(char)) {
      throw new UsageError(
        `fromCommand: ${char} of ${quote(command)} is for a shell, and none is started: put it in quotes where it is part of a ` +
          "word, or start a shell yourself: ['sh', '-c', '…']",
      )
    } else word = (word ?? '') + char
  }
  if (open !== null) throw new UsageError(`fromCommand: the quote ${open} of ${quote(command)} is not closed`)
  return word === null ? words : [...words, word]
}
