/** Runs one process of `fullGrid`: it takes jobs from its parent, and answers each with rows. */
import { loadRunTask, type RunTask } from '../../src/logs/loadRunTask.ts'
import { fromFolder } from '../../src/models/index.ts'
import type { GridRow } from './gridFile.ts'
import { gridRow } from './gridRow.ts'

/** A job: examples of one task to ask of one release. */
export interface GridJob {
  readonly folder: string
  readonly task: RunTask
  readonly variants: readonly string[]
  readonly examples: readonly string[]
}

/** The reply to a job: rows, or the error. */
export type GridReply = { readonly rows: readonly GridRow[] } | { readonly error: string }

const tasks = new Map<string, ReturnType<typeof loadRunTask>>()

// The parent has ended, so nobody waits for the answers any more.
process.on('disconnect', () => process.exit())

process.on('message', (job: GridJob) => {
  void work(job)
    .then((rows): GridReply => ({ rows }))
    .catch((error: unknown): GridReply => ({ error: error instanceof Error ? error.message : String(error) }))
    .then((reply) => process.send?.(reply))
})

async function work({ folder, task: wanted, variants, examples }: GridJob): Promise<GridRow[]> {
  const task = tasks.get(wanted.hash) ?? loadRunTask(wanted)
  tasks.set(wanted.hash, task)
  const release = fromFolder(folder)
  const asked = new Set(examples)
  const rows: GridRow[] = []
  for (const example of task.examples)
    if (asked.has(example.id)) rows.push(await gridRow(release, task, example, variants))
  return rows
}
