import type { Example, TaskKind } from '../../types/index.ts'

/** A text as models write them, and what it says: an answer, or the outcome in brackets. */
export type Shape = readonly [text: string, wanted: string]

/** Shapes that share a question. */
export interface ShapeGroup {
  readonly name: string
  readonly kind: TaskKind
  readonly example: Example
  readonly labels?: Readonly<Record<string, string>>
  readonly shapes: readonly Shape[]
  /** The same question, for texts that were cut off at the token limit. */
  readonly cut?: readonly Shape[]
}

export const NONE = '[unparseable]'
export const REFUSED = '[refused]'

export const example = (more: Partial<Example> = {}): Example => ({
  id: 'e',
  group: 'e',
  input: {},
  gold: 'A',
  ...more,
})
