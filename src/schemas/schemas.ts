import baselineCell from './baseline-cell.schema.json' with { type: 'json' }
import baseline from './baseline.schema.json' with { type: 'json' }
import datasetLine from './dataset-line.schema.json' with { type: 'json' }
import instructionSet from './instruction-set.schema.json' with { type: 'json' }
import observation from './observation.schema.json' with { type: 'json' }
import run from './run.schema.json' with { type: 'json' }
import type { SchemaName } from './schemaTypes.ts'

/** The published JSON Schemas (draft 7) of the files that are read and written, by name. */
export const schemas: Readonly<Record<SchemaName, object>> = {
  'instruction-set': instructionSet,
  'dataset-line': datasetLine,
  observation,
  run,
  baseline,
  'baseline-cell': baselineCell,
}
