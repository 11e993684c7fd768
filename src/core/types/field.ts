import type { Same, TypeOf } from './schemaType.ts'

/** A column of the exported table. */
export interface Column<Row> {
  readonly name: string
  readonly type: 'text' | 'integer' | 'number'
  readonly describe: string
  readonly value: (row: Row) => string | number | null
}

/** A `Field` is all that is declared of a field of a record in addition to its type. */
export interface Field<Row> {
  /** The field's part of the published JSON Schema. */
  readonly schema: object
  /** Present for a field that may be absent. */
  readonly optional?: true
  /**
   * The field's columns in the exported table. Names are only ever added, so that a script that reads them goes on working.
   */
  readonly columns: readonly Column<Row>[]
  /** The place where the HTML report shows it: one in its layout, or a line of its own; absent where it does not. */
  readonly page?: 'layout' | 'line'
  /** The reason why `report --verify` takes the field as it is; absent where it is checked against the rest of the run. */
  readonly taken?: string
}

/**
 * An `Agreeing` holds the fields of a record, each replaced by a text that names it where its schema and its type differ.
 */
export type Agreeing<Row, Fields extends Readonly<Record<keyof Row, Field<Row>>>, Definitions> = {
  readonly [Name in keyof Row & string]-?: Same<
    [TypeOf<Fields[Name]['schema'], Definitions>, Fields[Name] extends { readonly optional: true } ? true : false],
    [Exclude<Row[Name], undefined>, object extends Pick<Row, Name> ? true : false]
  > extends true
    ? Fields[Name]
    : `schema and type of ${Name} do not say the same`
}
