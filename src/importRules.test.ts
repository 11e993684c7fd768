import { readFileSync, readdirSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import { readRooms, roomOf, roomsGraph, roomsTable } from '../.ci/rooms.ts'

const ROOT = join(import.meta.dirname, '..')

/** Most modules that a folder may hold: more than a reader takes in at once. */
const MOST = 25

/** Folders that hold one plugin a file, and may be longer. */
const PLUGINS = ['src/core/metrics', 'src/core/perturbations', 'src/sources/datasets']

const files = ['src', 'reporters', 'suites'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.testing.ts'))
    .map((file) => join(folder, file).replaceAll('\\', '/')),
)
const all = readRooms()
const rooms = new Map([...all].map(([room, { deps }]) => [room, deps]))

describe('the house keeps its import rules', () => {
  test('there are rooms to look at', () => {
    expect(files.length).toBeGreaterThan(400)
    expect(rooms.size).toBeGreaterThan(25)
  })

  test('every import is allowed', () => {
    expect(files.flatMap((file) => importsOf(file).flatMap((target) => complain(file, target)))).toEqual([])
  })

  test('every line of a DEPS is needed', () => {
    const used = Map.groupBy(
      files.flatMap((file) => importsOf(file).map((target) => ({ room: roomOf(file), needs: lineFor(target) }))),
      ({ room }) => room,
    )
    const idle = [...rooms].flatMap(([room, deps]) =>
      deps
        .filter((line) => !used.get(room)?.some(({ needs }) => needs === line))
        .map((line) => `${room}/DEPS: ${line}`),
    )
    expect(idle).toEqual([])
  })

  test('no room imports itself by way of others', () => {
    expect(cycles(rooms)).toEqual([])
  })

  test('no file imports itself by way of others, types included', () => {
    expect(cycles(new Map(files.map((file) => [file, importsOf(file)])))).toEqual([])
  })

  test('a folder holds what a reader takes in at once', () => {
    const counts = Map.groupBy(files, (file) => dirname(file))
    const crowded = [...counts].filter(
      ([folder, { length }]) => length > MOST && !PLUGINS.some((room) => folder.startsWith(room)),
    )
    expect(crowded.map(([folder, { length }]) => `${folder}: ${length}`)).toEqual([])
  })

  test('the architecture page has the rooms as their DEPS say', () => {
    const page = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8')
    expect([...all].filter(([, { about }]) => !/^[A-Z].*\.$/.test(about))).toEqual([])
    expect(page).toContain(roomsTable(all))
    expect(page).toContain(roomsGraph(all, (room) => room !== 'src' && room !== 'suites', 'src/core'))
    expect(page).toContain(roomsGraph(all, (room) => room.startsWith('src/core/')))
  })

  test('a forbidden import would be found', () => {
    expect(complain('src/core/gate/index.ts', 'node:fs')).toHaveLength(1)
    expect(complain('src/core/gate/index.ts', 'src/engine/index.ts')).toHaveLength(1)
    expect(complain('src/deciding/claim/decideClaim.ts', 'vitest')).toHaveLength(1)
    expect(complain('src/sources/index.ts', 'ajv')).toHaveLength(1)
    expect(complain('src/cli/runCli.ts', 'pg')).toHaveLength(1)
    expect(complain('reporters/index.ts', 'src/runs/index.ts')).toHaveLength(1)
    expect(complain('suites/relation-extraction.robust.ts', 'src/index.ts')).toHaveLength(1)
    expect(complain('src/engine/index.ts', 'src/claims/_internal/options.ts')).toHaveLength(1)
    const { program } = parseSync(
      'a.ts',
      "export type A = import('pg').Pool\nexport const load = () => import('node:fs')",
    )
    expect(laterImports(program)).toEqual(['pg', 'node:fs'])
    expect(cycles(new Map(Object.entries({ a: ['b'], b: ['c'], c: ['b'], d: ['d'] })))).toEqual(['b → c → b', 'd → d'])
  })

  // Under an old Node, loading undici or `node:sqlite` fails before a check of its version could say so.
  test.each(['src/cli/main.ts', 'src/plugin.ts'])(
    '%s loads no package and little of ours before its check',
    (entry) => {
      const loaded = loadedFirst(entry)
      expect(loaded.filter((target) => !/^(node:(crypto|fs|module|path|readline|url)\b|src\/)/.test(target))).toEqual(
        [],
      )
      expect(loaded).toContain('src/integration/requirements.ts')
      expect(loaded).not.toContain('src/integration/plugin/startSession.ts')
      expect(loaded).not.toContain('src/cli/runCli.ts')
    },
  )

  test.each([
    'src/index.ts',
    'src/matchers.ts',
    'src/models.ts',
    'src/integration/matcher/setup.ts',
    'src/integration/plugin/startSession.ts',
    'src/cli/runCli.ts',
  ])('%s loads the forecast only where a plan is asked for', (entry) => {
    const loaded = loadedFirst(entry)
    expect(loaded.length).toBeGreaterThan(50)
    expect(loaded.filter((target) => target.startsWith('src/core/forecast/'))).toEqual([])
  })
})

/** Why an import is not allowed; nothing where it is. */
function complain(file: string, target: string): string[] {
  const room = roomOf(file)
  const line = lineFor(target)
  if (line === room) return []
  const hidden = target.includes('/_internal/')
  return !hidden && rooms.get(room)?.includes(line) ? [] : [`${file} imports ${target}`]
}

/** The line that a room's `DEPS` needs for an import: a room, `node:fs`, or a package. */
function lineFor(target: string): string {
  if (/^(src|reporters|suites)\//.test(target)) return roomOf(target)
  if (target.startsWith('node:') || builtinModules.includes(target))
    return `node:${target.replace(/^node:/, '').split('/')[0]}`
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/')
}

/** One way round for each group of nodes that reach each other. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const walk = (node: string, path: readonly string[]): void => {
    const at = path.indexOf(node)
    if (at !== -1) found.push([...path.slice(at), node].join(' → '))
    if (at !== -1 || done.has(node)) return
    for (const next of graph.get(node) ?? []) walk(next, [...path, node])
    done.add(node)
  }
  for (const node of graph.keys()) walk(node, [])
  return found
}

/** What is loaded with a file at once: its imports and theirs, dynamic ones left out. */
function loadedFirst(entry: string): string[] {
  const loaded = [entry]
  for (const file of loaded) {
    if (!file.endsWith('.ts')) continue
    for (const target of importsOf(file, 'values')) if (!loaded.includes(target)) loaded.push(target)
  }
  return loaded
}

/**
 * What a file imports: at its top, where it is first needed, and as the type `import('…')`. `values`: only what is loaded with
 * it, without imports of types alone, which are gone when it runs.
 */
function importsOf(file: string, which: 'all' | 'values' = 'all'): string[] {
  const source = readFileSync(join(ROOT, file), 'utf8')
  const { module, program } = parseSync(file, source)
  const kept = (entries: readonly { readonly isType: boolean }[]): boolean =>
    which === 'all' || entries.length === 0 || entries.some(({ isType }) => !isType)
  const targets = [
    ...module.staticImports.filter(({ entries }) => kept(entries)).map((item) => item.moduleRequest.value),
    ...module.staticExports
      .filter(({ entries }) => kept(entries))
      .flatMap((item) => item.entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
    ...(which === 'all' && source.includes('import(') ? laterImports(program) : []),
  ]
  return [...new Set(targets)].map((target) =>
    target.startsWith('.') ? relative(ROOT, join(ROOT, dirname(file), target)).replaceAll('\\', '/') : target,
  )
}

/** The modules that a syntax tree names inside itself: in `import('…')`, of a value or of a type. */
function laterImports(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return []
  const { type, source } = node as { readonly type?: unknown; readonly source?: { readonly value?: unknown } }
  const named = type === 'ImportExpression' || type === 'TSImportType' ? source?.value : undefined
  return [...(typeof named === 'string' ? [named] : []), ...Object.values(node).flatMap(laterImports)]
}
