import type {
  Baseline,
  BaselineCell,
  BaselineHistory,
  CallTook,
  Generation,
  JudgeCard,
  LedgerEntry,
  Observation,
  RangePart,
  Run,
  Shard,
  Waiver,
} from '../core/types/index.ts'

/** The type of a value once it has been validated, by schema name. */
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
  readonly range: RangePart
  readonly shard: Shard
  readonly waivers: { readonly waivers: readonly Omit<Waiver, 'at'>[] }
}

export type SchemaName = keyof SchemaTypes

/** One line of a dataset file, before defaults are filled in. See `Example` for what the keys mean. */
export interface DatasetLine {
  readonly id?: string
  readonly group?: string
  /** Texts; `options` may stand here as well. */
  readonly input: Readonly<Record<string, string | readonly string[]>>
  readonly optional?: Readonly<Record<string, string>>
  readonly options?: readonly string[]
  readonly gold: string
  readonly slices?: Readonly<Record<string, string>>
}

type SignOff = { readonly by: string; readonly on: string } | false

/** An instruction as its file has it, before defaults are filled in. See `Instruction` for what the keys mean. */
export interface InstructionEntry {
  readonly id: string
  readonly family: string
  readonly text: string
  readonly options?: { readonly item?: string; readonly separator?: string }
  readonly translations?: Readonly<Record<string, string>>
  readonly origin?: string
  readonly author?: string
  readonly licence?: string
  readonly reviewed?: SignOff
}

/** The contents of an instruction-set file. */
export interface InstructionSetFile {
  readonly $schema?: string
  readonly set: string
  readonly task: string
  readonly licence: string
  readonly author: string
  readonly reviewed?: SignOff
  readonly labels?: Readonly<Record<string, string>>
  readonly inverses?: Readonly<Record<string, string>>
  readonly canonical: string
  readonly instructions: readonly InstructionEntry[]
}
