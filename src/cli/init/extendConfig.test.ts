import * as fc from 'fast-check'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'
import { extendConfig } from './extendConfig.ts'
import { maskCode } from './maskCode.ts'
import { newConfig } from './writtenModules.ts'

const CALL = "robustness({\n  candidate: 'mine',\n})"

function extended(text: string): string {
  const result = extendConfig(text, CALL)
  return 'text' in result ? result.text : `left alone: ${result.why}`
}

test('a config without plugins gets a list of them; what is there keeps its place', () => {
  expect(
    extended(`/// <reference types="vitest" />
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Unit tests.
  test: { include: ['src/**/*.test.ts'] },
})
`),
  ).toMatchInlineSnapshot(`
    "/// <reference types="vitest" />
    import { robustness } from 'vitest-robustness/plugin'
    import { defineConfig } from 'vitest/config'

    export default defineConfig({
      plugins: [
        robustness({
          candidate: 'mine',
        }),
      ],
      // Unit tests.
      test: { include: ['src/**/*.test.ts'] },
    })
    "
  `)
})

test('one with plugins gets another one, in its own style', () => {
  expect(
    extended(`import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
\tplugins: [react(), { name: "odd }", transform: (code) => code.replace(/[{'"]/g, \`\${"}"}\`) }],
\ttest: { plugins: [] },
});
`),
  ).toMatchInlineSnapshot(`
    "import { robustness } from "vitest-robustness/plugin";
    import react from "@vitejs/plugin-react";
    import { defineConfig } from "vite";

    export default defineConfig({
    	plugins: [
    		robustness({
    		  candidate: "mine",
    		}),
    		react(), { name: "odd }", transform: (code) => code.replace(/[{'"]/g, \`\${"}"}\`) }],
    	test: { plugins: [] },
    });
    "
  `)
})

test.each([
  ["import { defineConfig } from 'vitest/config'\nexport default defineConfig({})\n", 'empty'],
  [
    "import { defineConfig } from 'vitest/config'\nexport default defineConfig({ test: { globals: true } })\n",
    'one line',
  ],
  ["import { defineConfig } from 'vitest/config'\nexport default defineConfig({ plugins: [] })\n", 'empty list'],
  [
    "import { defineConfig } from 'vitest/config'\nexport default defineConfig({\n  plugins: [\n  ],\n})\n",
    'empty lines',
  ],
])('%j (%s)', (text) => {
  expect(parseSync('vitest.config.ts', extended(text)).errors).toEqual([])
  expect(extended(text)).toMatchSnapshot()
})

test.each([
  ['export default {}', 'it does not export a plain defineConfig({ … })'],
  [
    "import { defineConfig } from 'vitest/config'\nexport default defineConfig(() => ({}))",
    'it does not export a plain',
  ],
  [
    "import { mergeConfig } from 'vitest/config'\nexport default mergeConfig(a, defineConfig({}))",
    'it does not export a',
  ],
  [
    "const { defineConfig } = require('vitest/config')\nmodule.exports = defineConfig({})",
    'it does not export a plain',
  ],
  ['export default defineConfig({})', 'it imports nothing'],
  ["import a from './a'\nexport default defineConfig({ ...a, test: {} })", 'it spreads another object'],
  ["import { plugins } from './a'\nexport default defineConfig({ plugins })", 'its plugins are no plain list'],
  ["import a from './a'\nexport default defineConfig({ plugins: a() })", 'its plugins are no plain list'],
  ["import a from './a'\nexport default defineConfig({ 'plugins': [a()] })", 'its plugins are no plain list'],
  ["import a from './a'\nexport default defineConfig({ test: {", 'its braces do not match'],
  ["import a from './a'\n// export default defineConfig({})\nexport default a", 'it does not export a plain'],
])('%j is left alone: %s', (text, why) => {
  expect(extended(text)).toContain(`left alone: ${why}`)
})

/** Properties of a config, each a line that is valid by itself. */
const PROPERTY = fc.constantFrom(
  "test: { include: ['a'], env: { A: '}' } },",
  '// plugins: [nothing],',
  'resolve: { alias: [{ find: /^a\\/[{]$/, replacement: `b${1 + 1}` }] },',
  '/* { */ base: "/",',
  "define: { 'x': `{${[`}`].join('{')}`, y: 4 / 2 },",
  'esbuild: { target: "es2022" }, // }',
)
const PLUGINS = fc.constantFrom(
  '',
  'plugins: [],',
  'plugins: [a()],',
  'plugins: [ // first\n  a(),\n],',
  'plugins: [\n  a({ b: [1, 2] }),\n  { name: "x" },\n],',
)
const CONFIG = fc
  .record({
    before: fc.array(PROPERTY),
    plugins: PLUGINS,
    after: fc.array(PROPERTY),
    lines: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ before, plugins, after, lines }) =>
    ['import a from "./a"', 'export default defineConfig({', ...before, plugins, ...after, '})', '']
      .join('\n')
      .replaceAll('\n', lines),
  )

test('whatever is in a plain config: the result parses, has what was there, and extending it again changes nothing', () => {
  fc.assert(
    fc.property(CONFIG, (text) => {
      const once = extended(text)
      expect(parseSync('vitest.config.ts', once).errors).toEqual([])
      expect(extended(once)).toBe(once)
      const bare = (source: string): string => source.replaceAll(/\s/g, '')
      const added = [`import{robustness}from"vitest-robustness/plugin"`, bare(CALL).replaceAll("'", '"')]
      let rest = bare(once)
      for (const part of added) {
        expect(rest).toContain(part)
        rest = rest.replace(part, '')
      }
      expect([rest.replace('plugins:[,],', ''), rest.replace('plugins:[,', 'plugins:[')]).toContain(bare(text))
      const ends = (source: string): string[] => [...new Set(source.match(/\r?\n/g))]
      expect(ends(once)).toEqual(ends(text))
    }),
  )
})

test('a mask has the same lines, and none of the braces of texts', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]()\'"`$/\\*\n ab=,;') }), (text) => {
      const code = maskCode(text)
      expect(code).toHaveLength(text.length)
      expect(code.split('\n').map(({ length }) => length)).toEqual(text.split('\n').map(({ length }) => length))
    }),
  )
  expect(maskCode("a = '{' + `{${b + `}${c}`}}` / 2 // {")).toMatchInlineSnapshot(
    `"a = ' ' + \`   b + \`   c \`  \` / 2     "`,
  )
})

test('a new config parses too', () => {
  expect(parseSync('vitest.config.ts', newConfig(CALL)).errors).toEqual([])
  expect(extended(newConfig(CALL))).toBe(newConfig(CALL))
})
