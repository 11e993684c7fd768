import { UsageError, type TaskKind } from '../types/index.ts'
import { COMPUTED } from './question.ts'

/**
 * Declares a task kind and checks it: the same object comes back. Throws `UsageError` where its declaration cannot
 * work. Whether its functions keep their promises is for `taskContract` to find out.
 *
 * @example
 * const counting = defineTask({
 *   kind: 'counting',
 *   summary: 'Say how many.',
 *   fields: ['text'],
 *   optionalFields: [],
 *   hasOptions: false,
 *   hasLabels: false,
 *   check: ({ gold }) => (/^\d+$/.test(gold) ? null : `gold ${gold} must be a number`),
 *   read: (text) =>
 *     /^\d+$/.test(text) ? { outcome: 'answered', answer: text } : { outcome: 'unparseable', reason: 'not a number alone' },
 *   sameAnswer: (a, b) => a === b,
 *   score: (answer, { gold }) => (answer === gold ? 1 : 0),
 * })
 * counting.score('3', { id: 'e1', group: 'e1', input: { text: 'bird bird bird' }, gold: '3' }) // => 1
 */
export function defineTask(kind: TaskKind): TaskKind {
  const fault = faultOf(kind)
  if (fault !== null) throw new UsageError(`defineTask(${JSON.stringify(kind.kind)}): ${fault}`)
  return kind
}

function faultOf(kind: TaskKind): string | null {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(kind.kind)) return 'kind must be lower-case words joined by "-"'
  if (kind.fields.length === 0) return 'fields must name at least one input field'
  const names = [...kind.fields, ...kind.optionalFields]
  const odd = names.find((name) => !/^[A-Za-z_]\w*$/.test(name))
  if (odd !== undefined) return `${JSON.stringify(odd)} can't be a placeholder: use letters, digits and "_"`
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return `field ${JSON.stringify(twice)} is declared twice`
  const computed = kind.fields.find((name) => COMPUTED.includes(name))
  if (computed !== undefined) return `${JSON.stringify(computed)} is computed: declare it in optionalFields`
  const missing = (['check', 'read', 'sameAnswer', 'score'] as const).find((name) => typeof kind[name] !== 'function')
  return missing === undefined ? null : `${missing} must be a function`
}
