/**
 * Puts the sources together, a file for each entry and some that they share: a run loads them in three places (vitest's own
 * process, each worker, the release), and four hundred small files take three times as long. Packages stay imports.
 *
 * The bundler reads the TypeScript itself, as vitest does for the unit tests. The compiler only writes declarations: what
 * it printed as JavaScript was tested by nobody, and tsc 7.0.2 drops the parentheses of `new (load(x) as T).Name()`, which
 * then calls `load` with `new`.
 */
import { join } from 'node:path'
import { rolldown, type Plugin } from 'rolldown'
import manifest from '../package.json' with { type: 'json' }
import { inlinedScript } from './pageScript.ts'
import { compiledChecks } from './schemaChecks.ts'

/** The entries that the package's manifest names, and those that the plugin hands to vitest. */
const ENTRIES = [
  ...Object.values(manifest.exports).map((entry) => (typeof entry === 'string' ? entry : entry.default)),
  ...Object.values(manifest.bin),
  './dist/src/setup.js',
]
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.replace(/^\.\/dist\/(.*)\.js$/, '$1'))
/**
 * The entries that are not compiled to the place where they are looked for: the plugin finds this one in its own folder.
 */
const MOVED: Readonly<Record<string, string>> = { 'src/setup': 'src/integration/matcher/setup' }

/**
 * Writes the package's bundles into `folder`, each entry in the place that the manifest names. `sourcemap`: with maps back
 * to the sources beside them, which are not shipped.
 */
export async function bundle(root: string, folder: string, sourcemap = false): Promise<void> {
  await bundleFiles(
    Object.fromEntries(ENTRIES.map((entry) => [entry, join(root, `${MOVED[entry] ?? entry}.ts`)])),
    folder,
    [compiledChecks(root), inlinedScript(root)],
    sourcemap,
  )
}

/** Writes a bundle into `folder` for each of the files, under its name. */
export async function bundleFiles(
  input: Readonly<Record<string, string>>,
  folder: string,
  plugins: readonly Plugin[] = [],
  sourcemap = false,
): Promise<void> {
  const built = await rolldown({
    input,
    plugins: [...plugins],
    platform: 'node',
    // The paths in there lead a package's name to its sources.
    tsconfig: false,
    transform: { target: 'es2024' },
    external: (id) => !id.startsWith('.') && !id.startsWith('/'),
    // A command that lists all commands imports the list late because it is in that list, not to be in a part of its own.
    checks: { ineffectiveDynamicImport: false },
  })
  await built.write({
    dir: folder,
    format: 'esm',
    sourcemap,
    entryFileNames: '[name].js',
    // They are in the folder of the entries, so that places relative to a module stay the same.
    chunkFileNames: 'src/part-[name]-[hash].js',
  })
  await built.close()
}
