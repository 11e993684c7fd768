/** A number with its noun, e.g. `1 cell`, `3 cells`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
