import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Cells of a Markdown table by row, the first column without thousands separators. */
function rows(file: string, head: RegExp): Map<string, string[]> {
  const lines = readFileSync(file, 'utf8').split('\n')
  const start = lines.findIndex((line) => head.test(line))
  const found = new Map<string, string[]>()
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break
    const [name = '', ...cells] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
    found.set(name.replaceAll(',', ''), cells)
  }
  return found
}

test('README says what the seeds showed', () => {
  const [printed, readme] = ['bench/results/seeds.md', 'README.md'].map((file) => readFileSync(file, 'utf8'))
  const medians = [...(printed ?? '').matchAll(/median (\d+), .*full grid (\d+)/g)].map(([, median, grid]) => [
    median,
    grid,
  ])
  // v5 is v2 with less exact weights, and not in the README.
  expect(medians).toHaveLength(4)
  const figures = medians
    .slice(0, 3)
    .flat()
    .map((figure) => Number(figure).toLocaleString('en-US'))
  for (const figure of [...figures, '100 times']) expect(readme).toContain(figure)
  expect(printed?.match(/over 100 plan seeds: gate (?:pass|fail) 100$/gm)).toHaveLength(4)
})

// Columns of the printed table: 2, 5, 10, 20% flip and 2, 5, 10, 20% differ.
test.each([
  ['README.md', /^\| sources \| flip rate/, [0, 2, 5, 6]],
  ['docs/limits.md', /^\| sources \| a rate/, [0, 1, 2, 4, 5, 6]],
])('the table of sizes in %s is a part of the printed one', (file, head, columns) => {
  const printed = rows('bench/results/sizing.md', /^\| sources \|/)
  const short = rows(file, head)
  expect(short.size).toBe(4)
  for (const [sources, cells] of short) expect(cells).toEqual(columns.map((at) => printed.get(sources)?.[at]))
})
