import { nameHint } from '../text/index.ts'
import { UsageError, type TaskKind } from '../types/index.ts'
import { taskKinds } from './taskKinds.ts'

/** The task kind of this name, e.g. `boolean-qa`. Throws `UsageError` with the names there are. */
export function findTaskKind(name: string, kinds: readonly TaskKind[] = taskKinds): TaskKind {
  const found = kinds.find((kind) => kind.kind === name)
  if (found !== undefined) return found
  const names = kinds.map((kind) => kind.kind)
  throw new UsageError(`no task kind ${JSON.stringify(name)}${nameHint(name, names)}`)
}
