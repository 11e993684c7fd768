/**
 * Lets the compiler compare the published JSON Schemas with the types of what they describe, both ways: what a schema
 * takes is of its type, and what is of the type is taken; the same once more with every key required, since one that may
 * be absent could have another name. TypeScript widens the texts of a JSON file that is imported, so
 * the schemas are written out as literals first. Part of `npm run types`.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { schemas } from '../src/schemas/schemas.ts'

const ROOT = join(import.meta.dirname, '..')
const FOLDER = join(ROOT, `.robustness/schemaTypes-${process.pid}`)

const SETTINGS = { extends: '../../tsconfig.json', include: ['*.ts'], exclude: [] }
const HEAD = `import type { TypeOf, Whole } from '../../src/core/types/schemaType.ts'
import type { SchemaTypes } from '../../src/schemas/schemaTypes.ts'
type Definitions<Schema> = Schema extends { readonly definitions: infer Named } ? Named : unknown
type Taken<Schema> = TypeOf<Schema, Definitions<Schema>>
`

mkdirSync(FOLDER, { recursive: true })
try {
  writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(SETTINGS))
  for (const [name, schema] of Object.entries(schemas)) {
    const literal = `const schema = ${JSON.stringify(schema)} as const`
    const checks = `type Ours = SchemaTypes['${name}']
type Theirs = Taken<typeof schema>
export const taken = (value: Theirs): Ours => value
export const takes = (value: Ours): Theirs => value
export const takesNoOther = (value: Whole<Theirs>): Whole<Ours> => value
export const takesEach = (value: Whole<Ours>): Whole<Theirs> => value`
    writeFileSync(join(FOLDER, `${name}.ts`), [HEAD, literal, checks].join('\n'))
  }
  const { status } = spawnSync('tsc', ['-p', FOLDER], { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) {
    console.error(
      'A JSON Schema in src/schemas and the type in src/schemas/schemaTypes.ts do not say the same, see above.',
    )
    process.exitCode = 1
  }
} finally {
  rmSync(FOLDER, { recursive: true, force: true })
}
