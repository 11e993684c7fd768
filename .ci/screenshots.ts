/**
 * Takes pictures of the page for docs/screenshots: v3 of the embedded line, gated in a clone of the repository, light and
 * dark. It needs an installed Chromium. Run: npm run docs:screenshots
 */
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { chromiumPath, openChromium } from './openChromium.ts'
import { cloneRepository } from './cloneRepository.ts'
import { gateReport } from './gateReport.ts'
import { startVitestUi } from './startVitestUi.ts'

const FOLDER = join(import.meta.dirname, '../docs/screenshots')
const MOST_BYTES = 300_000
const CLAIMS = 'relation extraction|yes/no'

/** The content of each picture: the part of the page that its top stands at. */
const PICTURES = [
  { name: 'verdict', hash: '', height: 860 },
  { name: 'claims', hash: '#claims', height: 900 },
  { name: 'evidence', hash: '#details', top: '.card.fail', height: 760 },
  { name: 'heat-map', hash: '#heat', height: 800 },
  { name: 'flips', hash: '', click: '#failures a[href^="#flips"]', height: 900 },
] as const

const path = chromiumPath()
if (path === null) {
  console.error('There is no Chromium: apt-get install chromium, or set CHROMIUM_PATH.')
  process.exit(2)
}
const clone = cloneRepository('screenshots')
const browser = await openChromium(path)
try {
  const file = await gateReport(clone, 'v3', CLAIMS)
  mkdirSync(FOLDER, { recursive: true })
  for (const scheme of ['light', 'dark'] as const) {
    for (const { name, hash, height, ...more } of PICTURES) {
      const page = await browser.newPage({
        colorScheme: scheme,
        viewport: { width: 1240, height },
        reducedMotion: 'reduce',
      })
      await page.goto(`${pathToFileURL(file).href}${hash}`)
      await page.waitForSelector('html[data-ready]', { state: 'attached' })
      if ('top' in more) await page.evaluate(`document.querySelector('${more.top}').scrollIntoView()`)
      if ('click' in more) await page.locator(more.click).first().click()
      await page.evaluate('document.activeElement?.blur()')
      await take(page, `${name}-${scheme}`)
    }
  }
  const ui = await startVitestUi(clone, ['suites/relation-extraction', '-t', 'relation extraction'], {
    ROBUSTNESS_RELEASE: 'v3',
  })
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({
        colorScheme,
        viewport: { width: 1240, height: 720 },
        reducedMotion: 'reduce',
      })
      await page.goto(ui.address)
      const item = page.getByTestId('explorer-item').filter({ hasText: 'is at most 10 points worse', visible: true })
      await item.first().getByTestId('status-icon-fail').waitFor({ timeout: 120_000 })
      // The list moves while it fills.
      await page.waitForTimeout(1000)
      // At its left: a click in the middle of a long title scrolls it.
      await item.first().click({ position: { x: 60, y: 12 } })
      await page.getByRole('note').first().waitFor()
      await page.mouse.move(800, 710)
      await take(page, `vitest-ui-${colorScheme}`)
    }
  } finally {
    await ui.stop()
  }
} finally {
  await browser.close()
  rmSync(clone, { recursive: true, force: true })
}

/** Takes the picture and closes the page. */
async function take(page: Page, name: string): Promise<void> {
  const picture = join(FOLDER, `${name}.png`)
  await page.screenshot({ path: picture })
  await page.close()
  const { size } = statSync(picture)
  console.log(`${picture}: ${Math.round(size / 1000)} kB`)
  if (size > MOST_BYTES) throw new Error(`${picture} is larger than ${MOST_BYTES / 1000} kB`)
}
