import { separateReasoning } from './separateReasoning.ts'

/**
 * A model's text without what only dresses it up: reasoning (`separateReasoning`), code fences, emphasis, back-ticks,
 * headings, bullets, end tokens, the signs of mathematics around words. The words and their order stay as they are.
 */
export function tidy(text: string): string {
  return undress(separateReasoning(text).said)
}

/** `tidy` for a text that has no reasoning any more. */
export function undress(text: string): string {
  return plainMath(text.normalize('NFC').replaceAll(/[Ａ-Ｚａ-ｚ０-９]/gu, (wide) => wide.normalize('NFKC')))
    .replaceAll(/^[ \t]*```[^\n`]*$/gm, '')
    .replaceAll(/^[ \t]*"""[ \t]*$/gm, '')
    .replaceAll(/<(?:eo[ae]|\/?s|\|[a-z_]{1,20}\|)>/gi, '')
    .replaceAll(/^[ \t]*(?:#{1,6}|[-*•>✅☑✔]|>>|->|=>|→)\uFE0F?[ \t]+/gmu, '')
    .replaceAll(/(?<!`)`{1,3}([^`\n]+)`{1,3}/g, '$1')
    .replaceAll(/(?<![\p{L}\p{N}*])\*{1,3}([^*\n]+)\*{1,3}(?![\p{L}\p{N}*])/gu, '$1')
    .replaceAll(/(?<![\p{L}\p{N}_])_{1,2}([^_\n](?:[^\n]*?[^_\n])??)_{1,2}(?![\p{L}\p{N}_])/gu, '$1')
    .trim()
}

/** Mathematics as it would be said in a line: `\text{B}` is B, `$B$` is B; `$15` stays money. */
export function plainMath(text: string): string {
  if (!/[\\$]/.test(text)) return text
  return text
    .replaceAll(/\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathit|boldsymbol|operatorname)\{([^{}\n]*)\}/g, '$1')
    .replaceAll(/(?<![\\$])\$(?!\s)([^$\n]{0,199}[^$\s])\$(?![\d$])/g, '$1')
    .replaceAll(/\\[[\]()]/g, '')
    .replaceAll(/\$\$/g, '')
}
