/**
 * A model's text without what only dresses it up: hidden reasoning in `<think>` tags, code fences, emphasis,
 * back-ticks, headings, bullets, `\boxed{}`. The words and their order stay as they are.
 */
export function tidy(text: string): string {
  const thought = text.lastIndexOf('</think>')
  const said = thought < 0 ? text : text.slice(thought + '</think>'.length)
  return said
    .normalize('NFC')
    .replaceAll(/^[ \t]*```[^\n`]*$/gm, '')
    .replaceAll(/\\boxed\{([^{}\n]*)\}/g, '$1')
    .replaceAll(/^[ \t]*(?:#{1,6}|[-*•>])[ \t]+/gm, '')
    .replaceAll(/(?<!`)`{1,3}([^`\n]+)`{1,3}/g, '$1')
    .replaceAll(/(?<![\p{L}\p{N}*])\*{1,3}([^*\n]+)\*{1,3}(?![\p{L}\p{N}*])/gu, '$1')
    .replaceAll(/(?<![\p{L}\p{N}_])_{1,2}([^_\n](?:[^\n]*?[^_\n])??)_{1,2}(?![\p{L}\p{N}_])/gu, '$1')
    .trim()
}
