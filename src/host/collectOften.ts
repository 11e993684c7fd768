import { setFlagsFromString } from 'node:v8'

/** The percentage by which the heap may grow over what was alive before V8 collects garbage again. */
const PERCENT = 20

/** The observations from which on a run is large. */
const LARGE = 10_000

/**
 * Makes V8 collect garbage earlier than it would on a machine with much memory, where it waits until there is several
 * times as much garbage as living data. Sorting and grouping large logs leaves much of it. This takes no measurable
 * time, and the peak of a comparison of two logs of 300,000 lines falls from between 1 and 1.5 GB to 0.6 GB.
 */
export function collectOften(): void {
  setFlagsFromString(`--heap-growing-percent=${PERCENT}`)
}

/**
 * Returns a function that counts the observations of one process of a run, and makes V8 collect garbage earlier once they are
 * many: the process that asks and the one that gathers make an object of each observation for a moment only, and the garbage
 * of a large run took as much memory as what it holds. The space for new objects, of which most are garbage at once, does not
 * grow from then on.
 */
export function collectOftenIfLarge(): (more: number) => void {
  let seen = 0
  return (more) => {
    const before = seen
    seen += more
    if (before >= LARGE || seen < LARGE) return
    collectOften()
    setFlagsFromString('--semi-space-growth-factor=1')
  }
}
