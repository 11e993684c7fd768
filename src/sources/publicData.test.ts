import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import {
  booleanQa,
  checkExample,
  checkLabels,
  multipleChoice,
  relationExtraction,
  taskContract,
} from '../core/tasks/index.ts'
import type { Example, TaskKind } from '../core/words/index.ts'
import { jsonl } from './datasets/jsonl.ts'
import { source } from './sources.testing.ts'

// Public datasets that are not part of this repository: where they lie beside it, the readers are tried on them.
const DATA = join(import.meta.dirname, '../../../shared/data')

type Line = Omit<Example, 'id' | 'group'>

/** Public rows written as our own lines and read back. Rows that occur twice there are kept once. */
function asExamples(lines: readonly Line[]): readonly Example[] {
  const unique = [...new Set(lines.map((line) => JSON.stringify(line)))]
  return jsonl.parse(source(unique.map((line) => `${line}\n`).join('')))
}

function faultsOf(
  kind: TaskKind,
  examples: readonly Example[],
  labels: Readonly<Record<string, string>> | null,
): string[] {
  return examples.flatMap((example) => checkExample(kind, example, { labels }) ?? [])
}

function text(path: string): string {
  return readFileSync(join(DATA, path), 'utf8')
}

/** Records of a CSV file with quoted cells. */
function csv(content: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of content.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n\r]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end !== ',') rows.push([])
  }
  return rows.filter((row) => row.length > 1)
}

describe.skipIf(!existsSync(DATA))('public data (../shared/data)', () => {
  test('BoolQ', () => {
    const rows = text('boolq/dev.jsonl').split('\n').filter(Boolean)
    const examples = asExamples(
      rows.map((row) => {
        const { question, passage, answer } = JSON.parse(row) as { question: string; passage: string; answer: boolean }
        return { input: { passage, question }, gold: answer ? 'yes' : 'no' }
      }),
    )
    expect(examples.length).toBeGreaterThan(3000)
    expect(faultsOf(booleanQa, examples, null)).toEqual([])
  })

  test('MMLU: only a question with twin options is refused, and no option is read as another', () => {
    const files = readdirSync(join(DATA, 'mmlu')).filter((file) => file.endsWith('.csv'))
    const examples = asExamples(
      files.flatMap((file) =>
        csv(text(`mmlu/${file}`)).map(([question = '', ...rest]) => ({
          input: { question },
          options: rest.slice(0, -1),
          gold: rest.at(-1) ?? '',
        })),
      ),
    )
    const faults = faultsOf(multipleChoice, examples, null)
    expect(examples.length).toBeGreaterThan(1500)
    // One question of the set does list the same option twice.
    expect(faults).toEqual([expect.stringContaining("can't be told apart")])
    const texts = ['A', '(b)', 'The answer is C.', 'A and B', ...(examples[0]?.options ?? [])]
    expect(taskContract(multipleChoice, { examples: examples.slice(0, 20), context: { labels: null }, texts })).toEqual(
      [],
    )
    const wrong = examples.slice(0, 400).filter((example) =>
      (example.options ?? []).some((option, index) => {
        const id = 'ABCDEFGH'.charAt(index)
        return [option, `${id}) ${option}`, `The answer is ${id}) ${option}`, `(${id}) ${option}`].some((said) => {
          const reading = multipleChoice.read(said, example, { labels: null })
          return reading.outcome === 'answered' && reading.answer !== id
        })
      }),
    )
    expect(wrong.map(({ options }) => options)).toEqual([])
  })

  test('FewRel', () => {
    const names = JSON.parse(text('fewrel/pid2name.json')) as Record<string, [string, string]>
    const data = JSON.parse(text('fewrel/val_wiki.first50.json')) as Record<
      string,
      { tokens: string[]; h: [string]; t: [string] }[]
    >
    const labels = Object.fromEntries(Object.keys(data).map((id) => [id, names[id]?.[0] ?? id]))
    expect(checkLabels(relationExtraction, labels)).toBeNull()
    const examples = asExamples(
      Object.entries(data).flatMap(([gold, rows]) =>
        rows.map(({ tokens, h, t }) => ({ input: { sentence: tokens.join(' '), head: h[0], tail: t[0] }, gold })),
      ),
    )
    expect(faultsOf(relationExtraction, examples, labels)).toEqual([])
    for (const [id, words] of Object.entries(labels)) {
      for (const said of [
        words,
        words.toUpperCase(),
        `**${words}**`,
        `The relation is ${words}.`,
        `It is "${words}" here`,
        id,
      ]) {
        expect(relationExtraction.read(said, examples[0]!, { labels })).toEqual({ outcome: 'answered', answer: id })
      }
    }
  })

  test('SemEval 2010 task 8: directed labels', () => {
    const rows = text('semeval2010-task8/TEST_FILE_KEY.TXT').split(/\r?\n/).filter(Boolean)
    const ids = [...new Set(rows.map((row) => row.split('\t')[1] ?? ''))]
    const labels = Object.fromEntries(ids.map((id) => [id, id]))
    expect(checkLabels(relationExtraction, labels)).toBeNull()
    for (const id of ids) {
      for (const said of [id, `${id}.`, `The relation is ${id}.`, `<e1> and <e2>: ${id}, clearly`]) {
        const reading = relationExtraction.read(said, { id: '', group: '', input: {}, gold: id }, { labels })
        expect(reading).toEqual({ outcome: 'answered', answer: id })
      }
    }
  })
})
