import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const MODULE = new URL('v8Settings.ts', import.meta.url).href
const FUNCTIONS = 50

/** Counts the functions that V8's last compiler takes in a process of its own, which has seen so many observations. */
function compiledAfter(observations: number): number {
  const script = `
    const { heedSize } = await import(${JSON.stringify(MODULE)})
    heedSize()(${observations})
    const all = Array.from({ length: ${FUNCTIONS} }, (_, at) => new Function('a', 'return { sum: a + ' + at + ', more: a > ' + at + ' }'))
    for (let turn = 0; turn < 60_000; turn++) {
      for (const one of all) one(turn)
      // Code that was compiled meanwhile is taken between two turns of the event loop.
      if (turn % 1000 === 0) await new Promise(setImmediate)
    }`
  const args = ['--trace-opt', '--input-type=module', '--eval', script]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 })
  expect(stderr).not.toMatch(/flag|error/i)
  expect(status).toBe(0)
  return stdout.split('\n').filter((line) => /completed optimizing .*TURBOFAN/.test(line)).length
}

test('a run that has begun leaves code to the quick compilers for longer', () => {
  expect(compiledAfter(63)).toBeGreaterThanOrEqual(FUNCTIONS)
  expect(compiledAfter(64)).toBeLessThan(FUNCTIONS / 2)
})
