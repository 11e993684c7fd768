import nodeModule from 'node:module'
import { setFlagsFromString } from 'node:v8'

/** The percentage by which the heap may grow over what was alive before V8 collects garbage again. */
const PERCENT = 20

/** The observations from which on a run has begun: all that it loads is loaded. */
const BEGUN = 64

/** The observations from which on a run is large. */
const LARGE = 10_000

/** The times a function, or a loop, must run before the last of V8's compilers takes it. V8's own numbers are 3,000 and 500. */
const RUNS = 100_000

/**
 * Makes V8 collect garbage earlier than it would on a machine with much memory, where it waits until there is several
 * times as much garbage as living data. Sorting and grouping large logs leaves much of it. This takes no measurable
 * time, and the peak of a comparison of two logs of 300,000 lines falls from between 1 and 1.5 GB to 0.6 GB.
 */
export function collectOften(): void {
  setFlagsFromString(`--heap-growing-percent=${PERCENT}`)
}

/**
 * Returns a function that counts the observations of one process of a run, and sets V8 for it. Once the run has begun, code is
 * optimized late. Once observations are many, garbage is collected earlier: the process that asks and the one that gathers make an
 * object of each observation for a moment only, and the garbage of a large run took as much memory as what it holds. The
 * space for new objects, of which most are garbage at once, does not grow from then on.
 */
export function heedSize(): (more: number) => void {
  let seen = 0
  return (more) => {
    const before = seen
    seen += more
    if (before < BEGUN && seen >= BEGUN) optimizeLate()
    if (before >= LARGE || seen < LARGE) return
    collectOften()
    setFlagsFromString('--semi-space-growth-factor=1')
  }
}

/**
 * Makes V8's last compiler wait until code has run for longer than usual. A run mostly waits for its model, and what it
 * computes is spread over hundreds of functions: compiling each of them once more, on other threads, takes more than it saves. What
 * computes for seconds, such as a model in this process, is still compiled, a moment later. No later run can load code that is
 * kept under other settings, so what this one has loaded is kept before.
 */
function optimizeLate(): void {
  // Asked of the module and not imported by name: an old Node has none.
  nodeModule.flushCompileCache?.()
  setFlagsFromString(`--invocation-count-for-turbofan=${RUNS}`)
  setFlagsFromString(`--invocation-count-for-osr=${RUNS}`)
}
