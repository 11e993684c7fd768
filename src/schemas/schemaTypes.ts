import type { Baseline, BaselineCell, Observation, Run } from '../core/words/index.ts'
import type { DatasetLine } from './datasetLine.ts'
import type { InstructionSetFile } from './instructionSetFile.ts'

/** What a value is once it has been validated, by schema name. */
export interface SchemaTypes {
  readonly 'instruction-set': InstructionSetFile
  readonly 'dataset-line': DatasetLine
  readonly observation: Observation
  readonly run: Run
  readonly baseline: Baseline
  readonly 'baseline-cell': BaselineCell
}

export type SchemaName = keyof SchemaTypes
