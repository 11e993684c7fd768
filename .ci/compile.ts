import { spawnSync } from 'node:child_process'
import { chmodSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { bundle } from './bundle.ts'
import { finishDeclarations } from './declarations.ts'
import { writeChecks, writeSchemas } from './schemaChecks.ts'

const ROOT = join(import.meta.dirname, '..')

/**
 * Builds the package's code into `place`, a path from the repository's root: bundles, declarations, the published JSON
 * Schemas. Returns the compiler's exit code.
 */
export async function compile(place: string): Promise<number> {
  const folder = resolve(ROOT, place)
  rmSync(folder, { recursive: true, force: true })
  const compiler = join(ROOT, 'node_modules/.bin/tsc')
  const { status } = spawnSync(compiler, ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', folder], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  if (status !== 0) return status ?? 1
  finishDeclarations(folder)
  await compileCode(folder)
  return 0
}

/**
 * Builds the part of it that runs: bundles, JSON Schemas and their checks, without declarations, whose types it does not
 * check.
 */
export async function compileCode(folder: string): Promise<void> {
  await bundle(ROOT, folder)
  writeChecks(folder)
  writeSchemas(ROOT, folder)
  chmodSync(join(folder, 'src/cli/main.js'), 0o755)
}
