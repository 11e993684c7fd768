/** A newcomer's way in one of its settings, the one that no other test installs: Node 22, CommonJS, pnpm. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { linesOf, play } from './newcomer.ts'
import { packInto } from './packInto.ts'

describe('a newcomer', () => {
  test('gets from an empty folder to a gate that blocks a worse model', { timeout: 600_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'newcomer-test-'))
    try {
      const setting = { node: 22, modules: 'commonjs', manager: 'pnpm' } as const
      // Each command has ended as it should: `play` throws where one does not.
      const { steps, files, comment, page } = await play(setting, join(folder, packInto(folder)))
      const said = (at: number): string => steps.at(at)?.output ?? ''
      expect(said(3)).toMatch(/GATE: PASS[\s\S]*All 3 gating claims pass/)
      expect(said(-4)).toMatch(/Accepted mine as the baseline/)
      expect(said(-3)).toMatch(/GATE: PASS[\s\S]*All 8 gating claims pass/)
      expect(said(-2)).toMatch(/node 22\.[\s\S]*GATE: FAIL[\s\S]*mine may not ship \(exit code 1\)/)
      expect(said(-2)).toMatch(/^Replay: ROBUSTNESS_LIVE=1 /m)
      expect(said(-1)).toMatch(/^Verified: 8 claims and the gate follow from \d+ observations/m)
      expect(files).toEqual(expect.arrayContaining(['observations.jsonl', 'report.html', 'report.md', 'run.json']))
      expect(comment).toContain('**mine may not ship**')
      expect(page).toContain('mine may not ship')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('reads on docs/newcomer.md what the script types', () => {
    const guide = readFileSync(join(import.meta.dirname, '../docs/newcomer.md'), 'utf8')
    const typed = [...guide.matchAll(/^\$ (.+)$/gm)].map(([, line]) => line)
    expect(typed).toEqual(linesOf({ node: 26, modules: 'module', manager: 'npm' }).map(({ line }) => line))
    expect(typed.length).toBeLessThan(10)
  })
})
