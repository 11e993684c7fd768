import { expect, test } from 'vitest'

import { canonicalJson, sha256 } from '../../hash/index.ts'
import { findTaskKind } from '../findTaskKind.ts'
import { shapes } from './shapes.testing.ts'

/**
 * What each version of a reader makes of the shapes: kind, version, digest. A text that is read another way needs a new
 * `reader` in the kind's file, since baselines and runs of the old one are not compared with the new. Where shapes were
 * only added, pin the digest anew.
 */
const PINNED = [
  ['multiple-choice', '3', '0ea83c64e5c7'],
  ['boolean-qa', '3', '3382fbdb6ae8'],
  ['text-classification', '3', '0ecd3d851adf'],
  ['relation-extraction', '3', '36efda36c624'],
  ['extractive-qa', '3', '0f55ea5b336b'],
  ['free-answer', '2', '7cf3021a7c70'],
  ['request-handling', '2', '78a2121093a3'],
  ['structured-output', '2', '0e3bbdc8ce2b'],
  ['tool-calls', '2', '9ec9486c2ee0'],
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
