/** Example × variant × trial. `variant` is an instruction's id (and, with perturbations, `id+perturbation`). */
export interface Cell {
  readonly example: string
  readonly variant: string
  /** 0, 1, … : repeats of the same variant on the same example. */
  readonly trial: number
}
