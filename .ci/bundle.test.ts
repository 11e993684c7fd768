/** What is shipped does what the sources say: a compiler's printer must keep the parentheses that types leave behind. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleFiles } from './bundle.ts'

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
