import type { Document, YAMLMap, YAMLSeq } from 'yaml'
import { UsageError } from '../core/types/index.ts'
import { yamlPackage } from './files/packages.ts'

/** A reviewer's decision about an instruction. */
export type Review = { readonly drop: true } | { readonly by: string; readonly on: string }

/**
 * Returns an instruction-set file's text with these reviews in it: a sign-off in the entry of its instruction, or the entry
 * gone. Comments, and all that is not reviewed, stay as they are. Throws `UsageError` for an id that the file has not.
 */
export function writeReviews(text: string, reviews: ReadonlyMap<string, Review>): string {
  const { isMap, isSeq, parseDocument } = yamlPackage()
  const document = parseDocument(text)
  const list = document.get('instructions')
  if (!isSeq(list)) throw new UsageError('the file has no list of instructions')
  for (const [id, review] of reviews) {
    const at = list.items.findIndex((item) => isMap(item) && item.get('id') === id)
    if (at < 0) throw new UsageError(`the file has no instruction ${JSON.stringify(id)}`)
    if ('drop' in review) dropAt(list, at)
    else sign(document, list.items[at] as YAMLMap, review)
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}

/** A comment above the first entry belongs to the list, and stays. */
function dropAt(list: YAMLSeq, at: number): void {
  const { isMap } = yamlPackage()
  const [dropped] = list.items.splice(at, 1)
  const next = list.items[at]
  if (at === 0 && isMap(dropped) && isMap(next) && dropped.commentBefore && !next.commentBefore)
    next.commentBefore = dropped.commentBefore
}

function sign(document: Document, entry: YAMLMap, { by, on }: { readonly by: string; readonly on: string }): void {
  const mark = document.createNode({ by, on }, { flow: true })
  // Dates stand in quotes: YAML of other versions takes them for a kind of its own.
  const date = mark.get('on', true)
  if (date) date.type = 'QUOTE_SINGLE'
  entry.set('reviewed', mark)
}
