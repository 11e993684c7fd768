import { messageOf } from '../../core/text/index.ts'
import { Refused } from '../datasets/refused.ts'
import { helpers } from './helpers.ts'
import { rewrite } from './rewrite.ts'
import {
  Environment,
  Interpreter,
  parse,
  tokenize,
  type Environment as Scope,
  type Node,
  type Value,
} from './runtime.ts'

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
  const program = rewrite(explained(() => parse(tokenize(source)), 'is not valid Jinja'))
  return (row, pick = () => 0) => explained(() => run(program, row, pick), 'cannot be rendered')
}

function run(program: Node, row: Readonly<Record<string, unknown>>, pick: (count: number) => number): string {
  const environment = new Environment()
  for (const [name, value] of Object.entries({ true: true, false: false, none: null })) {
    environment.set(name, value)
    environment.set(`${name.charAt(0).toUpperCase()}${name.slice(1)}`, value)
  }
  for (const [name, call] of Object.entries(helpers(pick))) {
    // As functions of runtime values: the renderer's own wrapping would lose lists inside lists.
    environment.set(name, () => null).value = call
  }
  for (const [name, value] of Object.entries(row)) environment.set(name, value)
  return String(new Bounded(environment).run(program).value)
}

class Bounded extends Interpreter {
  #steps = 0
  #made = 0

  override evaluate(statement: Node | undefined, environment: Scope): Value {
    if (++this.#steps > MOST_STEPS) throw new Refused(`takes more than ${MOST_STEPS} steps`)
    const result = super.evaluate(statement, environment)
    const { value } = result
    if (typeof value === 'string' || Array.isArray(value)) this.#made += value.length
    if (this.#made > MOST_MADE) throw new Refused(`makes more than ${MOST_MADE} characters on the way`)
    if (statement?.type === 'Identifier' && result.type === 'UndefinedValue') {
      throw new Refused(`uses "${String(statement['value'])}", which the example has not`)
    }
    return result
  }
}

function explained<Result>(call: () => Result, what: string): Result {
  try {
    return call()
  } catch (error) {
    if (error instanceof Refused) throw error
    throw new Refused(`${what}: ${messageOf(error)}`)
  }
}
