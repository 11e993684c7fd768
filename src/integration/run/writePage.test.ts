import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { sampleObservation, sampleRun } from '../../core/wording/sampleRun.testing.ts'
import { config, fakeProject } from '../fakeProject.testing.ts'
import { writePage } from './reportRun.ts'

test('writes the page to every place, and says why where it cannot', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const files = ['a.html', 'b.html'].map((name) => join(folder, name))
  expect(await writePage(sampleRun(), [sampleObservation()], files)).toBeNull()
  const [one, other] = files.map((file) => readFileSync(file, 'utf8'))
  expect(one).toMatch(/^<!doctype html>/)
  expect(other).toBe(one)
  expect(await writePage(sampleRun(), [], [join(folder, 'a.html', 'inside.html')])).toMatch(/EEXIST|ENOTDIR/)
})

test(
  'a run leaves its page in its folder and where the config says, unless it says not to',
  { timeout: 120_000 },
  async () => {
    const suite = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('is mostly right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.7 }) })
`
    const project = fakeProject({
      'a.robust.ts': suite,
      'vitest.config.ts': config("reports: { html: 'out/page.html' }"),
    })
    onTestFinished(() => project.remove())
    expect((await project.vitest()).output).toContain('report.html and report.md inside')
    expect(project.read('out/page.html')).toMatch(/candidate may ship/)
    const latest = () => join(project.root, '.robustness/runs', project.read('.robustness/runs/latest').trim())
    expect(readFileSync(join(latest(), 'report.html'), 'utf8')).toBe(project.read('out/page.html'))
    project.write('vitest.config.ts', config("reports: { html: 'vitest.config.ts/page.html' }"))
    const { code, output } = await project.vitest()
    expect(code).toBe(0)
    expect(output).toMatch(/GATE: PASS[^]*report\.html could not be written: E(EXIST|NOTDIR)[^]*\(report\.md inside/)
    project.write('vitest.config.ts', config('reports: { html: false }, seed: 2'))
    expect((await project.vitest()).output).toContain('(report.md inside')
    expect(existsSync(join(latest(), 'report.html'))).toBe(false)
  },
)
