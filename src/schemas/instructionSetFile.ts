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

/** What an instruction-set file holds. */
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
