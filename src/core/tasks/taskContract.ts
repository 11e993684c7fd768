import { canonicalJson } from '../hash/index.ts'
import type { Example, TaskContext, TaskKind } from '../types/index.ts'
import { OUTCOMES } from '../types/index.ts'
import { checkExample } from './checkTask.ts'

/**
 * `TaskSamples` are what a task kind is tried on.
 *
 * @example
 * const samples: TaskSamples = {
 *   examples: [{ id: 'e1', group: 'e1', input: { text: 'bird bird' }, gold: '2' }],
 *   context: { labels: null },
 *   texts: ['2', 'two', '2 or 3', ''],
 * }
 */
export interface TaskSamples {
  /** Examples of the kind, at least one. */
  readonly examples: readonly Example[]
  /** The context that the kind is given with the example. */
  readonly context: TaskContext
  /** Raw texts as models write them, messy ones included. */
  readonly texts: readonly string[]
}

/**
 * Lists the promises of a task kind that it breaks on these samples, one sentence each; the list is empty if it keeps
 * them all. It must be pure and repeatable, leave its inputs alone, be JSON-safe and have scores in [0, 1]. The gold
 * answer must be read back as answered with score 1, and `sameAnswer` must be reflexive and symmetric, with equal
 * answers scored alike. It is for tests of kinds of your own.
 *
 * @example
 * const { kind, examples, labels } = booleanQa({
 *   examples: 'fixtures/datasets/qa-boolean.test.jsonl',
 *   instructions: 'fixtures/instructions/qa-boolean.yaml',
 * })
 * const texts = ['Yes.', 'no', 'yes and no', '']
 * taskContract(kind, { examples: examples.slice(0, 3), context: { labels }, texts }) // => []
 */
export function taskContract(kind: TaskKind, { examples, context, texts }: TaskSamples): readonly string[] {
  const broken = new Set<string>()
  if (examples.length === 0) broken.add('no example was given to try the kind on')
  for (const example of examples) {
    const before = canonicalJson({ example, context })
    const fault = checkExample(kind, example, context)
    if (fault !== null) broken.add(`example ${example.id}: ${fault}`)
    const answers = new Set([example.gold])
    for (const text of ['', ' \n', example.gold, ...texts]) {
      const reading = kind.read(text, example, context)
      const where = `example ${example.id}, text ${JSON.stringify(text)}`
      if (canonicalJson(reading) !== canonicalJson(kind.read(text, example, context)))
        broken.add(`${where}: not repeatable`)
      if (!OUTCOMES.includes(reading.outcome)) broken.add(`${where}: unknown outcome ${reading.outcome}`)
      if (text.trim() === '' && reading.outcome === 'answered') broken.add(`${where}: an empty text is no answer`)
      if (reading.outcome === 'answered') answers.add(reading.answer)
      else if (reading.reason === '') broken.add(`${where}: no reason given`)
    }
    for (const a of answers) {
      const score = kind.score(a, example)
      const where = `example ${example.id}, answer ${JSON.stringify(a)}`
      if (!(score >= 0 && score <= 1)) broken.add(`${where}: score ${score} is outside [0, 1]`)
      if (!kind.sameAnswer(a, a)) broken.add(`${where}: not the same answer as itself`)
      for (const b of answers) {
        if (kind.sameAnswer(a, b) !== kind.sameAnswer(b, a)) broken.add(`${where}: sameAnswer depends on the order`)
        if (kind.sameAnswer(a, b) && kind.score(b, example) !== score)
          broken.add(`${where}: equal answers, unequal scores`)
      }
    }
    if (canonicalJson({ example, context }) !== before) broken.add(`example ${example.id}: the input was changed`)
  }
  return [...broken]
}
