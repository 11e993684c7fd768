/** The sources of a task that appeared together: a line of `generations.jsonl`. */
export interface Generation {
  readonly task: string
  /** The hash that the task had in its first generation: orders, draws and claims go by it while the task only grows. */
  readonly key: string
  /** Hash of everything but the examples: kind, labels, instructions, canonical instruction, surroundings. */
  readonly frame: string
  /** From 1. */
  readonly generation: number
  /** Source -> first 12 hex digits of a sha256 over its examples. */
  readonly sources: Readonly<Record<string, string>>
}

/** A task's examples by the generation in which they first appeared, oldest first. */
export interface Lineage {
  readonly task: string
  readonly key: string
  readonly frame: string
  readonly generations: readonly Readonly<Record<string, string>>[]
}
