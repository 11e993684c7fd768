import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The version of this package, from the nearest `package.json` above. */
export async function version(): Promise<string> {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null)
    if (text !== null) return String((JSON.parse(text) as { version?: unknown }).version ?? 'unknown')
    if (dirname(folder) === folder) return 'unknown'
  }
}
