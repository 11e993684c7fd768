import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { RunTask } from '../../src/logs/loadRunTask.ts'
import { canonicalJson, sha256 } from '../../src/core/hash/index.ts'
import type { Release, Task } from '../../src/core/types/index.ts'
import { appendGridRows, openGridFile, type GridHeader, type GridRow } from './gridFile.ts'
import type { GridJob, GridReply } from './gridWorker.ts'

/**
 * The number of examples of one job: it takes a second or so, so that a killed run loses little and no process waits long
 * at the end.
 */
const PER_JOB = 10

export interface GridOptions {
  /** The folder of the model. */
  readonly folder: string
  readonly release: Release
  readonly tasks: readonly { readonly run: RunTask; readonly task: Task; readonly variants: readonly string[] }[]
  /** The folder in which grids are kept between runs. */
  readonly cache: string
  /** The number of worker processes. */
  readonly processes: number
  readonly onProgress?: (done: number, all: number) => void
}

export interface Grid {
  /** Task -> example -> its row. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, GridRow>>
  /** The number of cells asked now; the others were kept from earlier runs. */
  readonly asked: number
}

/**
 * Returns every example under every variant, of all tasks. Answers of an earlier run are taken from its file, which is
 * named after the model's digest and the task's hash; the rest is asked by worker processes and kept as it comes.
 */
export async function fullGrid(options: GridOptions): Promise<Grid> {
  const { folder, release, cache, tasks } = options
  const grids = tasks.map(({ run, task, variants }) => {
    const { model, revision, format, parameters } = release
    const header = { schema: 1, model, revision: revision ?? '', format: format.name, parameters } as const
    const own: GridHeader = { ...header, task: task.name, taskHash: task.hash, variants }
    const file = join(cache, `${model}-${task.name}-${sha256(canonicalJson(own)).slice(0, 16)}.jsonl`)
    return { run, task, variants, file, rows: openGridFile(file, own) }
  })
  const jobs = grids.flatMap((grid) => {
    const open = grid.task.examples.map(({ id }) => id).filter((id) => !grid.rows.has(id))
    const parts = Array.from({ length: Math.ceil(open.length / PER_JOB) }, (_, at) =>
      open.slice(at * PER_JOB, (at + 1) * PER_JOB),
    )
    return parts.map((examples) => ({ grid, job: { folder, task: grid.run, variants: grid.variants, examples } }))
  })
  const cellsOf = (list: typeof jobs) =>
    list.reduce((sum, { job }) => sum + job.examples.length * job.variants.length, 0)
  const asked = cellsOf(jobs)
  let left = asked
  let failed = false
  const queue = jobs.values()
  const worker = async () => {
    const child = fork(new URL('gridWorker.ts', import.meta.url))
    try {
      for (const next of queue) {
        if (failed) return
        const { grid, job } = next
        const rows = await request(child, job)
        appendGridRows(grid.file, rows)
        for (const row of rows) grid.rows.set(row.example, row)
        left -= cellsOf([next])
        options.onProgress?.(asked - left, asked)
      }
    } catch (error) {
      failed = true
      throw error
    } finally {
      child.kill()
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: Math.min(options.processes, jobs.length) }, worker))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return { rows: new Map(grids.map(({ task, rows }) => [task.name, rows])), asked }
}

/** Sends one job to one process. Rejects if it fails or ends. */
async function request(child: ChildProcess, job: GridJob): Promise<readonly GridRow[]> {
  const gone = new AbortController()
  const ended = once(child, 'exit', { signal: gone.signal }).then(([code]): never => {
    throw new Error(`a process of the full grid ended with code ${code}`)
  })
  child.send(job)
  try {
    const [reply] = (await Promise.race([once(child, 'message', { signal: gone.signal }), ended])) as [GridReply]
    if ('error' in reply) throw new Error(reply.error)
    return reply.rows
  } finally {
    ended.catch(() => {})
    gone.abort()
  }
}
