import type { TaskKind } from '../words/index.ts'
import { booleanQa } from './booleanQa.ts'
import { extractiveQa } from './extractiveQa.ts'
import { multipleChoice } from './multipleChoice.ts'
import { relationExtraction } from './relationExtraction.ts'
import { textClassification } from './textClassification.ts'

/** Task kinds that ship with the package. */
export const taskKinds: readonly TaskKind[] = [
  relationExtraction,
  booleanQa,
  multipleChoice,
  extractiveQa,
  textClassification,
]
