import { expect, test } from 'vitest'
import type { Observation } from '../../src/core/types/index.ts'
import { html } from './html.ts'
import { listedPart, MOST_LISTED } from './listed.ts'
import { samplePicture } from './samplePicture.testing.ts'

const keyOf = ({ example, variant, trial }: Observation) => `${example}/${variant}/${trial}`

test('a page carries all of a run, or of a large one the failed cells first', () => {
  const small = samplePicture()
  expect(listedPart(small.picture, small.run.evidence)).toBe(small.picture)

  const { run, picture } = samplePicture({ examples: 7000, variants: 8 })
  const listed = listedPart(picture, run.evidence)
  expect(picture.observations.length).toBeGreaterThan(MOST_LISTED)
  expect(listed.observations.length).toBe(MOST_LISTED)
  const [title, whole] = [...picture.claims][0]!
  const part = listed.claims.get(title)!
  const pairOf = (its: typeof picture, { before, after }: (typeof part.flips)[number]) =>
    [its.observations.at(before ?? -1), its.observations.at(after)].map((one) => one && keyOf(one))
  const pairs = part.flips.map((flip) => pairOf(listed, flip))
  expect(pairs.length).toBeGreaterThan(1000)
  expect(pairs).toEqual(whole.flips.slice(0, pairs.length).map((flip) => pairOf(picture, flip)))
  expect(part.path).toEqual(whole.path)
  const keys = part.cells.map((place) => keyOf(listed.observations.at(place)!))
  const known = new Set(whole.cells.map((place) => keyOf(picture.observations.at(place)!)))
  expect(keys).toHaveLength(MOST_LISTED)
  expect(keys.every((key) => known.has(key))).toBe(true)

  const page = html(run, { picture })
  expect(page).toContain('This page lists 40,000 of the 56,000 observations')
  expect(html(small.run, { picture: small.picture })).not.toContain('This page lists')
})
