import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from './bundle.ts'

const ROOT = join(import.meta.dirname, '..')

/** Builds the package's code into `folder`: compiled, bundled, with the published JSON Schemas. Returns the compiler's exit code. */
export async function compile(folder: string): Promise<number> {
  rmSync(folder, { recursive: true, force: true })
  const compiler = join(ROOT, 'node_modules/.bin/tsc')
  const { status } = spawnSync(compiler, ['-p', 'tsconfig.build.json', '--outDir', folder], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  if (status !== 0) return status ?? 1
  await bundle(folder)
  for (const file of readdirSync(join(ROOT, 'src/schemas'))) {
    if (file.endsWith('.json')) copyFileSync(join(ROOT, 'src/schemas', file), join(folder, 'src/schemas', file))
  }
  chmodSync(join(folder, 'src/cli/main.js'), 0o755)
  return 0
}
