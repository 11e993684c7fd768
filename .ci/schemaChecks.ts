/**
 * Compiles the checks of the package's own JSON Schemas when the package is built: compiling them when it is used took a
 * fifth of a second of every run. Each has a file of its own, since a worker needs two of the small ones and never the
 * large one.
 */
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import type { Plugin } from 'rolldown'
import { minifySync } from 'rolldown/utils'
import { CHECK_OPTIONS } from '../src/schemas/checkFor.ts'
import { schemas } from '../src/schemas/schemas.ts'

/**
 * The module that replaces `src/schemas/checkFor.ts`. CommonJS is read at once, as a caller that does not wait needs it.
 */
const LOADER = `import { createRequire } from 'node:module'
const load = createRequire(import.meta.url)
export const checkFor = (name) => load(\`./schemas/\${name}.check.cjs\`)
`

/** Makes the bundle load compiled checks. Its parts are in `src`, so the loader's paths begin there. */
export function compiledChecks(root: string): Plugin {
  const replaced = join(root, 'src/schemas/checkFor.ts')
  return { name: 'compiled-checks', load: (id) => (id === replaced ? LOADER : null) }
}

/**
 * Writes the published schemas into the build's folder: the files as they are, and those that are made from declarations in
 * the code.
 */
export function writeSchemas(root: string, folder: string): void {
  const place = join(folder, 'src/schemas')
  mkdirSync(place, { recursive: true })
  for (const [name, schema] of Object.entries(schemas)) {
    const file = `${name}.schema.json`
    const source = join(root, 'src/schemas', file)
    if (existsSync(source)) copyFileSync(source, join(place, file))
    else writeFileSync(join(place, file), `${JSON.stringify(schema, null, 2)}\n`)
  }
}

/** Writes the compiled checks into the build's folder, where the loader looks for them. */
export function writeChecks(folder: string): void {
  const place = join(folder, 'src/schemas')
  mkdirSync(place, { recursive: true })
  for (const [name, schema] of Object.entries(schemas)) {
    const ajv = new Ajv({ ...CHECK_OPTIONS, code: { source: true } })
    const file = `${name}.check.cjs`
    const { code, errors } = minifySync(file, standalone.default(ajv, ajv.compile(schema)))
    if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`)
    writeFileSync(join(place, file), code)
  }
}
