import { ONLY_VARIANT } from '../../../core/compare/index.ts'
import { contentText } from '../../openai/chatCompletion.ts'
import { inspectLog } from '../inspectLog.ts'
import { bag, textOf } from '../prediction.ts'
import { asScore, asText, contentHash, type Logged } from './parts.ts'

/** What inspect_ai's scorers say in letters: correct, partial, incorrect, no answer. */
const LETTERS: Readonly<Record<string, number>> = { C: 1, P: 0.5, I: 0, N: 0 }

/** A sample of an inspect_ai log with its scores: `scorer`, and `scorer/name` where a scorer gives several. */
export function inspectLogged(value: unknown): Logged {
  const { id, epoch, input, target, scores: found, error } = bag(value)
  if (typeof id !== 'number' && typeof id !== 'string') return 'it has no id'
  const said = inspectLog(value)
  if (typeof said === 'string') return said
  const scores: [name: string, score: number][] = []
  let answer: string | null = null
  for (const [scorer, score] of Object.entries(bag(found))) {
    const { value: given, answer: read } = bag(score)
    answer ??= textOf(read) ?? null
    const parts = bag(given)
    const single = letter(given)
    if (single !== null) scores.push([scorer, single])
    for (const [name, part] of Object.entries(parts)) {
      const own = letter(part)
      if (own !== null) scores.push([`${scorer}/${name}`, own])
    }
  }
  const why = textOf(bag(error)['message']) ?? 'the log has no answer for it'
  return {
    example: String(id),
    variant: ONLY_VARIANT,
    trial: typeof epoch === 'number' ? epoch - 1 : 0,
    input: questionOf(input),
    content: contentHash([input ?? null, target ?? null]),
    gold: Array.isArray(target) && target.length === 1 ? asText(target[0]) : asText(target),
    answer: said === null ? null : (answer ?? said.text),
    scores: said === null ? {} : Object.fromEntries(scores),
    ...(said === null && { reason: why }),
    ...(said?.model !== undefined && { model: said.model }),
  }
}

function letter(value: unknown): number | null {
  return typeof value === 'string' && Object.hasOwn(LETTERS, value) ? LETTERS[value]! : asScore(value)
}

function questionOf(input: unknown): string {
  if (!Array.isArray(input)) return asText(input) ?? ''
  return contentText(bag(input.findLast((message) => bag(message)['role'] === 'user'))['content'])
}
