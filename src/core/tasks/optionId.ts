/** Most options that a question may have: option ids are the letters A to Z. */
export const MOST_OPTIONS = 26

/** The id of the option at `index` (from 0): A, B, C, … Throws a `RangeError` beyond Z. */
export function optionId(index: number): string {
  if (!Number.isInteger(index) || index < 0 || index >= MOST_OPTIONS) throw new RangeError(`no option id for ${index}`)
  return String.fromCodePoint(65 + index)
}
