import { placeholdersIn } from './question.ts'

/** A rewording that is longer or shorter than its original by more than this factor says more, or less. */
const MOST_RATIO = 3

/**
 * Finds signs that a rewording does not ask for the same as its original, without understanding it; empty if there are
 * none. It checks that placeholders are kept, each as often, that label words and quoted words are kept, that the length is
 * within a factor of 3, and that it is another wording. Passing is no proof of equal meaning: a person has to read and sign
 * it.
 */
export function rewordingFaults(
  original: string,
  rewording: string,
  labels: Readonly<Record<string, string>> | null,
): readonly string[] {
  const faults: string[] = []
  if (bare(rewording) === '') return ['it is empty']
  if (bare(rewording) === bare(original)) faults.push('it is the original')
  for (const name of new Set([...placeholdersIn(original), ...placeholdersIn(rewording)])) {
    const [had, has] = [times(original, `{${name}}`), times(rewording, `{${name}}`)]
    if (had !== has) faults.push(`it mentions {${name}} ${count(has)}, the original ${count(had)}`)
  }
  const words = [...Object.values(labels ?? {}), ...quoted(original)]
  const lost = [...new Set(words)].filter((word) => mentions(original, word) && !mentions(rewording, word))
  if (lost.length > 0) faults.push(`it leaves out ${lost.map((word) => JSON.stringify(word)).join(', ')}`)
  const ratio = bare(rewording).length / bare(original).length
  if (ratio > MOST_RATIO || ratio < 1 / MOST_RATIO) faults.push(`it is ${ratio.toFixed(1)} times as long`)
  return faults
}

function bare(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

function times(text: string, part: string): number {
  return text.split(part).length - 1
}

function count(number: number): string {
  if (number === 0) return 'not at all'
  return number === 1 ? 'once' : `${number} times`
}

function mentions(text: string, word: string): boolean {
  return text.toLowerCase().includes(word.toLowerCase())
}

/** Returns the words in quotes, of which an answer is to be made: "yes", `B`. */
function quoted(text: string): readonly string[] {
  return [...text.matchAll(/["“`]([^"”`\n{}]{1,40})["”`]/g)].map(([, word]) => word ?? '')
}
