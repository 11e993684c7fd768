/**
 * Reads the part of YAML that instruction sets are written in: maps by indentation, lists of them, texts on one line or as a
 * block, maps in braces. The package `yaml` takes 60 ms to load and to read such a file, in each process of a run and before
 * its first call. Whatever is not plainly of this part is left to that package, which also words all errors.
 */

/** A part of a file, with its place: line and column from 0. */
export type PlainNode = { readonly line: number; readonly column: number } & (
  | { readonly kind: 'map'; readonly pairs: ReadonlyMap<string, PlainPair> }
  | { readonly kind: 'list'; readonly items: readonly PlainNode[] }
  | { readonly kind: 'scalar'; readonly value: string | boolean | null }
)

interface PlainPair {
  readonly line: number
  readonly column: number
  readonly node: PlainNode
}

/** Characters that mean the same to every reader of YAML: no tabs, no carriage returns, no marks of byte order. */
const PLAIN_TEXT = /^[\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u
const KEY = /^([A-Za-z][\w.-]{0,99}):(?: |$)/
/** Words with a meaning of their own, whatever their case. */
const WORD = /^(?:null|true|false)$/i
const WORDS: Readonly<Record<string, boolean | null>> = { null: null, true: true, false: false }
const DOUBLE_QUOTED = /^"(?:[^"\\]|\\["\\nt])*"/
const SINGLE_QUOTED = /^'(?:[^']|'')*'/
/** A day is a text, as all is that is neither a number nor a word of its own. */
const DATE = /^\d{4}-\d{2}-\d{2}$/
/** A text in braces ends at a comma or a bracket. */
const IN_BRACES = /^(?:\d{4}-\d{2}-\d{2}|[A-Za-z](?:[^,[\]{}:#]*[^,[\]{}:# ])?)/

/** The deepest indentation: sets have 10, and deeper ones are parsed by calls within calls. */
const DEEPEST = 100

/** Leaves the file to the other parser. */
class NotPlain extends Error {}

interface Cursor {
  readonly lines: readonly string[]
  at: number
}

/** Parses a text; `null` where it holds anything but the plain part, right or wrong. */
export function plainYaml(text: string): PlainNode | null {
  if (!PLAIN_TEXT.test(text) || /^(?:---|\.\.\.|%)/m.test(text)) return null
  const cursor = { lines: text.split('\n'), at: 0 }
  try {
    skipBlanks(cursor)
    const node = block(cursor, 0)
    return cursor.at < cursor.lines.length ? null : node
  } catch (error) {
    if (error instanceof NotPlain) return null
    throw error
  }
}

/** Returns the value of a node. */
export function plainValue(node: PlainNode): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(plainValue)
  return Object.fromEntries(Array.from(node.pairs, ([key, pair]) => [key, plainValue(pair.node)]))
}

/** Finds the place of the value at a path, or of a key in the map there; the nearest place that is known if there is none. */
export function plainPlace(top: PlainNode, path: readonly string[], key?: string): { line: number; column: number } {
  let node = top
  for (const part of path) {
    const next = childOf(node, part)
    if (next === undefined) return node
    node = next
  }
  return (key !== undefined && node.kind === 'map' && node.pairs.get(key)) || node
}

function childOf(node: PlainNode, part: string): PlainNode | undefined {
  if (node.kind === 'map') return node.pairs.get(part)?.node
  return node.kind === 'list' && /^\d+$/.test(part) ? node.items[Number(part)] : undefined
}

/** Reads the map or list whose first line is the next one, indented by `indent`. */
function block(cursor: Cursor, indent: number): PlainNode {
  return lineAt(cursor).startsWith('- ', indent) ? blockList(cursor, indent) : blockMap(cursor, indent)
}

/** Reads a map whose keys are in column `indent`. Before the first there may be the dash of a list. */
function blockMap(cursor: Cursor, indent: number): PlainNode {
  const pairs = new Map<string, PlainPair>()
  const start = { line: cursor.at, column: indent }
  do {
    const line = lineAt(cursor)
    const key = KEY.exec(line.slice(indent))?.[1]
    if (key === undefined || WORD.test(key) || pairs.has(key)) throw new NotPlain()
    const place = { line: cursor.at, column: indent }
    pairs.set(key, { ...place, node: valueOf(cursor, indent, indent + key.length + 1) })
  } while (indentOfNext(cursor) === indent)
  return { kind: 'map', ...start, pairs }
}

function blockList(cursor: Cursor, indent: number): PlainNode {
  const items: PlainNode[] = []
  const start = { line: cursor.at, column: indent }
  do {
    const line = lineAt(cursor)
    if (!line.startsWith('- ', indent)) throw new NotPlain()
    const isMap = KEY.test(line.slice(indent + 2))
    items.push(isMap ? blockMap(cursor, indent + 2) : scalarOf(cursor, indent, indent + 1))
  } while (indentOfNext(cursor) === indent)
  return { kind: 'list', ...start, items }
}

/** Reads what comes after a key, whose colon is before column `from`, and goes on to the next line that says something. */
function valueOf(cursor: Cursor, indent: number, from: number): PlainNode {
  const line = lineAt(cursor)
  if (line.length > from)
    return /^ \|-?$/.test(line.slice(from)) ? textBlock(cursor, indent, from + 1) : scalarOf(cursor, indent, from)
  cursor.at++
  skipBlanks(cursor)
  const inside = indentOfNext(cursor)
  if (inside <= indent || inside > DEEPEST) throw new NotPlain()
  return block(cursor, inside)
}

/** Reads a text or a map in braces on the rest of a line, which the next line must not continue. */
function scalarOf(cursor: Cursor, indent: number, from: number): PlainNode {
  const line = lineAt(cursor)
  const column = from + 1
  const rest = line.slice(column)
  const place = { line: cursor.at, column }
  const node: PlainNode = rest.startsWith('{')
    ? mapInBraces(rest, place)
    : { kind: 'scalar', ...place, value: oneLine(rest) }
  cursor.at++
  skipBlanks(cursor)
  if (indentOfNext(cursor) > indent) throw new NotPlain()
  return node
}

function oneLine(rest: string): string | boolean | null {
  const quoted = quotedText(rest)
  if (quoted !== null) {
    if (quoted.length < rest.length) throw new NotPlain()
    return quoted.value
  }
  if (DATE.test(rest)) return rest
  if (!/^[A-Za-z]/.test(rest) || /: | #|[ :]$/.test(rest)) throw new NotPlain()
  return wordOrText(rest)
}

function quotedText(rest: string): { readonly value: string; readonly length: number } | null {
  if (rest.startsWith('"')) {
    const [found] = DOUBLE_QUOTED.exec(rest) ?? []
    if (found === undefined) throw new NotPlain()
    return { value: String(JSON.parse(found)), length: found.length }
  }
  if (!rest.startsWith("'")) return null
  const [found] = SINGLE_QUOTED.exec(rest) ?? []
  if (found === undefined) throw new NotPlain()
  return { value: found.slice(1, -1).replaceAll("''", "'"), length: found.length }
}

function wordOrText(text: string): string | boolean | null {
  if (!WORD.test(text)) return text
  const value = WORDS[text]
  if (value === undefined) throw new NotPlain()
  return value
}

/** Reads `{ key: text, key: text }`, which must be the whole of `rest`. */
function mapInBraces(rest: string, place: { readonly line: number; readonly column: number }): PlainNode {
  const pairs = new Map<string, PlainPair>()
  let at = 1
  const skip = (text: string): void => {
    if (!rest.startsWith(text, at)) throw new NotPlain()
    at += text.length
  }
  do {
    if (pairs.size > 0) skip(',')
    skip(' ')
    const key = KEY.exec(rest.slice(at))?.[1]
    if (key === undefined || WORD.test(key) || pairs.has(key)) throw new NotPlain()
    const keyColumn = place.column + at
    at += key.length
    skip(': ')
    const left = rest.slice(at)
    const quoted = quotedText(left)
    const plain = quoted === null ? IN_BRACES.exec(left)?.[0] : undefined
    if (quoted === null && plain === undefined) throw new NotPlain()
    const value = quoted === null ? wordOrText(plain!) : quoted.value
    const node = { kind: 'scalar', line: place.line, column: place.column + at, value } as const
    pairs.set(key, { line: place.line, column: keyColumn, node })
    at += quoted?.length ?? plain!.length
  } while (rest[at] === ',')
  skip(' }')
  if (at < rest.length) throw new NotPlain()
  return { kind: 'map', ...place, pairs }
}

/** Reads the lines of a text block, which are indented more than `indent`. */
function textBlock(cursor: Cursor, indent: number, column: number): PlainNode {
  const place = { line: cursor.at, column }
  const keepsEnd = !lineAt(cursor).endsWith('-')
  cursor.at++
  const first = cursor.lines[cursor.at] ?? ''
  const inside = indentOf(first)
  if (inside <= indent || inside === first.length) throw new NotPlain()
  const texts: string[] = []
  for (; cursor.at < cursor.lines.length; cursor.at++) {
    const line = cursor.lines[cursor.at]!
    const own = indentOf(line)
    if (own === line.length) {
      // Blanks that go further than the text are a part of it in some places and not in others.
      if (own > inside) throw new NotPlain()
      texts.push('')
    } else if (own >= inside) texts.push(line.slice(inside))
    else if (own > indent) throw new NotPlain()
    else break
  }
  while (texts.at(-1) === '') texts.pop()
  skipBlanks(cursor)
  if (indentOfNext(cursor) > indent) throw new NotPlain()
  return { kind: 'scalar', ...place, value: `${texts.join('\n')}${keepsEnd ? '\n' : ''}` }
}

function lineAt({ lines, at }: Cursor): string {
  const line = lines[at]
  if (line === undefined || line.endsWith(' ')) throw new NotPlain()
  return line
}

/** Goes to the next line that is neither empty nor a comment. */
function skipBlanks(cursor: Cursor): void {
  while (cursor.at < cursor.lines.length && /^ *(?:#|$)/.test(cursor.lines[cursor.at]!)) cursor.at++
}

/** Returns the indentation of the line that comes next, -1 at the end. */
function indentOfNext({ lines, at }: Cursor): number {
  return at < lines.length ? indentOf(lines[at]!) : -1
}

function indentOf(line: string): number {
  let indent = 0
  while (line[indent] === ' ') indent++
  return indent
}
