import { expect, test } from 'vitest'

import { canonicalJson, sha256 } from '../../hash/index.ts'
import { findTaskKind } from '../taskKinds.ts'
import { shapes } from './shapes.testing.ts'

/**
 * The readings of the shapes by each version of a reader: kind, version, digest. A text that is read another way needs a new
 * `reader` in the kind's file, since baselines and runs of the old one are not compared with the new. Where shapes were
 * only added, pin the digest again.
 */
const PINNED = [
  ['multiple-choice', '3', '88ee6c922502'],
  ['boolean-qa', '3', '6b1c4e650359'],
  ['text-classification', '3', '34dc979ead81'],
  ['relation-extraction', '3', 'a7bba9b892cf'],
  ['extractive-qa', '3', '0f55ea5b336b'],
  ['free-answer', '2', '7cf3021a7c70'],
  ['request-handling', '2', '78a2121093a3'],
  ['structured-output', '2', '0e3bbdc8ce2b'],
  ['tool-calls', '3', 'e33a5792f4ca'],
]

test('a text that is read another way comes with a new version of the reader', () => {
  const read = new Map<string, unknown[]>()
  for (const { kind, example, labels = null, shapes: whole, cut = [] } of shapes) {
    const readings = read.get(kind.kind) ?? []
    for (const [text] of whole) readings.push([text, kind.read(text, example, { labels })])
    for (const [text] of cut) readings.push([text, kind.read(text, example, { labels, cut: true })])
    read.set(kind.kind, readings)
  }
  const versions = [...read].map(([kind, readings]) => [
    kind,
    findTaskKind(kind).reader,
    sha256(canonicalJson(readings)).slice(0, 12),
  ])
  expect(versions).toEqual(PINNED)
})
