import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { placeholdersIn } from '../core/tasks/index.ts'
import { readInstructions } from './readInstructions.ts'

/** The instruction sets that the repository ships. */

const FIXTURES = join(import.meta.dirname, '../../fixtures')
const seen = new Set(JSON.parse(readFileSync(join(FIXTURES, 'instructions/seen.json'), 'utf8')) as string[])
const names = readdirSync(join(FIXTURES, 'instructions')).filter((name) => name.endsWith('.yaml'))

const setOf = (name: string) => readInstructions(join(FIXTURES, 'instructions', name)).set

describe.each(names)('%s', (name) => {
  const set = setOf(name)

  test('is signed by the project, with origin and licence, and holds no wording twice', () => {
    for (const { reviewed, provenance } of set.instructions) {
      expect(reviewed?.by).toBe('vitest-robustness project')
      expect(provenance).toMatchObject({ author: 'vitest-robustness project', licence: 'Apache-2.0' })
    }
    expect(new Set(set.instructions.map(({ text }) => text.toLowerCase())).size).toBe(set.instructions.length)
  })

  test('translations put in what the wording puts in', () => {
    for (const { text, translations = {} } of set.instructions) {
      for (const translated of Object.values(translations)) {
        expect(placeholdersIn(translated).toSorted()).toEqual(placeholdersIn(text).toSorted())
      }
    }
  })
})

/** The set with translations is no part of the study of seen and unseen wordings. */
test.each(names.filter((name) => !name.includes('translated')))(
  '%s has at least 12 seen and 24 unseen wordings, in several families',
  (name) => {
    const { instructions } = setOf(name)
    expect(instructions.filter(({ id }) => seen.has(id)).length).toBeGreaterThanOrEqual(12)
    expect(instructions.filter(({ id }) => !seen.has(id)).length).toBeGreaterThanOrEqual(24)
    expect(new Set(instructions.map(({ family }) => family)).size).toBeGreaterThanOrEqual(6)
  },
)

describe.each(readdirSync(join(FIXTURES, 'instructions/tuned')))('tuned/%s', (name) => {
  const { instructions } = setOf(join('tuned', name))
  const unseen = setOf(name).instructions.filter(({ id }) => !seen.has(id))

  test('has at least 100 wordings that training met, each once, in as many families as the suites', () => {
    expect(new Set(instructions.map(({ text }) => text)).size).toBeGreaterThanOrEqual(100)
    expect(new Set(instructions.map(({ family }) => family)).size).toBe(10)
  })

  test('shares no four words in a row with an unseen wording', () => {
    const unseenRuns = new Map(unseen.flatMap(({ id, text }) => runsOfFour(text).map((run) => [run, id] as const)))
    const shared = instructions.flatMap(({ id, text }) =>
      runsOfFour(text).flatMap((run) => (unseenRuns.has(run) ? [`${id} and ${unseenRuns.get(run)}: ${run}`] : [])),
    )
    expect(shared).toEqual([])
  })
})

/** Returns each four words in a row of a wording. Those with two fields or more are left out: labels of fields are layout. */
function runsOfFour(text: string): string[] {
  const words = text.toLowerCase().match(/\{\w+\}|\w+/g) ?? []
  return words
    .map((_, at) => words.slice(at, at + 4))
    .filter((run) => run.length === 4 && run.filter((word) => word.startsWith('{')).length <= 1)
    .map((run) => run.join(' '))
}

test.each(['FROZEN.txt', 'FROZEN-tuned.txt'])('what %s froze before a model was scored is as it was', (list) => {
  const lines = readFileSync(join(FIXTURES, 'training', list), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
  expect(lines.length).toBeGreaterThanOrEqual(4)
  for (const line of lines) {
    const [sha256 = '', file = ''] = line.split(/\s+/)
    const bytes = readFileSync(join(FIXTURES, file))
    expect([file, createHash('sha256').update(bytes).digest('hex')]).toEqual([file, sha256])
  }
})
