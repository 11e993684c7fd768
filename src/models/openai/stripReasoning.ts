/**
 * A text without the reasoning that precedes it: up to the `</think>` that closes it (a chat template may have opened it
 * in the prompt), or all of it where it was cut before its end.
 */
export function stripReasoning(text: string): string {
  const opened = /^\s*<think(?:ing)?>/.test(text)
  const close = /<\/think(?:ing)?>\s*/.exec(text)
  if (close !== null) return text.slice(close.index + close[0].length)
  return opened ? '' : text
}
