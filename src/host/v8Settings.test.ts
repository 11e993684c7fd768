import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const MODULE = new URL('v8Settings.ts', import.meta.url).href
const FUNCTIONS = 50

/** Runs a script in a process of its own, which has the settings' functions, and returns what it prints. */
function printed(script: string, flags: readonly string[] = []): string {
  const whole = `const { runSettings } = await import(${JSON.stringify(MODULE)})\n${script}`
  const args = [...flags, '--input-type=module', '--eval', whole]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 })
  // V8 says there what it makes of a flag that it does not know.
  expect(stderr).not.toMatch(/flag|error/i)
  expect(status).toBe(0)
  return stdout
}

/** Counts the functions that V8's last compiler takes after so many observations, and others of a run. */
function compiledAfter(observations: number, more = '', before = ''): number {
  const script = `
    const settings = runSettings()
    ${before}
    settings.came(${observations})
    ${more}
    const all = Array.from({ length: ${FUNCTIONS} }, (_, at) => new Function('a', 'return { sum: a + ' + at + ', more: a > ' + at + ' }'))
    for (let turn = 0; turn < 60_000; turn++) {
      for (const one of all) one(turn)
      // Code that was compiled meanwhile is taken between two turns of the event loop.
      if (turn % 1000 === 0) await new Promise(setImmediate)
    }`
  const lines = printed(script, ['--trace-opt']).split('\n')
  return lines.filter((line) => /completed optimizing .*TURBOFAN/.test(line)).length
}

/** Returns the bytes that V8 holds for new objects, after many that lived for a while. */
function newSpaceAfter(first: string): number {
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8'
    ${first}
    const held = []
    for (let at = 0; at < 3e6; at++) held[at % 50_000] = { at, text: 'number ' + at }
    console.log(getHeapSpaceStatistics().find((one) => one.space_name === 'new_space').physical_space_size)`
  return Number(printed(script))
}

test('a run that has begun leaves code to the quick compilers for longer', () => {
  expect(compiledAfter(63)).toBeGreaterThanOrEqual(FUNCTIONS)
  expect(compiledAfter(64)).toBeLessThan(FUNCTIONS / 2)
  const elsewhere = `settings.asks('https://api.example.com')`
  expect(compiledAfter(64, elsewhere, elsewhere)).toBeLessThan(FUNCTIONS / 2)
})

test.each(['function:rule', 'local:tiny', 'langchain:any'])(
  'not where %s is asked, which may compute here',
  (endpoint) => {
    const asks = `settings.asks('${endpoint}')`
    expect(compiledAfter(64, '', asks)).toBeGreaterThanOrEqual(FUNCTIONS)
    expect(compiledAfter(64, asks)).toBeGreaterThanOrEqual(FUNCTIONS)
  },
)

test('the space for new objects does not grow in a large run', () => {
  const grown = newSpaceAfter('')
  expect(newSpaceAfter('runSettings().came(9_999)')).toBeGreaterThan(grown / 2)
  expect(newSpaceAfter('runSettings().came(10_000)')).toBeLessThan(grown / 2)
})
