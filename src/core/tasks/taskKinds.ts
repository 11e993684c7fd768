import type { TaskKind } from '../types/index.ts'
import { UsageError } from '../types/index.ts'
import { booleanQa } from './booleanQa.ts'
import { extractiveQa } from './extractiveQa.ts'
import { freeAnswer } from './freeAnswer.ts'
import { multipleChoice } from './multipleChoice.ts'
import { relationExtraction } from './relationExtraction.ts'
import { requestHandling } from './requestHandling.ts'
import { structuredOutput } from './structuredOutput.ts'
import { textClassification } from './textClassification.ts'
import { toolCalls } from './toolCalls.ts'
import { nameHint } from '../text/index.ts'

/** Task kinds that ship with the package. */
export const taskKinds: readonly TaskKind[] = [
  relationExtraction,
  booleanQa,
  multipleChoice,
  extractiveQa,
  textClassification,
  requestHandling,
  // Only for its name: how answers are scored comes with a task (`freeAnswer` in sources).
  freeAnswer({ judge: '' }),
  // Registered for verifying and listing: their schemas come with a task (`structuredOutput`, `toolCalls` in sources).
  structuredOutput({}, () => null),
  toolCalls([], () => () => null),
]

/** Returns the task kind of this name, e.g. `boolean-qa`. Throws `UsageError` with the names there are. */
export function findTaskKind(name: string, kinds: readonly TaskKind[] = taskKinds): TaskKind {
  const found = kinds.find((kind) => kind.kind === name)
  if (found !== undefined) return found
  const names = kinds.map((kind) => kind.kind)
  throw new UsageError(`no task kind ${JSON.stringify(name)}${nameHint(name, names)}`)
}
