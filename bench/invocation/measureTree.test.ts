import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { measureTree } from './measureTree.ts'

const folder = mkdtempSync(join(tmpdir(), 'measure-tree-'))
const options = { cwd: folder, env: process.env, folder }
afterAll(() => rmSync(folder, { recursive: true }))

/** A process that starts another, which works for 0.3 s of CPU time and holds 200 MB. */
const WORK =
  'const held = Buffer.alloc(200e6, 1); while (process.cpuUsage().user < 3e5); setTimeout(() => held.length, 200)'
const PARENT = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(WORK)}])`

test('the time of a process that the command starts is counted', async () => {
  const usage = await measureTree([process.execPath, '-e', PARENT], options)
  expect(usage.cpuS).toBeGreaterThanOrEqual(0.29)
  expect(usage.endedAt - usage.startedAt).toBeGreaterThanOrEqual(290)
})

test.runIf(process.platform === 'linux')('and its memory', async () => {
  const { peakMB } = await measureTree([process.execPath, '-e', PARENT], options)
  expect(peakMB).toBeGreaterThan(200)
})

test('a command that fails is no figure: what it printed is said', async () => {
  const failing = measureTree([process.execPath, '-e', 'console.log("no such model"); process.exit(3)'], options)
  await expect(failing).rejects.toThrow(/ended with 3:\nno such model/)
})
