/**
 * Puts the script of the HTML report together as one text, from `reporters/html/script`. The build inlines it; runs from
 * the sources use the committed copy, which `npm run page` writes; a test checks that it is that of the modules.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown, type Plugin } from 'rolldown'

/** The module that the build replaces by the script, from the repository's root. */
const INLINED = 'reporters/html/script/inlined.ts'
const ENTRY = 'reporters/html/script/dom/main.ts'
/** The browsers of the last years; the script's own tsconfig names the same library. */
const TARGET = 'es2023'

if (import.meta.main) {
  const root = join(import.meta.dirname, '..')
  writeFileSync(join(root, INLINED), moduleOf(await bundledScript(root)))
}

/** Makes a bundle hold the script as its modules are now. */
export function inlinedScript(root: string): Plugin {
  const replaced = join(root, INLINED)
  return {
    name: 'inlined-script',
    load: async (id) => (id === replaced ? moduleOf(await bundledScript(root)) : null),
  }
}

/** Bundles the script and returns its text. */
export async function bundledScript(root: string): Promise<string> {
  const built = await rolldown({
    input: join(root, ENTRY),
    platform: 'browser',
    tsconfig: false,
    transform: { target: TARGET },
  })
  const { output } = await built.generate({ format: 'iife', minify: true, strict: true })
  await built.close()
  const [{ code }, ...others] = output
  if (others.length > 0) throw new Error('the page has one script: its modules import nothing late')
  // The text of an element ends at its end tag, and with `<!--` in it even later.
  if (/<\/script|<!--/i.test(code)) throw new Error("the page's script would end its own element early")
  return code.trim()
}

function moduleOf(script: string): string {
  return `/** The page's script as one text. Made from the modules beside it: \`npm run page\`. */
export const script = ${JSON.stringify(script)}
`
}
