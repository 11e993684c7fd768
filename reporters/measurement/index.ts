import type { RunEvidence } from '../../src/core/types/index.ts'
import type { Block } from './block.ts'
import { claimBlock } from './claimBlock.ts'
import { taskBlocks } from './taskBlocks.ts'

export type { Block } from './block.ts'

/**
 * Makes the blocks of a measure run's report, in order; nothing for other runs. `most` is the number of variants that
 * are listed.
 */
export function measurementBlocks({ measurements, candidate, claims }: RunEvidence, most: number): Block[] {
  if (measurements === undefined) return []
  const { temperature } = candidate.parameters
  const said = typeof temperature === 'number' ? String(temperature) : 'not set'
  const level = `${Math.round(100 * measurements.level)}%`
  return [
    {
      heading: 'Measured, decides nothing',
      table: [],
      lines: [
        `${measurements.budget} cells were spent evenly over the tasks, and over the variants of each`,
        `intervals are at ${level}, of a fixed size, sources resampled; (*) sources and instructions resampled`,
      ],
    },
    ...measurements.tasks.flatMap((task) => taskBlocks(task, measurements.metrics ?? [], said, most)),
    claimBlock(measurements.claims, claims),
  ]
}
