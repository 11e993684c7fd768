/**
 * Returns a span as SQuAD's official evaluation compares it: lower case, without ASCII punctuation, without the articles a,
 * an, the, blanks collapsed. https://rajpurkar.github.io/SQuAD-explorer/
 */
export function squadNormalise(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[!-/:-@[-`{-~]/g, '')
    .replaceAll(/(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
}
