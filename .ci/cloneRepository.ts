import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const REPOSITORY = join(import.meta.dirname, '..')

/** Copies the working tree without what git ignores, with the same packages: what runs in the copy leaves no trace here. */
export function cloneRepository(name: string): string {
  const clone = mkdtempSync(join(tmpdir(), `${name}-`))
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const files = execFileSync('git', list, { cwd: REPOSITORY, encoding: 'utf8' }).split('\0').filter(Boolean)
  for (const file of files) {
    if (existsSync(join(REPOSITORY, file))) cpSync(join(REPOSITORY, file), join(clone, file), { recursive: true })
  }
  symlinkSync(join(REPOSITORY, 'node_modules'), join(clone, 'node_modules'))
  return clone
}
