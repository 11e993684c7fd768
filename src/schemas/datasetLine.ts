/** One line of a dataset file, before defaults are filled in. See `Example` for what the keys mean. */
export interface DatasetLine {
  readonly id?: string
  readonly group?: string
  /** Texts; `options` may stand here as well. */
  readonly input: Readonly<Record<string, string | readonly string[]>>
  readonly options?: readonly string[]
  readonly gold: string
  readonly slices?: Readonly<Record<string, string>>
}
