import type { Run } from '../src/core/words/index.ts'

/** A run as text. Pure: the same run and options give the same text. */
export type Render = (run: Run, options?: RenderOptions) => string

export interface RenderOptions {
  /** Whether to show what depends on the machine and the day. Default: true. Without it equal evidence gives equal text. */
  readonly context?: boolean
  /** Whether a terminal shows colours. Default: false. */
  readonly colour?: boolean
}
