/** The documentation's site: every link leads somewhere, and no page asks another host. */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, posix } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openChromium } from './openChromium.ts'
import { buildSite } from './site/buildSite.ts'
import { allPages } from './site/pages.ts'

const BASE = '/docs/'
const chromium = chromiumPath()
const where = chromium ?? 'Chromium: SKIPPED, there is none (apt-get install chromium, or set CHROMIUM_PATH)'

let folder: string
let site: string
let files: readonly string[]
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'site-'))
  site = buildSite({ folder, base: BASE })
  files = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(site, file)).isFile())
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (file: string): string => readFileSync(join(site, file), 'utf8')
const pages = (): readonly string[] => files.filter((file) => file.endsWith('.html') && file !== '404.html')

/** The values of an attribute in a page, as a browser reads them. */
function values(page: string, tags: string, attribute: string): string[] {
  return [...read(page).matchAll(new RegExp(`<(?:${tags})\\b[^>]*\\s${attribute}="([^"]*)"`, 'g'))].map(
    ([, value = '']) => value.replaceAll('&amp;', '&'),
  )
}

/** The file of the site that a link of a page leads to; `null` where it leads elsewhere. */
function fileOf(link: string, page: string): string | null {
  if (/^[a-z]+:/.test(link)) return null
  const [path = ''] = link.split('#')
  if (path === '') return page
  const whole = path.startsWith('/') ? path : posix.join(BASE, posix.dirname(page), path)
  if (!whole.startsWith(BASE)) return `outside of the site: ${whole}`
  const inside = whole.slice(BASE.length)
  return inside === '' || inside.endsWith('/') ? `${inside}index.html` : inside
}

test('it has every page, and the plain texts that llms.txt names', () => {
  expect(pages().toSorted()).toEqual(
    allPages()
      .map(({ path }) => `${path}.html`)
      .toSorted(),
  )
  const named = [...read('llms.txt').matchAll(/\]\(([^)]+)\)/g)].map(([, file = '']) => file)
  expect(named.toSorted()).toEqual(
    allPages()
      .map(({ path }) => `${path}.md`)
      .toSorted(),
  )
  expect(named.filter((file) => !existsSync(join(site, file)))).toEqual([])
})

test('every link, picture and heading that is linked is there', () => {
  expect(pages().flatMap(deadLinks)).toEqual([])
  expect(pages().flatMap((page) => values(page, 'a', 'href')).length).toBeGreaterThan(1_000)
})

function deadLinks(page: string): string[] {
  const links = values(page, 'a|link', 'href').concat(
    values(page, 'img|script', 'src'),
    values(page, 'source', 'srcset'),
  )
  return links
    .filter((link) => {
      const file = fileOf(link, page)
      if (file === null) return false
      if (!existsSync(join(site, file))) return true
      const anchor = decodeURIComponent(link.split('#')[1] ?? '')
      return anchor !== '' && !read(file).includes(`id="${anchor}"`)
    })
    .map((link) => `${page}: ${link}`)
}

test('nothing that a browser loads by itself is on another host', () => {
  const loaded = pages().flatMap((page) =>
    values(page, 'link', 'href').concat(
      values(page, 'img|script|iframe|audio|video|source|embed', 'src'),
      values(page, 'source|img', 'srcset'),
    ),
  )
  const styles = files.filter((file) => file.endsWith('.css')).flatMap((file) => addressesIn(read(file)))
  const addresses = loaded.concat(styles)
  expect(addresses.filter((address) => /^(?!data:)[a-z]+:|^\/\//.test(address))).toEqual([])
  expect(addresses.length).toBeGreaterThan(100)
})

function addressesIn(css: string): string[] {
  const found = css.matchAll(/url\(["']?([^"')]+)|@import\s+["']([^"']+)/g)
  return Array.from(found, ([, url, imported]) => url ?? imported ?? '')
}

test.each([
  ['formats.html', '<code>{{passage}}</code>'],
  ['init.html', '<code>{{var}}</code>'],
])('%s shows %s as it was written', (page, code) => {
  expect(read(page).includes(code)).toBe(true)
})

describe.skipIf(chromium === null)(`the site in ${where}`, { timeout: 120_000 }, () => {
  let browser: Browser
  let server: Server
  let origin: string
  beforeAll(async () => {
    browser = await openChromium(chromium!)
    const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
    server = createServer((request, response) => {
      const file = fileOf(decodeURIComponent(request.url ?? ''), 'index.html') ?? ''
      const there = existsSync(join(site, file))
      response.writeHead(there ? 200 : 404, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
      response.end(there ? readFileSync(join(site, file)) : '')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  test('opens, is searched and is left by its links without a request to another host or an error', async () => {
    const page = await browser.newPage()
    const incidents: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') incidents.push(message.text())
    })
    page.on('pageerror', (error) => incidents.push(error.message))
    page.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) incidents.push(`request: ${url}`)
    })
    await page.goto(`${origin}${BASE}`)
    expect(await page.locator('main h1').innerText()).toContain('vitest-robustness')
    await page.locator('.VPSidebar a', { hasText: 'Claims' }).first().click()
    await page.waitForURL(`${origin}${BASE}claims.html`)
    await page.locator('.VPNavBarSearch button').first().click()
    await page.locator('.VPLocalSearchBox input').fill('waiver')
    await expect.poll(() => page.locator('.VPLocalSearchBox .results a').count()).toBeGreaterThan(2)
    expect(incidents).toEqual([])
    await page.close()
  })
})
