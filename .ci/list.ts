/**
 * Writes what follows from the sources in the documentation. Tables stand between `<!-- name:begin -->` and
 * `<!-- name:end -->`: what `vitest-robustness list` prints, the starter packs, and what is said of the fields of an observation
 * and of a figure. `docs/api.md` and `docs/llms.txt` are written whole.
 * `npm run list`
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { COLUMNS, FIGURE_COLUMNS } from '../src/cli/export/columns.ts'
import { readRooms, roomsGraph, roomsTable } from './rooms.ts'
import { TAKEN_AS_OBSERVED } from '../src/verify/decidesNothing.ts'
import type { StudyReport } from '../bench/study/report.ts'
import { studySummary } from '../bench/study/studyMarkdown.ts'
import { packTable } from './packs/table.ts'
import { apiPage } from './site/apiPage.ts'
import { shippedLlmsText } from './site/llms.ts'

const everything = execFileSync(process.execPath, ['src/cli/main.ts', 'list'], { encoding: 'utf8' })
put('docs/list.md', 'list', everything)
put(
  'docs/export.md',
  'columns',
  table(
    ['column', 'type', 'holds'],
    COLUMNS.map(({ name, type, describe }) => [`\`${name}\``, type, describe]),
  ),
)
put(
  'docs/metrics.md',
  'figures',
  table(
    ['column', 'type', 'holds'],
    FIGURE_COLUMNS.map(({ name, type, describe }) => [`\`${name}\``, type, describe]),
  ),
)
put(
  'docs/export.md',
  'taken',
  table(
    ['field', 'why it is taken as it is'],
    Object.entries(TAKEN_AS_OBSERVED).map(([name, why]) => [`\`${name}\``, why]),
  ),
)

put('docs/packs.md', 'packs', packTable())
put('docs/study.md', 'study', studySummary(JSON.parse(readFileSync('bench/results/study.json', 'utf8')) as StudyReport))
const rooms = readRooms()
put('docs/architecture.md', 'rooms', roomsTable(rooms))
put(
  'docs/architecture.md',
  'graph',
  roomsGraph(rooms, (room) => room !== 'src' && room !== 'suites', 'src/core'),
)
put(
  'docs/architecture.md',
  'core',
  roomsGraph(rooms, (room) => room.startsWith('src/core/')),
)

writeFileSync('docs/api.md', apiPage())
writeFileSync('docs/llms.txt', shippedLlmsText())

/** Puts a text between the marks of that name, where the file has them. */
function put(file: string, name: string, text: string): void {
  const block = new RegExp(`(?<=<!-- ${name}:begin -->\\n)[\\s\\S]*?(?=<!-- ${name}:end -->)`)
  const page = readFileSync(file, 'utf8')
  if (block.test(page))
    writeFileSync(
      file,
      page.replace(block, () => `\n${text}\n`),
    )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}
