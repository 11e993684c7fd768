/** The page in a real browser: a real run of the embedded models, hostile texts, 100,000 cells. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { renderHtml } from '../reporters/index.ts'
import { MOST_LISTED } from '../reporters/html/listed.ts'
import { samplePicture } from '../reporters/html/samplePicture.testing.ts'
import { chromiumPath, openChromium } from './openChromium.ts'
import { cloneRepository } from './cloneRepository.ts'
import { gateReport } from './gateReport.ts'

const chromium = chromiumPath()
const where = chromium ?? 'Chromium: SKIPPED, there is none (apt-get install chromium, or set CHROMIUM_PATH)'

let browser: Browser
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'))
  if (chromium !== null) browser = await openChromium(chromium)
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await browser?.close()
})

interface Opened {
  readonly page: Page
  /** What went wrong or asked for something: dialogs, errors, requests. */
  readonly incidents: string[]
  readonly ms: number
}

async function open(file: string, { hash = '', scheme = 'light' as 'light' | 'dark' } = {}): Promise<Opened> {
  const page = await browser.newPage({ colorScheme: scheme, viewport: { width: 1280, height: 900 } })
  onTestFinished(() => page.close())
  const incidents: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') incidents.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => incidents.push(`error: ${error.message}`))
  page.on('dialog', (dialog) => {
    incidents.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (request.url() !== pathToFileURL(file).href) incidents.push(`request: ${request.url().slice(0, 100)}`)
  })
  const started = performance.now()
  await page.goto(`${pathToFileURL(file).href}${hash}`)
  await page.waitForSelector('html[data-ready]', { state: 'attached' })
  return { page, incidents: incidents, ms: performance.now() - started }
}

function write(file: string, text: string): string {
  const path = join(folder, file)
  writeFileSync(path, text)
  return path
}

/** Violations that axe calls serious or critical, all folded parts opened. */
async function seriousIssues(page: Page): Promise<string[]> {
  await page.evaluate('for (const part of document.querySelectorAll("details")) part.open = true')
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run(document, { resultTypes: ["violations"] })')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes
          .slice(0, 3)
          .map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`)
          .join(' | ')}`,
    )
}

const countOf = async (page: Page, list: string) =>
  Number(/^[\d,]+/.exec(await page.locator(`#${list}-count`).innerText())?.[0].replaceAll(',', ''))

describe.skipIf(chromium === null)(`the page in ${where}`, { timeout: 300_000 }, () => {
  describe('of a real run', () => {
    let clone: string
    let file: string
    beforeAll(async () => {
      clone = cloneRepository('html-report')
      file = await gateReport(clone, 'v3', '(relation extraction|yes/no).*unseen')
    }, 300_000)
    afterAll(() => rmSync(clone, { recursive: true, force: true }))

    test('says on its first screen that v3 may not ship and what got worse', async () => {
      const { page, incidents } = await open(file)
      expect(await page.locator('h1').innerText()).toMatch(/v3 may not ship/)
      const worse = page.locator('#regressions')
      expect(await worse.innerText()).toMatch(/worse than the accepted release on unseen instructions/)
      const box = await worse.boundingBox()
      expect(box && box.y + 60 < 900).toBe(true)
      expect(incidents).toEqual([])
    })

    test.each(['light', 'dark'] as const)('has no serious accessibility issue, %s', async (scheme) => {
      const { page, incidents } = await open(file, { scheme })
      expect(await seriousIssues(page)).toEqual([])
      expect(incidents).toEqual([])
    })

    test('every link leads somewhere in the page', async () => {
      const { page } = await open(file)
      const lost = await page.evaluate<string[]>(
        `[...document.querySelectorAll('a')].map((a) => a.getAttribute('href')).filter((href) => !href.startsWith('#') || !document.getElementById(href.slice(1).split(':')[0]))`,
      )
      expect(lost).toEqual([])
    })

    test("a figure's link shows the observations behind it", async () => {
      const { page, incidents } = await open(file)
      const square = page.locator('table.heat td a', { hasText: /\/\d\d/ }).first()
      const asked = Number((await square.innerText()).split('/')[1])
      await square.click()
      // The address changes first, the list after it.
      await expect.poll(() => countOf(page, 'cells')).toBe(asked)
      const claim = page.locator('tr.fail td a[href^="#cells"]').first()
      const cells = Number((await claim.innerText()).replaceAll(',', ''))
      await claim.click()
      await expect.poll(() => page.locator('#cells-count').innerText()).toContain(`${cells} of v3`)
      await page.locator('#cells-list button.open').first().press('Enter')
      expect(await page.locator('#cells-list .command code').first().innerText()).toMatch(
        /^npx vitest-robustness show v/,
      )
      expect(incidents).toEqual([])
    })

    test('flipped examples are filtered by family and by text, and show both sides', async () => {
      const { page, incidents } = await open(file)
      const all = await countOf(page, 'flips')
      const link = page.locator('.card[open] a[href*="family="]').first()
      await page.evaluate('for (const part of document.querySelectorAll("details")) part.open = true')
      const failed = Number(await link.innerText())
      await link.click()
      await expect.poll(() => countOf(page, 'flips')).toBe(failed)
      expect(failed).toBeLessThan(all)
      await page.locator('#flips-form button').click()
      await expect.poll(() => countOf(page, 'flips')).toBe(all)
      await page.getByLabel('search').first().fill('born_in')
      await expect.poll(() => countOf(page, 'flips')).toBeLessThan(all)
      expect(await page.locator('#flips-list .flip').first().innerText()).toMatch(/born_in/)
      expect(await page.locator('#flips-list .side').count()).toBeGreaterThan(1)
      const address = await page.evaluate<string>('location.hash')
      const again = await open(file, { hash: address })
      await expect.poll(() => countOf(again.page, 'flips')).toBe(await countOf(page, 'flips'))
      expect(incidents).toEqual([])
    })

    test('works by keyboard: the first stop skips to the verdict; pages turn', async () => {
      const { page } = await open(file)
      await page.keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.className')).toBe('skip')
      await page.keyboard.press('Enter')
      expect(await page.evaluate('document.activeElement.id')).toBe('main')
      const next = page.locator('#cells-pager button', { hasText: 'next' })
      await next.focus()
      await page.keyboard.press('Enter')
      expect(await page.locator('#cells-count').innerText()).toMatch(/page 2 of/)
      expect(await page.evaluate('document.activeElement.id')).toBe('cells-count')
    })

    test('prints, without what only a screen needs', async () => {
      const { page } = await open(file)
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('nav').isVisible()).toBe(false)
      expect(await page.locator('h1').isVisible()).toBe(true)
      expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-')
    })
  })

  test('hostile texts do nothing but show themselves', async () => {
    const text = `<img src=x onerror="alert(1)"></script><script>alert(2)</script><!--<svg onload=alert(3)>--></style>&lt;"'\` \u202Eevil\u202C \u0007\u001B[31m [x](javascript:alert(4)) ![y](http://127.0.0.1:9/y.png) @all`
    const { run, picture } = samplePicture({ text })
    const { page, incidents } = await open(write('hostile.html', renderHtml(run, { picture })))
    await page.evaluate('for (const part of document.querySelectorAll("details")) part.open = true')
    await page.locator('#cells-list button.open').first().click()
    const strange = await page.evaluate<string[]>(
      `[...document.querySelectorAll('img,iframe,object,embed,video,audio,base,form[action],script,style,link,meta')].map((e) => e.tagName).toSorted()`,
    )
    expect(strange).toEqual(['LINK', 'META', 'META', 'META', 'META', 'META', 'SCRIPT', 'SCRIPT', 'STYLE'])
    const handlers = await page.evaluate<number>(
      `[...document.querySelectorAll('*')].filter((e) => [...e.attributes].some(({ name }) => name.startsWith('on'))).length`,
    )
    expect(handlers).toBe(0)
    const shown = await page.evaluate<string>(`document.querySelector('main').textContent`)
    expect(shown.includes('<img src=x onerror="alert(1)">')).toBe(true)
    expect(/.{40}[\p{Cf}\p{Co}]|.{40}(?![\n\t])\p{Cc}/su.exec(shown)?.[0]).toBeUndefined()
    expect(await page.locator('#flips-list .ctl').first().innerText()).toMatch(/^\\u\{(?:202e|7|1b)\}$/)
    const links = await page.evaluate<string[]>(
      `[...document.querySelectorAll('a')].map((a) => a.protocol + a.getAttribute('href')[0])`,
    )
    expect([...new Set(links)]).toEqual(['file:#'])
    for (const link of await page.locator('.list a, table.heat td a').all()) {
      await link.click()
    }
    expect(await seriousIssues(page)).toEqual([])
    expect(incidents).toEqual([])
  })

  test('an answer of a million characters is cut, and all of it can be seen', async () => {
    const { run, picture } = samplePicture()
    const [one] = picture.claims.get(run.evidence.claims[0]?.title ?? '')?.flips ?? []
    const observations = [...picture.observations].map((observation, at) =>
      at === one?.after
        ? Object.assign({}, observation, { answer: 'x'.repeat(1_000_000), raw: 'x'.repeat(1_000_000) })
        : observation,
    )
    const { page, incidents } = await open(
      write('long.html', renderHtml(run, { picture: { ...picture, observations } })),
    )
    const answer = page.locator('#flips-list .flip').first().locator('.answer').last()
    expect((await answer.innerText()).length).toBeLessThan(1000)
    await answer.getByRole('button', { name: 'show all 1,000,000 characters' }).click()
    expect((await answer.innerText()).length).toBeGreaterThan(1_000_000)
    expect(incidents).toEqual([])
  })

  test.each([4000, 40_000])(
    'a run of %i × 25 cells opens in under 3 s, and says where the rest is',
    async (examples) => {
      const { run, picture } = samplePicture({ examples, variants: 25 })
      const cells = 25 * examples
      expect(picture.observations).toHaveLength(cells)
      const text = renderHtml(run, { picture })
      const file = write(`large-${cells}.html`, text)
      const times: number[] = []
      for (let repeat = 0; repeat < 3; repeat++) {
        const { page, incidents, ms } = await open(file)
        times.push(ms)
        expect(await countOf(page, 'cells')).toBe(MOST_LISTED)
        const count = cells.toLocaleString('en-US')
        expect(await page.locator('body').innerText()).toContain(`This page lists 40,000 of the ${count} observations`)
        expect(incidents).toEqual([])
        await page.close()
      }
      console.log(
        `${cells.toLocaleString('en-US')} cells: ${(text.length / 1e6).toFixed(1)} MB, opened in ${times.map((ms) => `${Math.round(ms)} ms`).join(', ')}`,
      )
      expect(Math.min(...times)).toBeLessThan(3000)
    },
  )
})
