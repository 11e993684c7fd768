import type {
  Baseline,
  BaselineCell,
  BaselineHistory,
  CallTook,
  Generation,
  JudgeCard,
  LedgerEntry,
  Observation,
  Run,
  Shard,
  Waiver,
} from '../core/types/index.ts'
import type { DatasetLine } from './datasetLine.ts'
import type { InstructionSetFile } from './instructionSetFile.ts'

/** What a value is once it has been validated, by schema name. */
export interface SchemaTypes {
  readonly 'instruction-set': InstructionSetFile
  readonly 'dataset-line': DatasetLine
  readonly observation: Observation
  readonly call: CallTook & { readonly key: string }
  readonly run: Run
  readonly baseline: Baseline
  readonly 'judge-card': JudgeCard
  readonly 'baseline-cell': BaselineCell
  readonly 'baseline-history': BaselineHistory
  readonly 'ledger-entry': LedgerEntry
  readonly generation: Generation
  readonly shard: Shard
  readonly waivers: { readonly waivers: readonly Omit<Waiver, 'at'>[] }
}

export type SchemaName = keyof SchemaTypes
