import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type Comment, type Declaration, type ParseResult, parseSync } from 'oxc-parser'

/** The modules that users import from. */
const ENTRIES = ['index', 'plugin', 'models', 'matchers'] as const

/** A name that an entry exports, with the doc comment of its declaration. */
export interface PublicName {
  readonly entry: (typeof ENTRIES)[number]
  readonly name: string
  /** Where it is declared: the path below the repository's root. */
  readonly file: string
  /** Whether it is a type alone, and gone when code runs. */
  readonly isType: boolean
  /** How it is declared: a type whole, a function without its body, a constant by its type; empty where none is written. */
  readonly declaration: string
  /** The text of the doc comment up to its first tag, without the stars; empty where there is none. */
  readonly doc: string
  /** The code of each `@example`. */
  readonly examples: readonly string[]
}

const ROOT = join(import.meta.dirname, '..')

/** Every name of the public entries, followed to its declaration. */
export function publicNames(): PublicName[] {
  return ENTRIES.flatMap((entry) => {
    const path = join(ROOT, `src/${entry}.ts`)
    return exportsOf(path).map(({ name }) => {
      const { file, comment, isType, declaration } = declarationOf(path, name)
      const { doc, examples } = partsOf(comment)
      return { entry, name, file: relative(ROOT, file), isType, declaration, doc, examples }
    })
  })
}

/** The members of an object that a module declares, with the comments from which editors show them. */
export function memberDocs(file: string, name: string): Pick<PublicName, 'name' | 'doc' | 'examples'>[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const { program, comments } = parseSync(file, text)
  const declared = program.body
    .map((statement) => (statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement))
    .flatMap((statement) => (statement?.type === 'VariableDeclaration' ? statement.declarations : []))
  const value = declared.find(({ id }) => 'name' in id && id.name === name)?.init
  const object = value?.type === 'TSAsExpression' ? value.expression : value
  if (object?.type !== 'ObjectExpression') throw new Error(`${file} declares no object ${name}`)
  return object.properties.flatMap((property) => {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') return []
    const { doc, examples } = partsOf(commentAbove(property.start, text, comments))
    return [{ name: property.key.name, doc, examples }]
  })
}

/** Whether an example only compiles: a test needs vitest to collect it, and a declared name has no value. */
export function isCompiledOnly(code: string): boolean {
  return /^\s*test\(|^declare /m.test(code)
}

/** An example as a module of its own: what it uses of the package and of vitest is imported, and `a // => b` is asserted. */
export function exampleModule(name: string, code: string, all: readonly PublicName[]): string {
  const plainCode = code.replaceAll(/'[^'\n]*'/g, '').replaceAll(/\/\/ .*/g, '')
  const words = new Set([name, ...(plainCode.match(/(?<![.\w$])[A-Za-z_$][\w$]*/g) ?? [])])
  for (const [, own = ''] of plainCode.matchAll(/\b(?:const|function) (\w+)/g)) words.delete(own)
  const used = all.filter((one, at) => words.has(one.name) && all.findIndex((other) => other.name === one.name) === at)
  const imports = ENTRIES.flatMap((entry) => {
    const names = used.filter((one) => one.entry === entry).map((one) => (one.isType ? `type ${one.name}` : one.name))
    return names.length === 0
      ? []
      : [`import { ${names.join(', ')} } from 'vitest-robustness${entry === 'index' ? '' : `/${entry}`}'`]
  })
  const asserted = code.replaceAll(
    /^(?<statement>const \w+ = )?(?<expression>[^\n]+?)\s*\/\/ => (?<value>[^\n]+)$/gm,
    (...groups) => {
      const { statement = '', expression, value } = groups.at(-1) as Record<string, string>
      const named = /^const (\w+)/.exec(statement)?.[1]
      return named === undefined
        ? `expect(${expression}).toEqual(${value})`
        : `${statement}${expression}\nexpect(${named}).toEqual(${value})`
    },
  )
  const vitest = `import { expect, test } from 'vitest'`
  return [...imports, vitest, asserted, `export const used: unknown = [expect, test]`, ''].join('\n')
}

/** Where a name that a module exports is declared, and the comment above the declaration. */
function declarationOf(
  path: string,
  name: string,
): { readonly file: string; readonly comment: string; readonly isType: boolean; readonly declaration: string } {
  const { text, program, comments } = parsed(path)
  for (const statement of program.body) {
    if (statement.type !== 'ExportNamedDeclaration' || !statement.declaration) continue
    const { declaration } = statement
    const names =
      declaration.type === 'VariableDeclaration'
        ? declaration.declarations.map(({ id }) => ('name' in id ? id.name : ''))
        : ['id' in declaration && declaration.id && 'name' in declaration.id ? declaration.id.name : '']
    if (!names.includes(name)) continue
    const comment = commentAbove(statement.start, text, comments)
    const isType = declaration.type === 'TSInterfaceDeclaration' || declaration.type === 'TSTypeAliasDeclaration'
    return { file: path, comment, isType, declaration: declarationText(declaration, name, text) }
  }
  const through = exportsOf(path).find((one) => one.name === name)
  if (through?.from === undefined) throw new Error(`${path} exports no ${name} that is declared`)
  return declarationOf(through.from, through.original)
}

/** How a name is declared: a type whole, a function without its body, a constant by its type; empty where none is written. */
function declarationText(declaration: Declaration, name: string, text: string): string {
  if (declaration.type === 'FunctionDeclaration')
    return text.slice(declaration.start, declaration.body?.start ?? declaration.end).trim()
  if (declaration.type !== 'VariableDeclaration') return text.slice(declaration.start, declaration.end)
  const { id, init } = declaration.declarations.find((one) => 'name' in one.id && one.id.name === name)!
  // An adapter is a function inside the call that declares it.
  const value = init?.type === 'CallExpression' ? init.arguments.at(-1) : init
  if (value?.type === 'ArrowFunctionExpression')
    return `function ${name}${text.slice(value.start, value.body.start).replace(/\s*=>\s*$/, '')}`
  const type = 'typeAnnotation' in id ? id.typeAnnotation : undefined
  return type ? `const ${name}${text.slice(type.start, type.end)}` : ''
}

/** The doc comment that ends right above a place, without its stars; empty where there is none. */
function commentAbove(start: number, text: string, comments: readonly Comment[]): string {
  const above = comments.findLast(({ end }) => end <= start)
  if (above === undefined || !above.value.startsWith('*') || text.slice(above.end, start).trim() !== '') return ''
  return above.value
    .slice(1)
    .replaceAll(/^[ \t]*\* ?/gm, '')
    .trim()
}

/** What a comment says up to its first tag, and the code of each `@example`. */
function partsOf(comment: string): Pick<PublicName, 'doc' | 'examples'> {
  const [doc = '', ...examples] = comment.split(/^@example ?/m)
  return { doc: untilTag(doc), examples: examples.map(untilTag) }
}

function untilTag(text: string): string {
  return (text.split(/^@\w/m)[0] ?? '').trim()
}

interface Exported {
  readonly name: string
  /** The name in the module that it comes from. */
  readonly original: string
  /** The module that it comes from; absent where it is declared here. */
  readonly from?: string
}

function exportsOf(path: string): Exported[] {
  const { module } = parsed(path)
  return module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ exportName, importName, localName, moduleRequest }): Exported[] => {
      const from = moduleRequest && join(dirname(path), moduleRequest.value)
      if (exportName.name === null)
        return from ? exportsOf(from).map(({ name }) => ({ name, original: name, from })) : []
      const name = exportName.name
      if (from) return [{ name, original: importName.name ?? name, from }]
      const imported = localName.name === null ? undefined : importOf(path, localName.name)
      return [
        { name, original: imported?.original ?? localName.name ?? name, ...(imported && { from: imported.from }) },
      ]
    }),
  )
}

/** The module that a local name was imported from. */
function importOf(path: string, local: string): { readonly original: string; readonly from: string } | undefined {
  const { module } = parsed(path)
  for (const { moduleRequest, entries } of module.staticImports) {
    const entry = entries.find(({ localName }) => localName.value === local)
    if (entry) return { original: entry.importName.name ?? local, from: join(dirname(path), moduleRequest.value) }
  }
  return undefined
}

interface Parsed extends Pick<ParseResult, 'program' | 'module' | 'comments'> {
  readonly text: string
}

const modules = new Map<string, Parsed>()

/** A module of the sources; most are reached by way of several names. */
function parsed(path: string): Parsed {
  const known = modules.get(path)
  if (known) return known
  const text = readFileSync(path, 'utf8')
  const { program, module, comments } = parseSync(path, text)
  const read = { text, program, module, comments }
  modules.set(path, read)
  return read
}
