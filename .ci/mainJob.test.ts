/** The main job, run as README says: v2 passes against v1's baseline, v3 fails and names what broke. Live, no replay. */
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneRepository } from './cloneRepository.ts'

const REPOSITORY = join(import.meta.dirname, '..')
let clone: string

beforeAll(() => {
  clone = cloneRepository('main-job')
})
afterAll(() => rmSync(clone, { recursive: true, force: true }))

function gate(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const kept = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(VITEST|VITE_|ROBUSTNESS_|NODE_ENV$|TEST$)/.test(name)),
    )
    const child = spawn('npm', ['run', 'gate'], { cwd: clone, env: { ...kept, NO_COLOR: '1', ...env } })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
    child.on('close', (code) => resolve({ code, output }))
  })
}

function cli(...args: string[]): string {
  const node = join(REPOSITORY, 'node_modules/.bin/node')
  return execFileSync(node, [join(clone, 'src/cli/main.ts'), ...args], { cwd: clone, encoding: 'utf8' })
}

/** The parts of README's red output, which `…` on a line of its own sets apart. */
function readmeOutput(): string[] {
  const readme = readFileSync(join(REPOSITORY, 'README.md'), 'utf8')
  const [, shown = ''] = /^```text output=v3\n([\s\S]*?)^```$/m.exec(readme) ?? []
  return shown.split('\n…\n').map((part) => part.trimEnd())
}

describe('the main job', { timeout: 900_000 }, () => {
  test('v2 may ship: exit 0', async () => {
    const { code, output } = await gate({})
    expect(output).toMatch(/GATE: PASS/)
    expect(output).toMatch(/[1-9]\d* calls made, /)
    expect(code).toBe(0)
  })

  test('v3 may not: exit 1, naming claims on unseen instructions', async () => {
    const { code, output } = await gate({ ROBUSTNESS_RELEASE: 'v3' })
    expect(output).toMatch(/GATE: FAIL/)
    expect(output).toMatch(/Claim "[^"]*unseen[^"]*"\s+fails/)
    expect(code).toBe(1)
    const shown = readmeOutput()
    expect(shown.length).toBeGreaterThan(1)
    for (const part of shown) expect(output).toContain(part)
  })

  test('its run folder recomputes, and one cell can be looked at', () => {
    const report = cli('report', '--verify')
    expect(report).toMatch(/GATE: FAIL/)
    const cell = /show (v3\/[\w/.-]+)/.exec(report)?.[1]
    expect(cell).toBeDefined()
    expect(cli('show', cell ?? '')).toMatch(/prompt/i)
  })
})
