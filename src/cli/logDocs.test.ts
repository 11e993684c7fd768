import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recordedFormats } from '../models/recorded/formats/index.ts'
import { PLAIN_COLUMNS } from '../models/recorded/formats/columns.ts'

const ROOT = join(import.meta.dirname, '../..')

test('docs/formats.md lists the forms of logs and the columns of plain files as the readers have them', () => {
  const text = readFileSync(join(ROOT, 'docs/formats.md'), 'utf8')
  const rowsUnder = (head: string) => {
    const lines = text.slice(text.indexOf(head)).split('\n').slice(2)
    return lines.slice(
      0,
      lines.findIndex((line) => !line.startsWith('|')),
    )
  }
  expect(rowsUnder('| log | example |')).toEqual(
    Object.values(recordedFormats).map(
      ({ kind, log }) => `| \`${kind}\` | ${log.example} | ${log.variant} | ${log.trial} | ${log.scores} |`,
    ),
  )
  expect(rowsUnder('| what | names |')).toEqual(
    Object.entries(PLAIN_COLUMNS).map(
      ([what, names]) => `| \`${what}\` | ${names.map((name) => `\`${name}\``).join(', ')} |`,
    ),
  )
})

/** Where lists grow with examples, cells, lines or runs. Elsewhere they hold variants, claims, columns or options. */
const ROOMS = [
  'src/core/compare',
  'src/core/measure',
  'src/core/sequential/toDecide.ts',
  'src/core/perturbations/edits',
  'src/core/perturbations/prompt',
  'src/cli/logs',
  'src/cli/compare',
  'src/cli/history',
  'src/engine',
  'src/runs',
  'src/models/recorded',
  'src/host',
  'src/integration/run/tallyTests.ts',
]

test('no list of data is spread into a call: beyond some 100,000 items that is a stack overflow', () => {
  const spread =
    /(?:Math\.(?:min|max)|\.push|\.unshift|String\.from(?:CharCode|CodePoint)|\.concat|\.splice)\((?:[^(){}[\]]*, *)?\.\.\./
  expect(spread.test('return Math.max(0, ...cells.map(({ trial }) => trial))')).toBe(true)
  const found = ['src', 'reporters'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file).replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.ts') && !/\.(?:test|testing)\.ts$/.test(file))
      .filter((file) => ROOMS.some((room) => file.startsWith(room)))
      .flatMap((file) =>
        readFileSync(join(ROOT, file), 'utf8')
          .split('\n')
          .flatMap((line) => (spread.test(line) ? [`${file}: ${line.trim()}`] : [])),
      ),
  )
  expect(found).toEqual([])
})
