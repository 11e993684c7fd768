/**
 * Puts the sources together, a file for each entry and some that they share: a run loads them in three places (vitest's own
 * process, each worker, the release), and four hundred small files take three times as long. Packages stay imports.
 *
 * The bundler reads the TypeScript itself, as vitest does for the unit tests. The compiler only writes declarations: what
 * it printed as JavaScript was tested by nobody, and tsc 7.0.2 drops the parentheses of `new (load(x) as T).Name()`, which
 * then calls `load` with `new`.
 */
import { join } from 'node:path'
import { rolldown, type CodeSplittingGroup, type ModuleInfo, type OutputOptions, type Plugin } from 'rolldown'
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
    { groups: parts(root) },
    sourcemap,
  )
}

/**
 * The modules with which a process of a run starts: each worker, and vitest's own. What they load before the first call is
 * put together in a few parts, for each file more takes a third of a millisecond.
 */
const STARTS = {
  worker: ['src/index.ts', 'src/deciding/ask/worker.ts', 'src/deciding/claim/decideClaim.ts'],
  session: ['src/integration/plugin/startSession.ts'],
  config: ['src/plugin.ts'],
} as const

/**
 * Returns the parts, in the order in which modules are given to them: a part takes what its modules need along, so one that
 * two processes share comes first.
 */
function parts(root: string): CodeSplittingGroup[] {
  const loaded = (start: keyof typeof STARTS, graph: ModuleGraph) => loadedAtOnce(STARTS[start], root, graph)
  const shared = (graph: ModuleGraph): ReadonlySet<string> => {
    const session = loaded('session', graph)
    return new Set([...loaded('worker', graph)].filter((id) => session.has(id)))
  }
  return [
    part('config', (graph) => loaded('config', graph)),
    part('start', shared),
    part('worker', (graph) => loaded('worker', graph)),
    part('session', (graph) => loaded('session', graph)),
  ]
}

/** The entries keep a file of their own, which has the name that is looked for. */
function part(name: string, modulesOf: (graph: ModuleGraph) => ReadonlySet<string>): CodeSplittingGroup {
  let modules: ReadonlySet<string> | undefined
  return {
    debugName: name,
    name(id, graph) {
      modules ??= modulesOf(graph)
      return modules.has(id) && graph.getModuleInfo(id)?.isEntry === false ? name : null
    },
  }
}

interface ModuleGraph {
  getModuleInfo(id: string): ModuleInfo | null
}

/** Lists what these modules import, and what those import in turn, without what is loaded where it is needed. */
function loadedAtOnce(starts: readonly string[], root: string, graph: ModuleGraph): ReadonlySet<string> {
  const found = new Set(starts.map((start) => join(root, start)))
  for (const one of found) for (const next of graph.getModuleInfo(one)?.importedIds ?? []) found.add(next)
  return found
}

/** Writes a bundle into `folder` for each of the files, under its name. */
export async function bundleFiles(
  input: Readonly<Record<string, string>>,
  folder: string,
  plugins: readonly Plugin[] = [],
  codeSplitting: OutputOptions['codeSplitting'] = true,
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
    codeSplitting,
    // Editors read the comments of the declarations.
    comments: { jsdoc: false },
  })
  await built.close()
}
