import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../temporaryFolder.testing.ts'
import { ignoreAnswers } from './runFolder.ts'

test('git takes nothing of a folder that was made, and a file that is there stays', async () => {
  const folder = join(temporaryFolder('ignored'), 'a/.robustness')
  await ignoreAnswers(folder)
  expect(readFileSync(join(folder, '.gitignore'), 'utf8').split('\n')).toContain('*')
  writeFileSync(join(folder, '.gitignore'), '!store/\n')
  await ignoreAnswers(folder)
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('!store/\n')
})

test('a working folder of an earlier release gets one', async () => {
  const folder = join(temporaryFolder('earlier'), '.robustness')
  mkdirSync(folder)
  await ignoreAnswers(folder)
  expect(existsSync(join(folder, '.gitignore'))).toBe(true)
})

test('a folder that holds other files is left alone', async () => {
  const folder = temporaryFolder('others')
  await ignoreAnswers(folder)
  expect(existsSync(join(folder, '.gitignore'))).toBe(false)
})

test('a part that is a file is named as Node names it', async () => {
  const file = join(temporaryFolder('part'), 'file')
  writeFileSync(file, '')
  await expect(ignoreAnswers(file)).rejects.toThrow(`EEXIST: file already exists, mkdir '${file}'`)
  await expect(ignoreAnswers(join(file, 'a/b'))).rejects.toThrow(`ENOTDIR: not a directory, mkdir '${file}/a/b'`)
})

test.skipIf(!existsSync('/proc/self'))('a folder that cannot be made is refused at once', async () => {
  await expect(ignoreAnswers('/proc/none/a/b')).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: ENOENT: no such file or directory, mkdir '/proc/none']`,
  )
})
