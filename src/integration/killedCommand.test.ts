import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { builtCommand, fakeProject, releases } from './fakeProject.testing.ts'

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.9 }) })
`
const MODEL = `
appendFileSync('asked.txt', '.')
await new Promise((resolve) => setTimeout(resolve, 2000))
return right(prompt)`

test.skipIf(process.platform === 'win32')(
  'a gate that is killed outright leaves no vitest that goes on asking, and no temporary folder',
  { timeout: 60_000 },
  async () => {
    const fake = fakeProject({
      'a.robust.ts': SUITE,
      'asked.txt': '',
      'releases.ts': releases(MODEL, `import { appendFileSync } from 'node:fs'`, 'concurrency: 1,'),
    })
    onTestFinished(fake.remove)
    const temporary = join(fake.root, 'tmp')
    mkdirSync(temporary)
    const left = () => readdirSync(temporary).filter((name) => /^(?:vitest-robustness|vr)-/.test(name))
    const { PATH = '', HOME = '' } = process.env
    const env = { PATH, HOME, TMPDIR: temporary }
    const command = spawn(process.execPath, [builtCommand(), 'gate'], { cwd: fake.root, env, stdio: 'ignore' })
    await expect.poll(() => fake.read('asked.txt').length, { timeout: 30_000 }).toBeGreaterThan(0)
    expect(left()).toContainEqual(expect.stringMatching(/^vitest-robustness-gate-/))
    command.kill('SIGKILL')
    await expect.poll(left, { timeout: 15_000 }).toEqual([])
    const asked = fake.read('asked.txt').length
    await sleep(3000)
    expect(fake.read('asked.txt').length).toBe(asked)
  },
)
