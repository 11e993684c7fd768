import { phrases, type Vocabulary } from './reading/index.ts'

const known = new WeakMap<object, Vocabulary>()

/** Label ids and label words as answers. Built once per label set: reading happens for every cell. */
export function labelVocabulary(labels: Readonly<Record<string, string>>): Vocabulary {
  const before = known.get(labels)
  if (before !== undefined) return before
  const pairs = Object.entries(labels).flatMap(([id, words]) => [[id, id] as const, [words, id] as const])
  const vocabulary: Vocabulary = { noun: 'label', ...phrases(pairs) }
  known.set(labels, vocabulary)
  return vocabulary
}
