import { Refused } from '../datasets/refused.ts'
import type { Node } from './runtime.ts'

/** Filters that the renderer has itself. */
const KNOWN = new Set(
  (
    'safe tojson list first last length reverse sort join string unique upper lower title capitalize trim indent int ' +
    'float abs items bool default selectattr rejectattr map replace dictsort'
  ).split(' '),
)
/** Filters and list methods that promptsource's templates use and the renderer lacks; `helpers.ts` has them. */
const FILTERS = new Set(['choice', 'most_frequent'])
const METHODS = new Set(['append', 'index', 'join'])
const FORBIDDEN = /^(?:__.*|constructor|prototype)$/

/**
 * A template's tree with filters, list methods and comparisons that the renderer lacks (or does not do as Jinja does)
 * turned into calls of helpers. Throws `Refused` at a filter that nobody has, by name, and at names such as `__class__`
 * or `constructor`, which no template of a prompt needs.
 */
export function rewrite(tree: Node): Node {
  return visit(tree) as Node
}

function visit(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(visit)
  if (part instanceof Map) return new Map([...part].map(([key, value]) => [visit(key), visit(value)]))
  if (part === null || typeof part !== 'object') return part
  const node = part as Node
  refuseReach(node)
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, visit(value)])) as Node
  if (node.type === 'FilterExpression') return filterCall(copy)
  if (node.type === 'CallExpression') return methodCall(copy)
  if (node.type === 'BinaryExpression') return comparison(copy)
  return copy
}

function refuseReach({ type, value, property, computed }: Node): void {
  const member = type === 'MemberExpression' && computed === true ? (property as Node) : null
  const name = type === 'Identifier' ? value : member?.type === 'StringLiteral' ? member['value'] : undefined
  if (typeof name === 'string' && FORBIDDEN.test(name)) throw new Refused(`reaches for ${JSON.stringify(name)}`)
}

function filterCall(node: Node): Node {
  const filter = node['filter'] as Node
  const called = filter.type === 'CallExpression'
  const name = String((called ? (filter['callee'] as Node) : filter)['value'])
  if (FILTERS.has(name)) return call(name, [node['operand'], ...(called ? (filter['args'] as unknown[]) : [])])
  if (!KNOWN.has(name)) throw new Refused(`uses the filter "${name}", which is not known here`)
  return node
}

function methodCall(node: Node): Node {
  const callee = node['callee'] as Node
  const name = callee.type === 'MemberExpression' && callee['computed'] !== true ? (callee['property'] as Node) : null
  const method = name?.type === 'Identifier' ? String(name['value']) : ''
  return METHODS.has(method) ? call(method, [callee['object'], ...(node['args'] as unknown[])]) : node
}

/** Lists are equal if their items are, as in Jinja; the renderer compares them by identity. */
function comparison(node: Node): Node {
  const { value } = node['operator'] as { value?: unknown }
  if (value !== '==' && value !== '!=') return node
  return call(value === '==' ? 'equal' : 'unequal', [node['left'], node['right']])
}

/** No template can name a helper: `$` is no letter of an identifier. */
function call(helper: string, args: readonly unknown[]): Node {
  return { type: 'CallExpression', callee: { type: 'Identifier', value: `$${helper}` }, args }
}
