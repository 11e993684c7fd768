import { optionalImport } from '../../core/install/index.ts'
import type { Column } from '../../core/types/field.ts'

const TYPES = { text: 'STRING', integer: 'INT64', number: 'DOUBLE' } as const

/** A table as a Parquet file. Throws `UsageError` where the package that writes it is missing. */
export async function toParquet<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await optionalImport(
    () => import('hyparquet-writer'),
    'hyparquet-writer',
    'export --format parquet',
  )
  const columnData = columns.map((column) => ({
    name: column.name,
    type: TYPES[column.type],
    nullable: true,
    data: rows.map((row) => valueOf(column, row)),
  }))
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}

function valueOf<Row>(column: Column<Row>, row: Row): string | number | bigint | null {
  const value = column.value(row)
  return column.type === 'integer' && typeof value === 'number' ? BigInt(value) : value
}
