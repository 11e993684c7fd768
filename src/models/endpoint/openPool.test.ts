import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { Pool } from 'undici'
import { expect, test } from 'vitest'
import { poolOf } from './openPool.ts'

const load = createRequire(import.meta.url)

test('the pool is the one of the package', () => {
  expect(poolOf(load)).toBe(Pool)
})

test('a version of undici whose parts are elsewhere is loaded whole', () => {
  const moved = (name: string): unknown => {
    if (name !== 'undici') throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' })
    return load(name)
  }
  expect(poolOf(moved)).toBe(Pool)
})

test('less than a third of the modules of undici are loaded', () => {
  const print = `console.log(Object.keys(require.cache).filter((file) => file.includes('undici')).length)`
  const count = (code: string): number =>
    Number(execFileSync(process.execPath, ['-e', `${code}; ${print}`], { cwd: import.meta.dirname, encoding: 'utf8' }))
  const whole = count(`require('undici')`)
  const alone = count(`(${poolOf.toString()})(require)`)
  expect(alone).toBeGreaterThan(10)
  expect(alone).toBeLessThan(whole / 3)
})
