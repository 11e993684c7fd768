import { canonicalJson } from '../hash/index.ts'
import type { Example, TaskContext, TaskKind } from '../types/index.ts'
import { OUTCOMES } from '../types/index.ts'
import { checkExample } from './checkTask.ts'

/** What a task kind is tried on. */
export interface TaskSamples {
  readonly examples: readonly Example[]
  readonly context: TaskContext
  /** Raw texts as models write them, messy ones included. */
  readonly texts: readonly string[]
}

/**
 * The promises of a task kind that it breaks on these samples, one sentence each; empty if it keeps them all: pure
 * and repeatable, inputs left alone, JSON-safe, scores in [0, 1], the gold answer read back as answered with score 1,
 * `sameAnswer` reflexive, symmetric and true of equals only in score too. For tests of kinds of your own.
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
