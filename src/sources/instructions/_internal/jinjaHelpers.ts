import { jinjaPackage } from '../../files/packages.ts'
import { Refused } from '../../files/textLines.ts'

const MOST_ITEMS = 1000

/** Runtime values have no public constructors: an environment makes them. */
function wrap(value: unknown): Value {
  return new (jinja().Environment)().set('x', value)
}

function listOf(values: readonly Value[]): Value {
  const list = wrap([])
  list.value = values
  return list
}

function items(value: Value | undefined, name: string): Value[] {
  if (value?.type === 'ArrayValue' || value?.type === 'TupleValue') return value.value as Value[]
  throw new Refused(`calls ${name} on what is no list`)
}

/** Plain content, for comparisons. */
function plain(value: Value | undefined): unknown {
  if (value === undefined) return null
  if (Array.isArray(value.value)) return (value.value as Value[]).map(plain)
  return value.value instanceof Map ? [...value.value].map(([key, item]) => [key, plain(item as Value)]) : value.value
}

const key = (value: Value | undefined): string => JSON.stringify(plain(value)) ?? 'undefined'

/**
 * Makes what templates get in addition to the row: `range` (bounded) and `zip` as functions, and under names that begin
 * with `$` what `rewrite` calls. `pick(n)` chooses for promptsource's `choice`, which is random there.
 */
export function helpers(pick: (count: number) => number): Readonly<Record<string, (args: readonly Value[]) => Value>> {
  return {
    range: (args) => wrap(range(args.map(({ value }) => Number(value)))),
    zip: (args) => {
      const lists = args.map((list) => items(list, 'zip'))
      const length = Math.min(...lists.map((list) => list.length))
      return listOf(Array.from({ length }, (_, index) => listOf(lists.map((list) => list[index] as Value))))
    },
    $choice: ([list]) => {
      const all = items(list, 'choice')
      if (all.length === 0) throw new Refused('calls choice on an empty list')
      return all[pick(all.length)] as Value
    },
    $most_frequent: ([list]) => {
      const counts = new Map<string, { item: Value; count: number }>()
      for (const item of items(list, 'most_frequent')) {
        counts.set(key(item), { item, count: (counts.get(key(item))?.count ?? 0) + 1 })
      }
      const most = Math.max(...[...counts.values()].map(({ count }) => count))
      return listOf([...counts.values()].filter(({ count }) => count === most).map(({ item }) => item))
    },
    $append: ([list, item]) => {
      const all = items(list, 'append')
      if (all.push(item as Value) > MOST_ITEMS) throw new Refused(`makes a list of more than ${MOST_ITEMS} items`)
      return wrap(null)
    },
    $index: ([list, item]) => {
      const found = items(list, 'index').findIndex((one) => key(one) === key(item))
      if (found < 0) throw new Refused(`looks for ${key(item)} in a list that has it not`)
      return wrap(found)
    },
    $join: ([separator, list]) =>
      wrap(
        items(list, 'join')
          .map(({ value }) => String(value))
          .join(String(separator?.value)),
      ),
    $equal: ([a, b]) => wrap(key(a) === key(b)),
    $unequal: ([a, b]) => wrap(key(a) !== key(b)),
  }
}

function range(numbers: readonly number[]): number[] {
  const [start = 0, stop = 0, step = 1] = numbers.length === 1 ? [0, ...numbers] : numbers
  const count = Math.max(0, Math.ceil((stop - start) / step))
  if (!(count <= MOST_ITEMS)) throw new Refused(`loops more than ${MOST_ITEMS} times`)
  return Array.from({ length: count }, (_, index) => start + index * step)
}

/** A node of a template's syntax tree. */
export interface Node {
  readonly type: string
  readonly [part: string]: unknown
}

/** A value while a template runs. */
export interface Value {
  readonly type: string
  value: unknown
}

/** The variables that a template sees. */
export interface Environment {
  set(name: string, value: unknown): Value
}

/** The renderer's interpreter, which calls its own `evaluate` for each node. */
export interface Evaluator {
  run(program: Node): Value
  evaluate(statement: Node | undefined, environment: Environment): Value
}

interface Runtime {
  readonly Environment: new () => Environment
  readonly Interpreter: new (environment: Environment) => Evaluator
  readonly parse: (tokens: unknown) => Node
  readonly tokenize: (source: string) => unknown
}

/**
 * Returns the parts of @huggingface/jinja below its `Template`: its declarations of them don't resolve under Node's rules.
 */
export function jinja(): Runtime {
  return jinjaPackage() as unknown as Runtime
}
