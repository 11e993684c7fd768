import { OBSERVATION_SCHEMA } from '../core/types/observation.ts'
import baselineCell from './baseline-cell.schema.json' with { type: 'json' }
import baselineHistory from './baseline-history.schema.json' with { type: 'json' }
import baseline from './baseline.schema.json' with { type: 'json' }
import call from './call.schema.json' with { type: 'json' }
import datasetLine from './dataset-line.schema.json' with { type: 'json' }
import generation from './generation.schema.json' with { type: 'json' }
import instructionSet from './instruction-set.schema.json' with { type: 'json' }
import ledgerEntry from './ledger-entry.schema.json' with { type: 'json' }
import judgeCard from './judge-card.schema.json' with { type: 'json' }
import range from './range.schema.json' with { type: 'json' }
import run from './run.schema.json' with { type: 'json' }
import shard from './shard.schema.json' with { type: 'json' }
import waivers from './waivers.schema.json' with { type: 'json' }
import type { SchemaName } from './schemaTypes.ts'

/**
 * The published JSON Schemas (draft 7) of the files that are read and written, by name. `npm run types` compares each with
 * its type; an observation's is made of what is said of its fields.
 */
export const schemas: Readonly<Record<SchemaName, object>> = {
  'instruction-set': instructionSet,
  'dataset-line': datasetLine,
  observation: OBSERVATION_SCHEMA,
  call,
  'judge-card': judgeCard,
  run,
  baseline,
  'baseline-cell': baselineCell,
  'baseline-history': baselineHistory,
  'ledger-entry': ledgerEntry,
  generation,
  range,
  shard,
  waivers,
}
