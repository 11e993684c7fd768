import { messageOf } from '../../../core/text/index.ts'
import { Refused } from '../../files/textLines.ts'
import type { Environment, Evaluator, Node } from './jinjaHelpers.ts'
import { helpers, jinja } from './jinjaHelpers.ts'

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

/** Most steps of one rendering, and most characters and list items that it may make on the way. */
const MOST_STEPS = 50_000

const MOST_MADE = 1_000_000

const MOST_SOURCE = 100_000

/**
 * Compiles a Jinja template that comes from a stranger: what it can do is bounded, the row that it is given is all that
 * it sees, and the same row and `pick` give the same text. White space is kept as Jinja's defaults keep it. Both the
 * call and the renderer that it gives throw `Refused`, with the reason: not Jinja, a filter or a variable that is not
 * there, names such as `__class__`, too long a loop, too much text.
 */
export function jinjaTemplate(
  source: string,
): (row: Readonly<Record<string, unknown>>, pick?: (count: number) => number) => string {
  if (source.length > MOST_SOURCE) throw new Refused(`is longer than ${MOST_SOURCE} characters`)
  const { parse, tokenize } = jinja()
  const program = rewrite(explained(() => parse(tokenize(source)), 'is not valid Jinja'))
  return (row, pick = () => 0) => explained(() => run(program, row, pick), 'cannot be rendered')
}

function run(program: Node, row: Readonly<Record<string, unknown>>, pick: (count: number) => number): string {
  const environment = new (jinja().Environment)()
  for (const [name, value] of Object.entries({ true: true, false: false, none: null })) {
    environment.set(name, value)
    environment.set(`${name.charAt(0).toUpperCase()}${name.slice(1)}`, value)
  }
  for (const [name, helper] of Object.entries(helpers(pick))) {
    // As functions of runtime values: the renderer's own wrapping would lose lists inside lists.
    environment.set(name, () => null).value = helper
  }
  for (const [name, value] of Object.entries(row)) environment.set(name, value)
  return String(bounded(environment).run(program).value)
}

/** Makes an interpreter that counts its steps and what it makes, and knows no variable that is not there. */
function bounded(environment: Environment): Evaluator {
  const interpreter = new (jinja().Interpreter)(environment)
  const evaluate = interpreter.evaluate.bind(interpreter)
  let steps = 0
  let made = 0
  interpreter.evaluate = (statement, scope) => {
    if (++steps > MOST_STEPS) throw new Refused(`takes more than ${MOST_STEPS} steps`)
    const result = evaluate(statement, scope)
    const { value } = result
    if (typeof value === 'string' || Array.isArray(value)) made += value.length
    if (made > MOST_MADE) throw new Refused(`makes more than ${MOST_MADE} characters on the way`)
    if (statement?.type === 'Identifier' && result.type === 'UndefinedValue') {
      throw new Refused(`uses "${String(statement['value'])}", which the example has not`)
    }
    return result
  }
  return interpreter
}

function explained<Result>(action: () => Result, what: string): Result {
  try {
    return action()
  } catch (error) {
    if (error instanceof Refused) throw error
    throw new Refused(`${what}: ${messageOf(error)}`)
  }
}

/**
 * Returns a template's tree with filters, list methods and comparisons that the renderer lacks (or does not do as Jinja
 * does) turned into calls of helpers. Throws `Refused` at a filter that nobody has, by name, and at names such as
 * `__class__` or `constructor`, which no template of a prompt needs.
 */
function rewrite(tree: Node): Node {
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
