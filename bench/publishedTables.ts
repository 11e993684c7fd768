/**
 * Recomputes published tables from their raw files with the metrics of `src/core/metrics` and counts the cells that are
 * equal. Where the publication contradicts itself the cell is listed and differs; a cell that differs for no such reason
 * ends it with exit code 1. The data are outside the repository: without them it says so and is skipped.
 *
 *   npm run bench:tables -- [--data ../shared/data] [--json]
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { multipromptTables } from './tables/multiprompt.ts'
import { promptbenchTables } from './tables/promptbench.ts'

const { values } = parseArgs({
  options: { data: { type: 'string', default: '../shared/data' }, json: { type: 'boolean', default: false } },
})
const SOURCES = { multiprompt: multipromptTables, promptbench: promptbenchTables }
const folders = Object.entries(SOURCES).map(([name, read]) => ({ name, read, folder: join(values.data, name) }))
const skipped = folders.filter(({ folder }) => !existsSync(folder)).map(({ folder }) => folder)
const tables = folders.filter(({ folder }) => existsSync(folder)).flatMap(({ folder, read }) => read(folder))
const total = (column: 'equal' | 'withinRounding' | 'cells' | 'unexplained') =>
  tables.reduce((sum, table) => sum + table[column], 0)
const all = { equal: total('equal'), withinRounding: total('withinRounding'), cells: total('cells') }

if (values.json) console.log(JSON.stringify({ tables, ...all, skipped }, null, 2))
else {
  for (const table of tables) {
    console.log(`${table.table}: ${counts(table)}`)
    for (const line of table.differing) console.log(`  differs: ${line}`)
  }
  for (const folder of skipped) console.log(`skipped: ${folder} is absent; name the folder that holds it with --data`)
  if (tables.length > 0) console.log(`total: ${counts(all)}`)
}
if (total('unexplained') > 0) process.exitCode = 1

function counts({ equal, withinRounding, cells }: typeof all): string {
  const rounding = withinRounding > 0 ? `, ${withinRounding} within the rounding of published scores` : ''
  return `${equal} cells equal / ${cells} cells in the table${rounding}`
}
