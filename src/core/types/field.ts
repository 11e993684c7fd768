import type { Same, TypeOf } from './schemaType.ts'

/** A column of the exported table. */
export interface Column<Row> {
  readonly name: string
  readonly type: 'text' | 'integer' | 'number'
  readonly describe: string
  readonly value: (row: Row) => string | number | null
}

/** All that is said of a field of a record besides its type. */
export interface Field<Row> {
  /** Its part of the published JSON Schema. */
  readonly schema: object
  /** There for a field that may be absent. */
  readonly optional?: true
  /** Its columns in the exported table. Names are only ever added: a script that reads them goes on working. */
  readonly columns: readonly Column<Row>[]
  /** Where the HTML report shows it: in a place of its layout, or in a line of its own; absent where it does not. */
  readonly page?: 'layout' | 'line'
  /** Why `report --verify` takes it as it is; absent where it is held against the rest of the run. */
  readonly taken?: string
}

/** The fields of a record, each replaced by a text that names it where its schema and its type do not say the same. */
export type Agreeing<Row, Fields extends Readonly<Record<keyof Row, Field<Row>>>, Definitions> = {
  readonly [Name in keyof Row & string]-?: Same<
    [TypeOf<Fields[Name]['schema'], Definitions>, Fields[Name] extends { readonly optional: true } ? true : false],
    [Exclude<Row[Name], undefined>, object extends Pick<Row, Name> ? true : false]
  > extends true
    ? Fields[Name]
    : `schema and type of ${Name} do not say the same`
}
