import { arc } from './arc.ts'
import { boolq } from './boolq.ts'
import { commonsenseQa } from './commonsenseQa.ts'
import { csv } from './csv.ts'
import type { DatasetFormat } from './datasetFormat.ts'
import { fewrel } from './fewrel.ts'
import { jsonl } from './jsonl.ts'
import { mappedJsonl } from './mappedJsonl.ts'
import { mmlu } from './mmlu.ts'
import { semeval2010Task8 } from './semeval2010Task8.ts'
import { squad } from './squad.ts'
import { tacred } from './tacred.ts'

/** Dataset formats that ship with the package; the first one that has a file's extension and knows its start reads it. */
export const datasetFormats: readonly DatasetFormat[] = [
  mappedJsonl,
  boolq,
  commonsenseQa,
  arc,
  jsonl,
  mmlu,
  csv,
  semeval2010Task8,
  tacred,
  fewrel,
  squad,
]

export type { DatasetFormat } from './datasetFormat.ts'
