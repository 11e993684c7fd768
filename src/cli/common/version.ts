import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Returns the folder of this package, installed or checked out: the nearest one above that has a `package.json`. */
export function packageFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder))
    if (existsSync(join(folder, 'package.json')) || dirname(folder) === folder) return folder
}

/** Returns the version of this package, as its `package.json` says. */
export async function version(): Promise<string> {
  const text = await readFile(join(packageFolder(), 'package.json'), 'utf8').catch(() => '{}')
  return String((JSON.parse(text) as { version?: unknown }).version ?? 'unknown')
}
