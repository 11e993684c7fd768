/** Builds `dist` with the compiler alone, and copies what the compiler does not: the published JSON Schemas. */
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, readdirSync, rmSync } from 'node:fs'

rmSync('dist', { recursive: true, force: true })
const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
for (const file of readdirSync('src/schemas')) {
  if (file.endsWith('.json')) copyFileSync(`src/schemas/${file}`, `dist/src/schemas/${file}`)
}
chmodSync('dist/src/cli/main.js', 0o755)
