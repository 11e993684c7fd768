/**
 * Loaded into vitest's first process: at SIGUSR2 it collects garbage and writes its memory, its open files and what its
 * event loop holds into the file that SOAK_SAMPLE names. Workers load nothing of it.
 */
import { readdirSync, renameSync, writeFileSync } from 'node:fs'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** A sample of one process; bytes. */
export interface Sample {
  readonly heap: number
  readonly rss: number
  /** The memory that V8 holds for new objects, used or not. */
  readonly newSpace: number
  readonly files: number
  readonly handles: number
}

const file = process.env['SOAK_SAMPLE']
delete process.env['SOAK_SAMPLE']
if (file !== undefined) {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  process.on('SIGUSR2', () => {
    collect()
    // What is freed by finalizers goes with the second collection.
    setImmediate(() => {
      collect()
      const { heapUsed, external, rss } = process.memoryUsage()
      const sample: Sample = {
        heap: heapUsed + external,
        rss,
        newSpace: getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')!.physical_space_size,
        files: readdirSync('/proc/self/fd').length,
        handles: process.getActiveResourcesInfo().length,
      }
      writeFileSync(`${file}.tmp`, JSON.stringify(sample))
      renameSync(`${file}.tmp`, file)
    })
  })
}
