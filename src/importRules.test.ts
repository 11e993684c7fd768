import { readFileSync, readdirSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'

/** Room -> other rooms of `src` (or packages, or Node's modules) that its files may import. `*` means any. */
const RULES: Record<string, { rooms: string[]; packages: string[] }> = {
  core: { rooms: [], packages: ['node:crypto'] },
  claims: { rooms: ['core'], packages: [] },
  engine: { rooms: ['core', 'claims'], packages: [] },
  schemas: { rooms: ['core'], packages: ['ajv', 'node:*'] },
  sources: { rooms: ['core', 'schemas'], packages: ['yaml', 'csv-parse', '@huggingface/jinja', 'node:*'] },
  models: { rooms: ['core', 'observe', 'sources'], packages: ['@langchain/*', '@huggingface/*', 'undici', 'node:*'] },
  observe: { rooms: ['core'], packages: ['undici', 'node:*'] },
  host: { rooms: ['core', 'observe'], packages: ['node:*'] },
  runs: { rooms: ['core', 'schemas'], packages: ['node:*'] },
  verify: { rooms: ['core', 'claims', 'engine', 'observe', 'runs'], packages: ['node:*'] },
  logs: { rooms: ['core', 'models', 'sources'], packages: ['node:*'] },
  history: { rooms: ['core'], packages: ['pg', 'node:*'] },
  deciding: {
    rooms: ['core', 'claims', 'engine', 'observe', 'sources', 'models', 'host', 'runs'],
    packages: ['node:*'],
  },
  integration: { rooms: ['*'], packages: ['vitest', 'node:*'] },
  cli: { rooms: ['*'], packages: ['node:*'] },
}

/** Packages that may be used in certain rooms only, whatever else a rule says. */
const ONLY: Record<string, string[]> = {
  ajv: ['schemas'],
  undici: ['models', 'observe'],
  vitest: ['integration', 'reporters'],
  '@langchain': ['models'],
  pg: ['history'],
}

const ROOT = join(import.meta.dirname, '..')

describe('the house keeps its import rules', () => {
  const files = ['src', 'reporters', 'suites'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.testing.ts'))
      .map((file) => join(folder, file).replaceAll('\\', '/')),
  )

  test('there are files to look at', () => {
    expect(files.length).toBeGreaterThan(50)
  })

  test('every import is allowed', () => {
    expect(files.flatMap((file) => importsOf(file).flatMap((target) => complain(file, target)))).toEqual([])
  })

  test('a forbidden import would be found', () => {
    expect(complain('src/core/plan/step.ts', 'node:fs')).toHaveLength(1)
    expect(complain('src/core/plan/step.ts', 'src/engine/decide.ts')).toHaveLength(1)
    expect(complain('src/deciding/claim/decideClaim.ts', 'vitest')).toHaveLength(1)
    expect(complain('src/sources/loadTask.ts', 'ajv')).toHaveLength(1)
    expect(complain('src/cli/history/history.ts', 'pg')).toHaveLength(1)
    expect(complain('reporters/ci/markdown.ts', 'src/runs/readRun.ts')).toHaveLength(1)
    expect(complain('suites/relation-extraction.robust.ts', 'src/index.ts')).toHaveLength(1)
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

/** What is loaded with a file at once: its imports and theirs, dynamic ones left out. */
function loadedFirst(entry: string): string[] {
  const loaded = [entry]
  for (const file of loaded) {
    if (!file.endsWith('.ts')) continue
    for (const target of importsOf(file, 'values')) if (!loaded.includes(target)) loaded.push(target)
  }
  return loaded
}

/** What a file imports; `values`: without imports of types alone, which are gone when it runs. */
function importsOf(file: string, which: 'all' | 'values' = 'all'): string[] {
  const { module } = parseSync(file, readFileSync(join(ROOT, file), 'utf8'))
  const kept = (entries: readonly { readonly isType: boolean }[]): boolean =>
    which === 'all' || entries.length === 0 || entries.some(({ isType }) => !isType)
  const targets = [
    ...module.staticImports.filter(({ entries }) => kept(entries)).map((item) => item.moduleRequest.value),
    ...module.staticExports
      .filter(({ entries }) => kept(entries))
      .flatMap((item) => item.entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
  ]
  return [...new Set(targets)].map((target) =>
    target.startsWith('.') ? relative(ROOT, join(ROOT, dirname(file), target)).replaceAll('\\', '/') : target,
  )
}

function complain(file: string, target: string): string[] {
  const room = roomOf(file)
  const inside = target.startsWith('src/') || target.startsWith('reporters/')
  if (inside) return room === roomOf(target) || mayEnter(room, target) ? [] : [`${file} imports ${target}`]
  const name = builtinModules.includes(target) ? `node:${target}` : target
  const owner = Object.entries(ONLY).find(([owned]) => name === owned || name.startsWith(`${owned}/`))
  if (owner && room !== 'suites' && !owner[1].includes(room)) return [`${file} imports ${target}`]
  const allowed = RULES[room]?.packages
  if (!allowed) return []
  const fits = allowed.some(
    (rule) => name === rule || name.startsWith(rule.endsWith('*') ? rule.slice(0, -1) : `${rule}/`),
  )
  return fits ? [] : [`${file} imports ${target}`]
}

function mayEnter(room: string, target: string): boolean {
  if (room === 'src') return true // the entries
  if (room === 'reporters') return target.startsWith('src/core/')
  if (room === 'suites') return false // only the public package
  const rooms = RULES[room]?.rooms ?? []
  return rooms.includes('*') || rooms.includes(roomOf(target))
}

/** The room of a file: the folder below `src`, or the top folder. The entries themselves are in the room `src`. */
function roomOf(file: string): string {
  const [top = '', second = ''] = file.split('/')
  return top === 'src' && !second.endsWith('.ts') ? second : top
}
