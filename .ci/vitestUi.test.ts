/** Claims in `vitest --ui`, opened in a real browser. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { fakeProject, releases, type FakeProject } from '../src/integration/fakeProject.testing.ts'
import { chromiumPath, openChromium } from './openChromium.ts'
import { startVitestUi, type VitestUi } from './startVitestUi.ts'

const chromium = chromiumPath()
const where = chromium ?? 'Chromium: SKIPPED, there is none (apt-get install chromium, or set CHROMIUM_PATH)'

const FILES = {
  'a.robust.ts': `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('is right', { tags: ['gating'] }, async () => {
  await expect(release().on(qa)).toStayAbove({ accuracy: 0.5 })
})
test('keeps its answer', async () => {
  await expect(release().on(qa)).toBeStableUnderParaphrase({ maxFlipRate: 0.05 })
})
`,
  // Right on seen wordings; elsewhere always "no".
  'releases.ts': releases("return unseen(prompt) ? 'no' : right(prompt)"),
}

describe.skipIf(chromium === null)(`vitest --ui in ${where}`, { timeout: 120_000 }, () => {
  let project: FakeProject
  let ui: VitestUi
  let browser: Browser
  let page: Page
  const errors: string[] = []
  beforeAll(async () => {
    project = fakeProject(FILES)
    ui = await startVitestUi(project.root)
    browser = await openChromium(chromium ?? '')
    page = await browser.newPage({ viewport: { width: 1240, height: 860 } })
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(ui.address)
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await ui?.stop()
    project?.remove()
  })

  /** Clicks a test until its report is shown: the list moves while it fills. */
  const choose = (name: string) =>
    vi.waitFor(
      async () => {
        await page.getByTestId('explorer-item').getByText(name, { exact: true }).click({ timeout: 5000 })
        await page.getByTestId('file-detail').getByText(name, { exact: true }).first().waitFor({ timeout: 2000 })
      },
      { timeout: 60_000 },
    )

  test('a test shows its claim, and where it is', async () => {
    await choose('is right')
    const note = page.getByRole('note')
    await note.filter({ hasText: 'pass · accuracy at least 0.504 (limit 0.5) · 75 cells, 75 examples' }).waitFor()
    expect(await note.count()).toBe(1)
    expect(await note.innerText()).toMatch(/^robustness\s/)
    expect(await note.innerText()).toContain('a.robust.ts:4:1')
    expect(await note.getByRole('link').count()).toBe(0)
  })

  test('a claim that fails has a summary to save, without a prompt or an answer', async () => {
    await choose('keeps its answer')
    const note = page.getByRole('note')
    await note.filter({ hasText: 'fail · flip rate at least 0.18 (limit 0.05) · 30 cells, 6 examples' }).waitFor()
    const link = await note.getByRole('link', { name: 'Download' }).getAttribute('href')
    const [head = '', body = ''] = (link ?? '').split(',')
    expect(head).toBe('data:text/markdown;base64')
    const summary = Buffer.from(body, 'base64').toString()
    expect(summary).toMatch(/^# keeps its answer\n\nfail · flip rate at least 0\.18 \(limit 0\.05\)/)
    expect(summary).toContain('npx vitest run -t "keeps its answer"')
    expect(summary).not.toMatch(/Item \d|Read the text|"yes"|"no"/)
  })

  test('the code shows each claim at its test', async () => {
    await page.getByTestId('btn-code').click()
    const code = page.locator('.CodeMirror')
    await code.getByText('fail · flip rate at least 0.18').first().waitFor()
    expect(await code.innerText()).toContain('pass · accuracy at least 0.504')
  })

  test('the search finds tests by their tags', async () => {
    const search = page.getByPlaceholder('Search...')
    const item = (name: string) => page.getByTestId('explorer-item').filter({ hasText: name, visible: true })
    await search.fill('tag:gating')
    await item('keeps its answer').waitFor({ state: 'detached' })
    expect(await item('is right').count()).toBe(1)
    await search.fill('tag:robustness')
    await item('keeps its answer').waitFor()
    expect(errors).toEqual([])
  })
})
