import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { anchorOf, REPOSITORY } from '../.ci/site/links.ts'
import manifest from '../package.json' with { type: 'json' }

/** Links of the guides lead somewhere, on the repository's site and in the installed package. */

const ROOT = join(import.meta.dirname, '..')
const markdown = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: folder !== '', encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file))

/** The targets of a page's links, without code. */
function linksOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '')
  return [...text.matchAll(/\]\(([^)\s]+)\)|(?:href|src|srcset)="([^"]+)"/g)].map(([, one, two]) => one ?? two ?? '')
}

/** The anchors that a page's headings have on GitHub. */
function anchorsOf(file: string): string[] {
  return [...readFileSync(join(ROOT, file), 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    anchorOf(heading),
  )
}

const pages = [...markdown(''), ...markdown('docs'), ...markdown('bench')]

test.each(pages)('%s', (page) => {
  const broken = linksOf(page).filter((link) => {
    if (link.startsWith(`${REPOSITORY}/blob/main/`)) {
      return !existsSync(join(ROOT, link.slice(`${REPOSITORY}/blob/main/`.length).replace(/#.*$/, '')))
    }
    if (/^[a-z]+:/.test(link)) return false
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? page : join(dirname(page), path)
    if (!existsSync(join(ROOT, target))) return true
    // docs/ is installed, bench/ and the sources are not: a guide names those by their address.
    if (page.startsWith('docs/') && relative('docs', target).startsWith('..')) return !isShipped(target)
    return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor)
  })
  expect(broken).toEqual([])
})

function isShipped(target: string): boolean {
  return manifest.files.some((shipped) => target === shipped || target.startsWith(`${shipped}/`))
}

test('there are pages and links to look at', () => {
  expect(pages.length).toBeGreaterThan(15)
  expect(pages.flatMap(linksOf).length).toBeGreaterThan(30)
})
