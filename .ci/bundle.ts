/**
 * Puts the modules of a compiled `dist` together, a file for each entry and some that they share: a run loads them in three
 * places (vitest's own process, each worker, the release), and four hundred small files take three times as long. Packages
 * stay imports; the declarations stay as the compiler wrote them.
 */
import { readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import manifest from '../package.json' with { type: 'json' }

/** What the package's manifest names, and what the plugin hands to vitest. */
const ENTRIES = [
  ...Object.values(manifest.exports).map((entry) => (typeof entry === 'string' ? entry : entry.default)),
  ...Object.values(manifest.bin),
  './dist/src/setup.js',
]
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.replace(/^\.\/dist\/(.*)\.js$/, '$1'))
/** Where the entry is not compiled to the place where it is looked for: the plugin finds it beside itself. */
const MOVED: Readonly<Record<string, string>> = { 'src/setup': 'src/integration/setup' }

/** Replaces the modules in `folder` by bundles. */
export async function bundle(folder: string): Promise<void> {
  const beside = `${folder}.bundled`
  const built = await rolldown({
    input: Object.fromEntries(ENTRIES.map((entry) => [entry, join(folder, `${MOVED[entry] ?? entry}.js`)])),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !id.startsWith('/'),
  })
  await built.write({
    dir: beside,
    format: 'esm',
    entryFileNames: '[name].js',
    // Beside the entries: places relative to a module stay what they are.
    chunkFileNames: 'src/part-[name]-[hash].js',
  })
  await built.close()
  for (const file of filesIn(folder)) if (file.endsWith('.js')) rmSync(join(folder, file))
  for (const file of filesIn(beside)) renameSync(join(beside, file), join(folder, file))
  rmSync(beside, { recursive: true })
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
}
