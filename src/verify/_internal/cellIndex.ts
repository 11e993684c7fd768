import type { ObservationList } from '../../core/types/index.ts'
import type { CellIndex } from '../../engine/index.ts'
import { acceptedRelease } from '../../runs/acceptedCells.ts'

/** The observations of one example that one release was asked about: neighbours in the order of cells. */
interface Stretch {
  readonly start: number
  end: number
}

/**
 * Indexes observations by task. They must be in the order of cells: then the index holds one entry for each example, and not
 * one for each cell. Cells of the baseline that were asked again are found under the accepted name too; a stored cell wins.
 */
export function indexByTask(observations: ObservationList, baseline: string | null): ReadonlyMap<string, CellIndex> {
  const tasks = new Map<string, Map<string, Stretch>>()
  let place = 0
  let last: { readonly name: string; readonly task: string; readonly stretch: Stretch } | null = null
  for (const { task, release, example } of observations) {
    const name = `${release}/${example}`
    if (last !== null && last.name === name && last.task === task) last.stretch.end = place + 1
    else {
      const own = tasks.get(task) ?? new Map<string, Stretch>()
      const stretch = { start: place, end: place + 1 }
      tasks.set(task, own.set(name, stretch))
      last = { name, task, stretch }
    }
    place++
  }
  return new Map([...tasks].map(([task, stretches]) => [task, indexOf(observations, stretches, baseline)]))
}

function indexOf(
  observations: ObservationList,
  stretches: ReadonlyMap<string, Stretch>,
  baseline: string | null,
): CellIndex {
  const find: CellIndex['find'] = (release, { example, variant, trial }) => {
    const stretch = stretches.get(`${release}/${example}`)
    for (let at = stretch?.start ?? 0; at < (stretch?.end ?? 0); at++) {
      const observation = observations.at(at)!
      if (observation.variant === variant && observation.trial === trial) return at
    }
    return undefined
  }
  const accepted = baseline === null ? null : acceptedRelease(baseline)
  return {
    find: (release, cell) => find(release, cell) ?? (release === accepted ? find(baseline!, cell) : undefined),
    *examples() {
      for (const { start } of stretches.values()) {
        const { example, group } = observations.at(start)!
        yield { id: example, group }
      }
    },
  }
}
