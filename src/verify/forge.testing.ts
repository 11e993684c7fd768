/** For tests: every way to alter one field of a value that follows a schema. */

/** A schema as far as it is walked here. */
export interface Node {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Node[]
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly definitions?: Readonly<Record<string, Node>>
}

type Json = Record<string, unknown>

/** One field, altered: its path without places in lists, and the run with it. */
interface Forgery<T> {
  readonly path: string
  readonly forged: T
}

/**
 * Every way to alter one field that the schema knows: a value that is there becomes another, one that is not there is
 * invented, and one that may be left out is. Read from the schema, so that a new field is forged without anybody's help.
 */
export function* forgeries<T>(root: Node, whole: T, sample: unknown): Generator<Forgery<T>> {
  const resolved = (node: Node): Node => {
    const named = node.$ref === undefined ? node : root.definitions![node.$ref.replace('#/definitions/', '')]!
    const typed = named.anyOf?.find((one) => one.type !== 'null')
    return typed === undefined ? named : resolved(typed)
  }
  const at = (place: readonly (string | number)[], change: (parent: Json, key: string) => void): T => {
    const copy = structuredClone(whole)
    const parent = place.slice(0, -1).reduce<unknown>((value, key) => (value as Json)[key], copy)
    change(parent as Json, String(place.at(-1)))
    return copy
  }
  function* walk(
    written: Node,
    value: unknown,
    known: unknown,
    path: string,
    place: readonly (string | number)[],
  ): Generator<Forgery<T>> {
    const node = resolved(written)
    const put = (next: unknown): Forgery<T> => ({ path, forged: at(place, (parent, key) => (parent[key] = next)) })
    if (value === null) {
      if (known !== null && known !== undefined) yield put(known)
      return
    }
    if (Array.isArray(value)) {
      if (value.length > 0) yield put([])
      if (value.length > 1) yield put(value.slice(1))
      const other = (known as unknown[] | undefined)?.[0]
      if (other !== undefined) yield put([...value, other])
      for (const [index, item] of value.slice(0, 3).entries())
        yield* walk(node.items ?? {}, item, other, path, [...place, index])
      return
    }
    if (typeof value === 'object') {
      for (const [key, part] of Object.entries(node.properties ?? {})) {
        const own = (value as Json)[key]
        const sampled = (known as Json | undefined)?.[key]
        const below = path === '' ? key : `${path}.${key}`
        if (own === undefined && sampled === undefined) continue
        if (own !== undefined) yield* walk(part, own, sampled, below, [...place, key])
        else yield { path: below, forged: at([...place, key], (parent, name) => (parent[name] = sampled)) }
        if (own !== undefined) yield { path: below, forged: at([...place, key], (parent, name) => delete parent[name]) }
      }
      if (node.properties === undefined) yield put({ ...value, forged: 'forged' })
      return
    }
    for (const other of others(node, value)) yield put(other)
    if (Array.isArray(node.type) && node.type.includes('null')) yield put(null)
  }
  yield* walk(root, whole, sample, '', [])
}

/** Other values of the same type. */
function others({ enum: all }: Node, value: unknown): unknown[] {
  if (all !== undefined) return all.filter((one) => one !== value)
  if (typeof value === 'boolean') return [!value]
  if (typeof value === 'number') return Number.isInteger(value) ? [value + 1] : [value / 2, value + 0.125]
  const text = String(value)
  return /^[0-9a-f]{12,64}$/.test(text) ? [`${text[0] === '0' ? '1' : '0'}${text.slice(1)}`] : [`${text} forged`]
}
