import { squadNormalise } from '../tasks/squadNormalise.ts'
import { closedSetComplaint } from './_internal/cells.ts'
import { mean } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'

/** Mean F1 of the words as multisets; a non-answer counts 0. */
export const tokenF1 = defineMetric({
  name: 'token F1',
  summary: 'overlap of the answer’s words with the gold one’s after SQuAD’s normalisation',
  source: 'Rajpurkar et al., SQuAD, EMNLP 2016, arXiv 1606.05250',
  range: [0, 1],
  better: 'more',
  interval: { meanOver: 'cells' },
  unsuited: closedSetComplaint,
  compute: (cells) => ({ value: mean(cells.map(({ answer, gold }) => (answer === null ? 0 : overlap(answer, gold)))) }),
})

/** Computes the F1 of two texts as the official script counts it: a text of no words matches only another of no words. */
function overlap(answer: string, gold: string): number {
  const [said, right] = [wordsOf(answer), wordsOf(gold)]
  if (said.length === 0 || right.length === 0) return said.length === right.length ? 1 : 0
  const left = new Map<string, number>()
  for (const word of right) left.set(word, (left.get(word) ?? 0) + 1)
  let common = 0
  for (const word of said) {
    const count = left.get(word) ?? 0
    if (count > 0) common++
    left.set(word, count - 1)
  }
  return (2 * common) / (said.length + right.length)
}

function wordsOf(text: string): string[] {
  const plain = squadNormalise(text)
  return plain === '' ? [] : plain.split(' ')
}
