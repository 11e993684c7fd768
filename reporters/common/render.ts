import type { RunPicture, TrendPoint, Run } from '../../src/core/types/index.ts'

/** A run as text. Pure: the same run and options give the same text. */
export type Render = (run: Run, options?: RenderOptions) => string

/** What a report may be given besides the run. */
export interface RenderOptions {
  /** Whether to show what depends on the machine and the day. Default: true. Without it equal evidence gives equal text. */
  readonly context?: boolean
  /** Whether a terminal shows colours. Default: false. */
  readonly colour?: boolean
  /** What rests on the run's observations. A report that shows figures alone does without it. */
  readonly picture?: RunPicture
  /** Claims of earlier runs, for a trend. */
  readonly history?: readonly TrendPoint[]
}
