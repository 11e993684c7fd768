/**
 * A mode says what a run is for. A gate decides claims; the others decide nothing: a range asks a part of what a gate would,
 * for a merge that decides, a plan asks nothing and says what a gate would take, `acceptEvidence` asks what a baseline must
 * hold, a survey writes the tasks to a file, a measurement spends cells evenly.
 */
export type Mode =
  | { readonly name: 'gate' }
  | {
      readonly name: 'range'
      /** The number of the range in each claim's plan, from 1, and the number of ranges that each plan is cut into. */
      readonly index: number
      readonly count: number
    }
  | {
      readonly name: 'plan'
      /** Milliseconds of one call, as the user gave them. */
      readonly latencyMs?: number
    }
  | { readonly name: 'acceptEvidence' }
  | {
      readonly name: 'survey'
      /** The file that the tasks are written to. */
      readonly file: string
    }
  | {
      readonly name: 'measure'
      /** Cells of each task, or their number by task, from 1. */
      readonly cells: number | Readonly<Record<string, number>>
    }

/** A `GridMode` is the mode of a run that decides nothing and asks for cells of a grid, or only says how many it has. */
export type GridMode = Extract<Mode, { readonly name: 'survey' | 'measure' }>

/** Says whether a run goes over the grid of a task, where others go by claims. */
export function isGridMode(mode: Mode): mode is GridMode {
  return mode.name === 'measure' || mode.name === 'survey'
}

/** Says whether a run asks what a gate rests on: the gate itself, or a range of its claims' plans. */
export function isForGate({ name }: Mode): boolean {
  return name === 'gate' || name === 'range'
}
