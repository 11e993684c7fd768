/** Builds and packs the package for a test that installs it. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const REPOSITORY = join(import.meta.dirname, '..')
const LOCK = join(REPOSITORY, '.robustness/packing')
const [PATIENCE_MS, STALE_MS] = [100, 300_000]

/** Packs into a folder and returns the file's name. */
export function packInto(folder: string): string {
  whileDistStands(() => {
    execFileSync('npm', ['run', 'build'], { cwd: REPOSITORY })
    execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: REPOSITORY })
  })
  const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { version: string }
  return `vitest-robustness-${version}.tgz`
}

/** Takes turns with other test files, which run at the same time and share `dist`: one at a time builds it, or reads it. */
export function whileDistStands<T>(use: () => T): T {
  mkdirSync(join(LOCK, '..'), { recursive: true })
  while (!take()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PATIENCE_MS)
  try {
    return use()
  } finally {
    rmSync(LOCK, { recursive: true, force: true })
  }
}

/** Takes over a lock that nobody holds any more, because its process was killed. */
function take(): boolean {
  try {
    mkdirSync(LOCK)
    return true
  } catch {
    const since = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Date.now() - since > STALE_MS) rmSync(LOCK, { recursive: true, force: true })
    return false
  }
}
