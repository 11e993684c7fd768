import type { Observation, ObservationList } from '../../core/types/index.ts'
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
  let last: (Stretch & Pick<Observation, 'task' | 'release' | 'example'>) | null = null
  for (const { task, release, example } of observations) {
    if (last !== null && last.example === example && last.release === release && last.task === task) last.end++
    else {
      last = { task, release, example, start: place, end: place + 1 }
      const own = tasks.get(task) ?? new Map<string, Stretch>()
      tasks.set(task, own.set(`${release}/${example}`, last))
    }
    place++
  }
  return new Map([...tasks].map(([task, stretches]) => [task, indexOf(observations, stretches, baseline)]))
}

type Asked = Pick<Observation, 'variant' | 'trial'>

function askedOf({ variant, trial }: Observation): Asked {
  return { variant, trial }
}

function indexOf(
  observations: ObservationList,
  stretches: ReadonlyMap<string, Stretch>,
  baseline: string | null,
): CellIndex {
  /** The cells of the stretch that was looked at last: those of one example are found one after another. */
  let last: { readonly name: string; readonly start: number; readonly cells: readonly Asked[] } | undefined
  const find: CellIndex['find'] = (release, { example, variant, trial }) => {
    const name = `${release}/${example}`
    if (last?.name !== name) {
      const { start, end } = stretches.get(name) ?? { start: 0, end: 0 }
      const cells = Array.from({ length: end - start }, (_, at): Asked => askedOf(observations.at(start + at)!))
      last = { name, start, cells }
    }
    const at = last.cells.findIndex((cell) => cell.variant === variant && cell.trial === trial)
    return at === -1 ? undefined : last.start + at
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
