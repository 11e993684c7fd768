import nodeModule from 'node:module'
import { setFlagsFromString } from 'node:v8'

/** The percentage by which the heap may grow over what was alive before V8 collects garbage again. */
const PERCENT = 20

/** The observations from which on a run has begun: all that it loads is loaded. */
const BEGUN = 64

/** The observations from which on a run is large. */
const LARGE = 10_000

/** The times a function, or a loop, must run before the last of V8's compilers takes it, in a process that mostly waits. */
const LATE = { function: 100_000, loop: 100_000 }
/** V8's own numbers. */
const USUAL = { function: 3000, loop: 500 }

/**
 * Makes V8 collect garbage earlier than it would on a machine with much memory, where it waits until there is several
 * times as much garbage as living data. Sorting and grouping large logs leaves much of it. This takes no measurable
 * time, and the peak of a comparison of two logs of 300,000 lines falls from between 1 and 1.5 GB to 0.6 GB.
 */
export function collectOften(): void {
  setFlagsFromString(`--heap-growing-percent=${PERCENT}`)
}

/** `RunSettings` hear what happens in a process of a run, and set V8 for it. */
export interface RunSettings {
  /** So many more observations came. */
  readonly came: (more: number) => void
  /** An endpoint is asked. */
  readonly asks: (endpoint: string) => void
}

/**
 * Sets V8 for one process of a run. Once the run has begun, code is optimized late, but not where a model may compute in this
 * process. Once observations are many, garbage is collected earlier: the process that asks and the one that
 * gathers make an object of each observation for a moment only, and the garbage of a large run took as much memory as what it
 * holds. The space for new objects, of which most are garbage at once, does not grow from then on.
 */
export function runSettings(): RunSettings {
  let seen = 0
  let computes = false
  return {
    came(more) {
      const before = seen
      seen += more
      if (before < BEGUN && seen >= BEGUN && !computes) optimizeLate()
      if (before >= LARGE || seen < LARGE) return
      collectOften()
      setFlagsFromString('--semi-space-growth-factor=1')
    },
    asks(endpoint) {
      if (computes || /^https?:/.test(endpoint)) return
      computes = true
      if (seen >= BEGUN) optimizeAfter(USUAL)
    },
  }
}

/**
 * Makes V8's last compiler wait until code has run for longer than usual. A process that asks an endpoint mostly waits, and what it
 * computes is spread over hundreds of functions: compiling each of them once more, on other threads, takes more than it saves. A
 * model in this process may be much slower for it. No later run can load code that is kept under other settings, so
 * what this one has loaded is kept before.
 */
function optimizeLate(): void {
  // Asked of the module and not imported by name: an old Node has none.
  nodeModule.flushCompileCache?.()
  optimizeAfter(LATE)
}

function optimizeAfter(runs: typeof LATE): void {
  setFlagsFromString(`--invocation-count-for-turbofan=${runs.function}`)
  setFlagsFromString(`--invocation-count-for-osr=${runs.loop}`)
}
