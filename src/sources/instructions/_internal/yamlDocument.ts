import type { Document, Node } from 'yaml'

import { messageOf } from '../../../core/text/index.ts'
import { UsageError, type Location } from '../../../core/types/index.ts'
import { yamlPackage } from '../../files/packages.ts'

/** A YAML file as plain data, with the place of each part. */
export interface YamlDocument {
  readonly value: unknown
  /** Place of the value at a path, or of the key `key` in the map there; the nearest known place if there is none. */
  readonly locate: (path: readonly string[], key?: string) => Location
}

/**
 * Parses YAML 1.2 (core schema) as data only: any tag of its own, a second document, and aliases that multiply are
 * errors. `maps` names tags that mean nothing but a map. Throws `UsageError` with line and column.
 */
export function yamlDocument(text: string, file: string, maps: readonly string[] = []): YamlDocument {
  const { LineCounter, parseDocument } = yamlPackage()
  const lines = new LineCounter()
  const customTags = maps.map((tag) => ({ tag, collection: 'map' as const }))
  const options = { lineCounter: lines, prettyErrors: false, schema: 'core', merge: false, customTags } as const
  const document = parseDocument(text, options)
  const place = (offset: number): Location => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col) }
  }
  // An unknown tag is only a warning to the parser; to us it is a file that means something else.
  const fault = document.errors[0] ?? document.warnings[0]
  if (fault !== undefined) {
    const what = fault.code === 'MULTIPLE_DOCS' ? 'the file holds several documents, keep one' : fault.message
    throw new UsageError(`not valid YAML: ${what}`, place(fault.pos[0]))
  }
  const notText = collectionKey(document)
  if (notText !== null) {
    // A prompt's placeholder that lacks its quotes.
    const name = /^\{\s*([\w.-]+)\s*\}$/.exec(text.slice(notText.start, notText.end))?.[1]
    const what = 'a key must be a text, and this one is a map or a list'
    const why =
      name === undefined ? what : `{{${name}}} without quotes is a map whose key is a map; write '{{${name}}}'`
    throw new UsageError(why, place(notText.start))
  }
  return {
    value: toData(document, () => place(0)),
    locate: (path, key) => place(offsetOf(document, path, key)),
  }
}

/** Finds a key that is a map or a list, as the inner braces of `{{name}}` without quotes are. No file that is read here has one. */
function collectionKey(document: Document): { readonly start: number; readonly end: number } | null {
  const { isCollection, visit } = yamlPackage()
  let found: { readonly start: number; readonly end: number } | null = null
  visit(document, {
    Pair: (_, { key }) => {
      if (!isCollection(key)) return undefined
      const [start = 0, end = 0] = key.range ?? []
      found = { start, end }
      return visit.BREAK
    },
  })
  return found
}

function toData(document: Document, start: () => Location): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw new UsageError(`not valid YAML: ${messageOf(error)}`, start())
  }
}

function offsetOf(document: Document, path: readonly string[], key: string | undefined): number {
  const { isNode } = yamlPackage()
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length).map(toKey), true)
    if (!isNode(node)) continue
    return (length === path.length && key !== undefined ? keyOffset(node, key) : null) ?? node.range?.[0] ?? 0
  }
  return 0
}

function keyOffset(node: Node, key: string): number | null {
  const { isMap, isPair, isScalar } = yamlPackage()
  if (!isMap(node)) return null
  for (const pair of node.items) {
    if (isPair(pair) && isScalar(pair.key) && String(pair.key.value) === key) return pair.key.range?.[0] ?? null
  }
  return null
}

function toKey(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part
}
