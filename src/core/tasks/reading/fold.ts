/** A phrase as it is compared: no case, and one blank for blanks, `_` and `-` between words. `-1` keeps its sign. */
export function fold(phrase: string): string {
  return phrase
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/(?<=[\p{L}\p{N})]) ?[_-]+ ?(?=[\p{L}\p{N}(])/gu, ' ')
}
