import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { apiPage } from '../.ci/site/apiPage.ts'
import { shippedLlmsText } from '../.ci/site/llms.ts'
import { allPages } from '../.ci/site/pages.ts'

/** What `npm run list` writes whole, and the list of pages from which the site is made. */

const ROOT = join(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

test('docs/api.md says what the sources say (npm run list)', () => {
  expect(read('docs/api.md')).toBe(apiPage())
})

test('docs/llms.txt names the pages that there are (npm run list)', () => {
  expect(read('docs/llms.txt')).toBe(shippedLlmsText())
})

test('every guide, decision and printed benchmark has its place in the sidebar', () => {
  const there = ['docs', 'docs/decisions', 'bench/results'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}/${file}`),
  )
  const listed = allPages().map(({ file }) => file)
  expect(listed.toSorted()).toEqual([...there, 'CHANGELOG.md', 'CONTRIBUTING.md', 'README.md'].toSorted())
  expect(new Set(allPages().map(({ path }) => path)).size).toBe(listed.length)
})
