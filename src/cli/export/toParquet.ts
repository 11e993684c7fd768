import { optionalImport } from '../../core/install/index.ts'
import type { Column } from '../../core/words/field.ts'
import { COLUMNS, type ExportedRow } from './columns.ts'

const TYPES = { text: 'STRING', integer: 'INT64', number: 'DOUBLE' } as const

/** Observations as a Parquet file, one row each. Throws `UsageError` where the package that writes it is missing. */
export async function toParquet(observations: readonly ExportedRow[]): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await optionalImport(
    () => import('hyparquet-writer'),
    'hyparquet-writer',
    'export --format parquet',
  )
  const columnData = COLUMNS.map((column) => ({
    name: column.name,
    type: TYPES[column.type],
    nullable: true,
    data: observations.map((observation) => valueOf(column, observation)),
  }))
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}

function valueOf(column: Column<ExportedRow>, observation: ExportedRow): string | number | bigint | null {
  const value = column.value(observation)
  return column.type === 'integer' && typeof value === 'number' ? BigInt(value) : value
}
