import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { GENERATED, jsonLines } from '../.ci/packs.ts'
import { packTable } from '../.ci/packs/table.ts'
import manifest from '../package.json' with { type: 'json' }
import { placeholdersIn } from './core/tasks/index.ts'
import type { Example } from './core/types/index.ts'
import { packManifest, packNames, PACKS, packTasks, packText } from './packs.testing.ts'
import { ownRules } from './packRules.testing.ts'

/** What the starter packs promise; `src/integration/packs.test.ts` runs their suites. */

const MOST_BYTES = 1_500_000
const LEAST_WORDINGS = 12
const LEAST_SOURCES = 150
const MOST_SUITE_LINES = 40
/** Two texts with fewer words that only one of them has are near copies; so many in 100 examples may have one. */
const FEW_WORDS = 3
const MOST_NEAR_COPIES = 0.02

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(folder, file)).isFile())
    .map((file) => file.replaceAll('\\', '/'))

/** Without what the task puts into each example alike, a schema or a list of tools. */
function textOf({ input, options = [] }: Example): string {
  const own = Object.entries(input).filter(([field]) => field !== 'schema' && field !== 'tools')
  return [...own.map(([, text]) => text), ...options].join(' ')
}

test('the packs are shipped, and stay small', () => {
  expect(manifest.files).toContain('packs')
  const bytes = filesIn(PACKS).map((file) => statSync(join(PACKS, file)).size)
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES)
})

test('docs/packs.md has the table that follows from them (npm run list)', () => {
  const page = readFileSync(join(PACKS, '../docs/packs.md'), 'utf8')
  expect(page).toContain(`<!-- packs:begin -->\n\n${packTable()}\n<!-- packs:end -->`)
})

describe.each(packNames)('%s', (pack) => {
  const about = packManifest(pack)
  const tasks = packTasks(pack)
  const kindOf = (): string => Object.values(tasks)[0]!.kind.kind

  test('pack.json says what there is', () => {
    expect(Object.keys(about)).toEqual(['name', 'title', 'summary', 'task', 'recorded', 'files'])
    expect(about.name).toBe(pack)
    expect(about.task).toBe(kindOf())
    expect([...about.files, 'pack.json'].toSorted()).toEqual(filesIn(join(PACKS, pack)).toSorted())
    expect(about.files).toEqual(expect.arrayContaining(['instructions.yaml', 'examples.jsonl', `${pack}.robust.ts`]))
    expect(about.files.some((file) => file.startsWith('recorded/'))).toBe(about.recorded)
    expect(about.summary).toMatch(/^[^.]+\.$/)
  })

  test('the suite is short, and says where its limits are from and whether it needs a model', () => {
    const suite = packText(pack, `${pack}.robust.ts`)
    expect(suite.trimEnd().split('\n').length).toBeLessThanOrEqual(MOST_SUITE_LINES)
    const [head = ''] = suite.split('*/')
    expect(head).toMatch(/row 150 of the\s[*\s]*sizing table/)
    for (const text of [head, about.summary]) expect(/model of\s[*\s]*yours/.test(text)).toBe(!about.recorded)
  })

  test('its wordings are reviewed, differ, come in families and show all that an example has', () => {
    for (const task of Object.values(tasks)) {
      expect(task.instructions.length).toBeGreaterThanOrEqual(LEAST_WORDINGS)
      expect(new Set(task.instructions.map(({ text }) => text.toLowerCase().replaceAll(/\s+/g, ' '))).size).toBe(
        task.instructions.length,
      )
      expect(new Set(task.instructions.map(({ family }) => family)).size).toBeGreaterThanOrEqual(6)
      for (const { text, reviewed, provenance } of task.instructions) {
        expect(reviewed?.by).toBe("the project's authors")
        expect(provenance).toMatchObject({ licence: 'Apache-2.0' })
        const shown = [
          ...Object.keys(task.examples[0]!.input),
          ...(task.kind.hasOptions ? ['options'] : []),
          ...(task.kind.kind === 'text-classification' ? ['labels'] : []),
        ]
        expect(placeholdersIn(text)).toEqual(expect.arrayContaining(shown))
      }
    }
  })

  test.each(Object.entries(tasks))('%s: enough independent sources, each gold answer right', (_, task) => {
    expect(task.examples.length).toBeGreaterThanOrEqual(LEAST_SOURCES)
    expect(new Set(task.examples.map(({ group }) => group)).size).toBeGreaterThanOrEqual(LEAST_SOURCES)
    const context = { labels: task.labels }
    for (const example of task.examples) {
      expect(task.kind.check(example, context)).toBeNull()
      // A release that answers with the gold answer's words is read right.
      const reading = task.kind.read(task.labels?.[example.gold] ?? example.gold, example, context)
      expect(reading.outcome === 'answered' && task.kind.score(reading.answer, example)).toBe(1)
    }
    const rule = ownRules[pack]!
    const wrong = task.examples.filter((example) => !task.kind.sameAnswer(rule(example), example.gold))
    expect(wrong.map((example) => [textOf(example), example.gold, rule(example)])).toEqual([])
  })

  test.each(Object.entries(tasks))('%s: no example twice, hardly any near copies', (_, { examples }) => {
    const plain = examples.map((example) => textOf(example).toLowerCase().replaceAll(/\s+/g, ' '))
    expect(new Set(plain).size).toBe(plain.length)
    const near = plain.filter((text, at) =>
      plain.some((other, place) => place !== at && differing(text, other) < FEW_WORDS),
    )
    expect(near.slice(Math.floor(MOST_NEAR_COPIES * plain.length))).toEqual([])
  })

  test('its answers are balanced', () => {
    const golds = Object.values(tasks).flatMap(({ examples }) => examples.map(answerClass))
    const counts = [...Map.groupBy(golds, (gold) => gold).values()].map(({ length }) => length)
    expect(counts.length).toBeGreaterThan(1)
    expect(Math.max(...counts)).toBeLessThanOrEqual(2 * Math.min(...counts))
  })
})

test.each(Object.entries(GENERATED))('%s is as its generator makes it', (file, make) => {
  const [pack = '', name = ''] = file.split('/')
  expect(packText(pack, name)).toBe(jsonLines(make()))
})

/** Counts the words of either text that the other has not, and returns the greater count. */
function differing(a: string, b: string): number {
  const left = words(b)
  const only = words(a).filter((word) => {
    const at = left.indexOf(word)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  return Math.max(only.length, left.length)
}

function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? []
}

/** Returns what has to be balanced: the answer; its tool for a call, its product for an order. */
function answerClass({ gold }: Example): string {
  if (!/^[[{]/.test(gold)) return gold
  const { name, product } = JSON.parse(gold) as { name?: string; product?: string }
  return name ?? product ?? 'none'
}
