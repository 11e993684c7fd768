import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'
import { readVariable, VARIABLES, writeVariables } from './variables.ts'

const ROOT = join(import.meta.dirname, '../../..')
const HERE = 'src/core/environment/variables.ts'

test('an empty variable is none', () => {
  const env = { ROBUSTNESS_RELEASE: 'v2', ROBUSTNESS_SEED: '' }
  expect(readVariable(env, 'release')).toBe('v2')
  expect(readVariable(env, 'seed')).toBeUndefined()
  expect(readVariable(env, 'store')).toBeUndefined()
})

test('what has no value is not set, and what is empty stays empty', () => {
  expect(writeVariables({ mode: 'plan', release: undefined, by: '' })).toEqual({
    ROBUSTNESS_MODE: 'plan',
    ROBUSTNESS_BY: '',
  })
})

test('a variable is named after what it means', () => {
  for (const [meaning, name] of Object.entries(VARIABLES))
    expect(name).toBe(`ROBUSTNESS_${meaning.replaceAll(/[A-Z]/g, '_$&').toUpperCase()}`)
})

test('no other module spells the name of a variable', () => {
  const files = ['src', 'reporters'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.testing.ts'))
      .map((file) => join(folder, file).replaceAll('\\', '/')),
  )
  const spelling = files.filter((file) => spellsOne(readFileSync(join(ROOT, file), 'utf8'), file))
  expect(spelling).toEqual([HERE])
})

/** Whether the code of a module holds such a name, comments apart: those may say which variable is meant. */
function spellsOne(text: string, file: string): boolean {
  if (!text.includes('ROBUSTNESS_')) return false
  const { comments } = parseSync(file, text)
  let code = text
  for (const { start, end } of comments.toReversed()) code = code.slice(0, start) + code.slice(end)
  return code.includes('ROBUSTNESS_')
}
