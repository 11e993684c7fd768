/**
 * Loaded into a process before everything else: notes the CPU time that it took when it ends, in a file of USAGE_DIR. A worker
 * that vitest ends by a signal exits by itself here, so that Node writes its profile too.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

if (process.send !== undefined) process.once('SIGTERM', () => process.exit())
process.once('exit', () => {
  const { user, system } = process.cpuUsage()
  const role = process.send === undefined ? 'main' : 'worker'
  writeFileSync(join(process.env['USAGE_DIR'] ?? '', `${role}.json`), JSON.stringify({ user, system }))
})
