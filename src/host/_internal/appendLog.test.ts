import { spawnSync } from 'node:child_process'
import { existsSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshFolder } from '../host.testing.ts'
import { takeLock } from './appendLog.ts'

test('a lock into which nobody has written yet is another one that is being taken, unless it is old', async () => {
  const lock = join(await freshFolder(), 'lock')
  writeFileSync(lock, '')
  expect(await takeLock(lock)).toBe(false)
  const before = new Date(Date.now() - 60_000)
  utimesSync(lock, before, before)
  expect(await takeLock(lock)).toBe(true)
  expect(await takeLock(lock)).toBe(false)
})

test('of many that take a lock at once, one has it', async () => {
  for (let round = 0; round < 50; round++) {
    const lock = join(await freshFolder(), 'lock')
    const taken = await Promise.all(Array.from({ length: 8 }, () => takeLock(lock)))
    expect(taken.filter(Boolean)).toHaveLength(1)
  }
})

test('of many that find the lock of a process that died, one has it', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  for (let round = 0; round < 50; round++) {
    const lock = join(await freshFolder(), 'lock')
    writeFileSync(lock, String(pid))
    const taken = await Promise.all(Array.from({ length: 8 }, () => takeLock(lock)))
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(existsSync(`${lock}.takeover`)).toBe(false)
  }
})

test('whoever dies while taking over a lock keeps nobody else from it', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  const lock = join(await freshFolder(), 'lock')
  for (const file of [lock, `${lock}.takeover`]) writeFileSync(file, String(pid))
  expect([await takeLock(lock), await takeLock(lock), await takeLock(lock)]).toEqual([false, true, false])
})
