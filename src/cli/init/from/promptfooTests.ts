/** Reads the tests of a promptfoo config as cases: variables, and the answer that their assertions want. */
import { relative, resolve } from 'node:path'
import { readTable } from '../../../sources/index.ts'
import type { Case } from './chooseTask.ts'
import { type ConfigFile, filePath, type LeftOut, listOf, readConfig, readNamed, recordOf } from './promptfooConfig.ts'

/** A case with the way in which its answer is compared. */
export interface ReadCase extends Case {
  readonly by: 'equals' | 'contains' | 'json'
}

/** The cases of all tests, and their schema. */
export interface ReadTests {
  readonly cases: readonly ReadCase[]
  /** The JSON Schema that answers have to follow, where the tests name one and the same. */
  readonly schema: unknown
}

/** Reads all tests. A test without a right answer is left out by place and reason, and so is each assertion with none. */
export function readTests(config: ConfigFile, leftOut: LeftOut): ReadTests {
  const base = recordOf(config.value)['defaultTest']
  if (typeof base === 'string')
    leftOut.add(config.place('defaultTest'), `defaultTest, for it is in another file (${base})`)
  const shared = {
    vars: recordOf(recordOf(base)['vars']),
    assertions: assertionsOf(config, base, ['defaultTest'], leftOut),
  }
  const schemas = new Map<string, unknown>()
  const cases: ReadCase[] = []
  for (const { test, place, assertions } of testsOf(config, leftOut)) {
    const all = [...assertions, ...shared.assertions]
    for (const { schema } of all) if (schema !== undefined) schemas.set(JSON.stringify(schema), schema)
    for (const input of combinations(config, { ...shared.vars, ...recordOf(recordOf(test)['vars']) }, place, leftOut)) {
      const right = rightAnswer(all, input)
      if (typeof right === 'string') leftOut.add(place, right)
      else {
        const [file = '', line = '1'] = place.split(/:(?=\d+$)/)
        cases.push({ input, ...right, at: { file, line: Number(line) } })
      }
    }
  }
  if (schemas.size > 1)
    leftOut.add(config.place('tests'), 'the schemas of is-json, for a task has one schema and these differ')
  return { cases, schema: schemas.size === 1 ? [...schemas.values()][0] : undefined }
}

/** One assertion that says what is right. */
interface Assertion {
  readonly by: ReadCase['by'] | 'schema'
  readonly value: string
  readonly schema?: unknown
  readonly icase?: boolean
}

interface FoundTest {
  readonly test: unknown
  readonly place: string
  readonly assertions: readonly Assertion[]
}

/** Finds the tests of the config itself, and of the files that it names. */
function testsOf(config: ConfigFile, leftOut: LeftOut, inFile = false): readonly FoundTest[] {
  const tests = inFile ? config.value : recordOf(config.value)['tests']
  return listOf(tests).flatMap((test, at): readonly FoundTest[] => {
    const path =
      inFile || !Array.isArray(tests) ? (Array.isArray(tests) ? [at] : inFile ? [] : ['tests']) : ['tests', at]
    const place = config.place(...path)
    if (typeof test !== 'string') return [{ test, place, assertions: assertionsOf(config, test, path, leftOut) }]
    const file = filePath(test) ?? test
    if (/\.(csv|tsv|jsonl)$/.test(file)) return tableTests(config, file, leftOut)
    if (/\.(ya?ml|json)$/.test(file) && !file.includes('*'))
      return testsOf(readConfig(relative(config.cwd, resolve(config.folder, file)), config.cwd), leftOut, true)
    leftOut.add(place, `the tests of ${file}, for only CSV, TSV, JSON Lines, YAML and JSON files are read`)
    return []
  })
}

/** Reads promptfoo's tables: a column for each variable, and `__expected` with an assertion in short. */
function tableTests(config: ConfigFile, path: string, leftOut: LeftOut): readonly FoundTest[] {
  const { rows } = readTable(resolve(config.folder, path))
  const file = relative(config.cwd, resolve(config.folder, path)).replaceAll('\\', '/')
  return rows.map(({ at, cells }) => {
    const place = `${file}:${at.line}`
    const entries = Object.entries(cells)
    for (const [name] of entries)
      if (name.startsWith('__') && !/^__expected\d*$/.test(name)) leftOut.add(place, `the column ${name}`)
    const vars = Object.fromEntries(entries.filter(([name]) => !name.startsWith('__')))
    const assertions = entries
      .filter(([name, text]) => /^__expected\d*$/.test(name) && text.trim() !== '')
      .flatMap(([, text]) => {
        const [, type, value = ''] = /^([a-z-]+):\s*([^]*)$/.exec(text.trim()) ?? [null, 'equals', text.trim()]
        return mapped({ type, value }, place, config, leftOut)
      })
    return { test: { vars }, place, assertions }
  })
}

function assertionsOf(
  config: ConfigFile,
  test: unknown,
  path: readonly (string | number)[],
  leftOut: LeftOut,
): readonly Assertion[] {
  const { assert, vars: _vars, description: _description, metadata: _metadata, ...others } = recordOf(test)
  for (const key of Object.keys(others)) leftOut.add(config.place(...path, key), `${key} of a test`)
  return listOf(assert).flatMap((one, at) => mapped(one, config.place(...path, 'assert', at), config, leftOut))
}

/** Translates an assertion that says what is right; any other one is left out. */
function mapped(assertion: unknown, place: string, config: ConfigFile, leftOut: LeftOut): readonly Assertion[] {
  const { type, value, ...others } = recordOf(assertion)
  for (const key of Object.keys(others)) leftOut.add(place, `${key} of an assertion`)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (type === 'is-json' || type === 'contains-json') {
    const path = typeof value === 'string' ? filePath(value) : null
    const written = path === null ? value : readNamed(config, path, place)
    const schema = typeof written === 'string' ? readInline(written) : written
    if (schema === undefined) leftOut.add(place, `the assertion ${type}, for it has no JSON Schema in JSON`)
    return [{ by: 'schema', value: '', schema }]
  }
  if (value !== undefined && text !== undefined) {
    if (typeof value === 'string' && filePath(value) !== null) {
      leftOut.add(place, `the assertion ${String(type)}, for its value is in another file`)
      return []
    }
    if (type === 'equals') return [{ by: typeof value === 'object' ? 'json' : 'equals', value: text }]
    if (type === 'contains' || type === 'icontains') return [{ by: 'contains', value: text }]
  }
  leftOut.add(place, `the assertion ${String(type)}, for it does not name the one right answer`)
  return []
}

function readInline(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Returns the answer that the assertions want together, or the reason why there is none. */
function rightAnswer(
  assertions: readonly Assertion[],
  input: Case['input'],
): { readonly gold: string; readonly by: ReadCase['by'] } | string {
  const filled = assertions.map(({ by, value }) => ({
    by,
    value: value.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (written, name: string) => input[name] ?? written).trim(),
  }))
  const exact = filled.find(({ by }) => by === 'equals' || by === 'json')
  const other = filled.find(
    ({ value }) => exact !== undefined && !exact.value.toLowerCase().includes(value.toLowerCase()),
  )
  if (exact !== undefined && other !== undefined)
    return `the test, for no answer both is ${JSON.stringify(exact.value)} and holds ${JSON.stringify(other.value)}`
  if (exact !== undefined) return { gold: exact.value, by: exact.by === 'json' ? 'json' : 'equals' }
  const held = new Set(filled.filter(({ by }) => by === 'contains').map(({ value }) => value))
  const [only] = held
  if (only !== undefined && held.size === 1) return { gold: only, by: 'contains' }
  if (held.size > 1) return `the test, for it wants ${held.size} texts in the answer and so names no single right one`
  return filled.some(({ by }) => by === 'schema')
    ? 'the test, for is-json says which shape an answer has and not which answer is right (equals does)'
    : 'the test, for no assertion of it names the right answer'
}

/** Returns the variables as texts. A list stands for several tests, one for each of its items. */
function combinations(
  config: ConfigFile,
  vars: Readonly<Record<string, unknown>>,
  place: string,
  leftOut: LeftOut,
): readonly Case['input'][] {
  let made: Record<string, string>[] = [{}]
  for (const [name, value] of Object.entries(vars)) {
    const texts = listOf(value).map((item) => {
      if (typeof item !== 'string') return typeof item === 'object' ? JSON.stringify(item) : String(item)
      const path = filePath(item)
      if (path === null) return item
      if (/\.(txt|md)$/.test(path) && !path.includes('*')) return readNamed(config, path, place).trim()
      leftOut.add(place, `the test, for its variable ${name} is ${item}`)
      return null
    })
    if (texts.includes(null)) return []
    made = made.flatMap((one) => texts.map((text) => Object.assign({}, one, { [name]: text ?? '' })))
  }
  return made
}
