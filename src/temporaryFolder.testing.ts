import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const made: string[] = []
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A new folder in the system's temporary one, which is removed after the tests of the file that imports this. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `robustness-${name}-`))
  made.push(folder)
  return folder
}
