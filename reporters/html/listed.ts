import type { ClaimPicture, ObservationList, RunEvidence, RunPicture } from '../../src/core/types/index.ts'

/** The most observations that a page carries: with more, a browser needs seconds before it shows anything. */
export const MOST_LISTED = 40_000

/** Says whether a page can carry only some of a run's observations. */
export function isTooMany({ observations }: RunPicture): boolean {
  return observations.length > MOST_LISTED
}

/**
 * Returns the part of a picture that a page carries: all of it, or of a large run the cells on which claims failed and those that
 * they are compared with, as far as they take half of the room, and for the rest the first ones of the file. Charts and
 * counts rest on the whole picture. The choice follows from the evidence alone.
 */
export function listedPart(picture: RunPicture, { claims }: Pick<RunEvidence, 'claims'>): RunPicture {
  if (!isTooMany(picture)) return picture
  const { observations } = picture
  const chosen = new Uint8Array(observations.length)
  let count = 0
  const choose = (place: number | null): void => {
    if (place === null || chosen[place] === 1) return
    chosen[place] = 1
    count++
  }
  for (const { title, verdict, spec } of claims) {
    if (verdict === 'pass' || spec.negated) continue
    for (const { before, after } of picture.claims.get(title)?.flips ?? []) {
      if (count >= MOST_LISTED / 2) break
      choose(before)
      choose(after)
    }
  }
  for (const place of chosen.keys()) {
    if (count >= MOST_LISTED) break
    choose(place)
  }
  return narrowed(picture, chosen, count)
}

/** Keeps the chosen observations of a picture, and what rests on them alone. */
function narrowed(picture: RunPicture, chosen: Uint8Array, count: number): RunPicture {
  const places = new Uint32Array(count)
  const moved = new Int32Array(chosen.length).fill(-1)
  let next = 0
  for (const [place, isChosen] of chosen.entries()) {
    if (isChosen === 0) continue
    moved[place] = next
    places[next++] = place
  }
  const claims = [...picture.claims].map(([title, { path, cells, flips }]): [string, ClaimPicture] => [
    title,
    {
      path,
      cells: cells.filter((cell) => chosen[cell] === 1).map((cell) => moved[cell]!),
      flips: flips.flatMap((flip) => {
        const { before, after } = flip
        if (chosen[after] === 0 || (before !== null && chosen[before] === 0)) return []
        return [{ ...flip, before: before === null ? null : moved[before]!, after: moved[after]! }]
      }),
    },
  ])
  return { ...picture, observations: picked(picture.observations, places), claims: new Map(claims) }
}

function picked(observations: ObservationList, places: Uint32Array): ObservationList {
  return Array.from(places, (place) => observations.at(place)!)
}
