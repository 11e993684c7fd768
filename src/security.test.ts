import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }

/** What SECURITY.md and docs/promises.md claim is held by tests that there are, and by the versions of the manifest. */

const ROOT = join(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

/** The rows of the table with a heading, cells trimmed. */
function rowsOf(text: string, heading: string): string[][] {
  const table = text.slice(text.indexOf(heading)).split('\n\n')[0] ?? ''
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

describe('SECURITY.md', () => {
  const rows = rowsOf(read('SECURITY.md'), '| what is promised')
  const testsOf = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, file]) => file ?? '')

  test('names for every promise the tests that hold it', () => {
    expect(rows.length).toBeGreaterThan(15)
    for (const [claim, cell] of rows) {
      expect([claim, testsOf(cell)]).not.toEqual([claim, []])
      for (const file of testsOf(cell)) {
        expect(file).toMatch(/\.test\.ts$/)
        expect([file, existsSync(join(ROOT, file))]).toEqual([file, true])
        expect(read(file)).toMatch(/\bexpect\(/)
      }
    }
  })

  test('is in the package, and leads to the repository of the manifest', () => {
    expect(manifest.files).toContain('SECURITY.md')
    expect(read('SECURITY.md')).toContain(manifest.homepage.replace(/#.*$/, '/security/advisories/new'))
  })
})

test('docs/promises.md names tests that there are', () => {
  const files = [...read('docs/promises.md').matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, file]) => file ?? '')
  expect(files.length).toBeGreaterThan(3)
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
})

test('docs/promises.md names the versions of Node and vitest that the manifest takes', () => {
  const rows = Object.fromEntries(
    rowsOf(read('docs/promises.md'), '| | supported').map(([what, named]) => [what, named]),
  )
  const numbers = (text = ''): string[] => text.match(/\d+(\.\d+)?/g) ?? []
  expect(numbers(rows['Node'])).toEqual(expect.arrayContaining(numbers(manifest.engines.node)))
  expect(numbers(rows['vitest'])).toEqual(expect.arrayContaining(numbers(manifest.peerDependencies.vitest)))
})
