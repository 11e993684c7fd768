import { statSync } from 'node:fs'
import { resolve } from 'node:path'

import { UsageError, type Task, type TaskKind } from '../core/words/index.ts'
import { buildTask } from './buildTask.ts'
import { readDataset } from './readDataset.ts'
import { readInstructions } from './readInstructions.ts'
import { whyUnreadable } from './readSource.ts'
import type { TaskOptions } from './taskOptions.ts'

const loaded = new Map<string, { readonly stamp: string; readonly task: Task }>()

/**
 * The task of a kind that two files hold. While neither file changes, the same object comes back, so that many claims
 * share one task. Throws `UsageError`.
 */
export function loadTask(kind: TaskKind, { examples, instructions, name }: TaskOptions): Task {
  const key = JSON.stringify([kind.kind, resolve(examples), resolve(instructions), name, process.cwd()])
  const stamp = `${stampOf(examples)} ${stampOf(instructions)}`
  const before = loaded.get(key)
  if (before?.stamp === stamp && before.task.kind === kind) return before.task
  const { set, at, ...setSource } = readInstructions(instructions)
  const { examples: list, ...dataSource } = readDataset(examples)
  const task = buildTask({
    kind,
    examples: list,
    set,
    at,
    sources: [dataSource, setSource],
    ...(name === undefined ? {} : { name }),
  })
  loaded.set(key, { stamp, task })
  return task
}

/** Changes whenever the file does. */
function stampOf(path: string): string {
  try {
    const { mtimeNs, size, ino } = statSync(resolve(path), { bigint: true })
    return `${mtimeNs} ${size} ${ino}`
  } catch (error) {
    throw new UsageError(whyUnreadable(resolve(path), error as NodeJS.ErrnoException))
  }
}
