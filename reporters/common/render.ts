import type { RunPicture, TrendPoint, Run } from '../../src/core/types/index.ts'

/** Writes a run as text. A reporter is pure: the same run and options give the same text. */
export type Render = (run: Run, options?: RenderOptions) => string

/** The options of a report. */
export interface RenderOptions {
  /**
   * Says whether the report shows what depends on the machine and the day. Default: true. With `false` equal evidence gives
   * equal text.
   */
  readonly context?: boolean
  /** Says whether the text has a terminal's colours. Default: false. */
  readonly colour?: boolean
  /**
   * The data of the charts that an HTML page shows of the run's observations. Reports that show figures alone do not need
   * it.
   */
  readonly picture?: RunPicture
  /** The claims of earlier runs, for a trend. */
  readonly history?: readonly TrendPoint[]
}
