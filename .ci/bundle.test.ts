/**
 * What is shipped does what the sources say: a compiler's printer must keep the parentheses that types leave behind. And it
 * loads little before it is needed.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseSync } from 'oxc-parser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundle, bundleFiles } from './bundle.ts'

/** Expressions that mean something else without their parentheses; `f` and `o` tell how they are used. */
const EXPRESSIONS = [
  "new (f('x') as any).Made(1).kind",
  "new (f('x').Made as any)(1).kind",
  "new (f('x')! as any).Made(1).kind",
  "new (f('x') satisfies any).Made(1).kind",
  '(new (o as any).Made(1) as any).kind',
  '(o?.none as any)?.a.b',
  'typeof ((o as any)?.none).a',
  '((o.three as number) + 1) * 2',
  '((-2) as number) ** 2',
  '(o.none as any ?? o.three) || 0',
  '(o.none as any || o.three) ?? 0',
  '((() => 7) as any)()',
  '((a: any) => ({ a }) as any)(1).a',
  '(function () { return 8 } as any)()',
  '(await (Promise.resolve(o) as any) as any).three',
  '(((0, o.self) as any)()) === undefined',
  '(o.self as any)() === o',
  "(o.three as number) < (4 as number) ? 'less' : 'more'",
  '`${(o as any).three}`',
  '((1, 2) as number) + 1',
  '(typeof (o as any)).length',
  '!(o.three as number)',
  '(void 0 as any)?.a',
  '({ a: 1 } as any).a',
]
const HEAD = `class Made { kind = 'made'; constructor(public_: number) {} }
const o: any = { Made, three: 3, self() { return this } }
function f(x: string): any { if (new.target) return { Made: () => ({ kind: 'called' }) }; return o }
const tried = async (run: () => any) => { try { return await run() } catch (error: any) { return error.name } }
`
const SOURCE = `${HEAD}export const values = [\n${EXPRESSIONS.map((text) => `  await tried(async () => ${text}),\n`).join('')}]\n`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function valuesOf(file: string): Promise<Record<string, unknown>> {
  const { values } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { values: unknown[] }
  return Object.fromEntries(EXPRESSIONS.map((text, index) => [text, values[index]]))
}

test('the bundler keeps what parentheses around a type mean', async () => {
  writeFileSync(join(folder, 'source.ts'), SOURCE)
  // Blanks in the place of types: every parenthesis stays.
  writeFileSync(join(folder, 'stripped.mjs'), stripTypeScriptTypes(SOURCE))
  await bundleFiles({ bundled: join(folder, 'source.ts') }, folder)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const stripped = await valuesOf(join(folder, 'stripped.mjs'))
  expect(stripped[EXPRESSIONS[0]!]).toBe('made')
  expect(await valuesOf(join(folder, 'bundled.js'))).toEqual(stripped)
})

test('a process loads few files at once, and no package before it is needed', async () => {
  const built = join(folder, 'built')
  mkdirSync(built)
  await bundle(join(import.meta.dirname, '..'), built, true)
  const loaded = (...entries: readonly string[]) => loadedAtOnce(entries.map((entry) => join(built, 'src', entry)))
  // A worker has vitest loaded when it begins.
  const worker = loaded('setup.js', 'index.js', 'models.js')
  expect(worker.packages).toEqual(['vitest'])
  expect(worker.files.length).toBeLessThan(12)
  // Outside of a worker, vitest cannot be imported.
  expect(loaded('index.js', 'models.js').packages).toEqual([])
  // An old Node must get as far as the check of its version.
  expect(loaded('plugin.js').packages).toEqual([])
  const session = laterImports(loaded('plugin.js').files).find((file) => file.includes('startSession'))
  const started = loadedAtOnce([session!])
  expect(started.packages).toEqual([])
  // Workers wait for this process: what decides, and what checks a run, is not loaded in it before they start.
  expect(sourcesOf(started.files).filter((file) => /\/src\/(?:engine|verify)\//.test(file))).toEqual([])
})

/** Lists the modules in these files; one that only passes names on has no map. */
function sourcesOf(files: readonly string[]): string[] {
  const maps = files.map((file) => `${file}.map`).filter((map) => existsSync(map))
  return maps.flatMap((map) => (JSON.parse(readFileSync(map, 'utf8')) as { sources: string[] }).sources)
}

/** Returns what these files import, and what those import in turn, without what is loaded where it is needed. */
function loadedAtOnce(entries: readonly string[]): { readonly files: string[]; readonly packages: string[] } {
  const files = new Set(entries)
  const packages = new Set<string>()
  for (const file of files) {
    const { module } = parseSync(file, readFileSync(file, 'utf8'))
    const named = [
      ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
      ...module.staticExports.flatMap(({ entries: all }) =>
        all.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
      ),
    ]
    for (const name of named) {
      if (name.startsWith('.')) files.add(join(file, '..', name))
      else if (!name.startsWith('node:')) packages.add(name)
    }
  }
  return { files: [...files], packages: [...packages] }
}

function laterImports(files: readonly string[]): string[] {
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bimport\("(\.[^"]+)"\)/g)].map(([, name]) => join(file, '..', name!)),
  )
}
