import { toldLogProbability } from '../../core/metrics/index.ts'
import { OBSERVATION_FIELDS } from '../../core/types/observation.ts'
import type { Column } from '../../core/types/field.ts'
import type { CallTook, Observation } from '../../core/types/index.ts'

/** An observation, with what its call took where that was asked in the run. */
export type ExportedRow = Observation & { readonly took?: CallTook | null }

/** Columns that follow from an observation or its call, before the column that each list is named after. */
const DERIVED: Readonly<Record<string, readonly Column<ExportedRow>[]>> = {
  choices: [
    {
      name: 'log_probability',
      type: 'number',
      describe: 'natural logarithm of the probability of `raw`, where choices are scored',
      value: (row) => toldLogProbability(row, row)?.total ?? null,
    },
  ],
  key: [
    {
      name: 'latency_ms',
      type: 'number',
      describe: 'how long the call took; empty unless it was asked in the run',
      value: ({ took }) => took?.latencyMs ?? null,
    },
    {
      name: 'attempts',
      type: 'integer',
      describe: 'calls made for the answer; empty unless it was asked in the run',
      value: ({ took }) => took?.attempts ?? null,
    },
  ],
}

/** What an exported row holds. */
export const COLUMNS: readonly Column<ExportedRow>[] = Object.values(OBSERVATION_FIELDS)
  .flatMap(({ columns }): readonly Column<ExportedRow>[] => columns)
  .flatMap((column) => (DERIVED[column.name] ?? []).concat(column))
