import { nameHint } from '../../core/text/index.ts'
import { UsageError } from '../../core/words/index.ts'
import type { Command } from '../command.ts'
import { registries, type Registry } from '../registries.ts'

/** Lists what ships, from the registries themselves. */
export const list: Command = {
  name: 'list',
  summary: 'list the perturbations, matchers, tasks, metrics, file formats and models that ship',
  takes: '[what]',
  help: [
    'Prints Markdown tables, generated from the registries; --json prints the same as data. What to list, if not all:',
    'perturbations, matchers, tasks, metrics, datasets, instructions, predictions, formats, models, providers.',
    'A claim gates on perturbations that usually keep the answer only if the suite says so.',
    '',
    '  npx vitest-robustness list matchers',
    '  npx vitest-robustness list perturbations --json',
  ],
  options: { json: { type: 'boolean', describe: 'print JSON instead of tables' } },
  most: 1,
  async run({ values, positionals }, io) {
    const all = registries()
    const [wanted] = positionals
    const chosen = wanted === undefined ? all : all.filter(({ name }) => name === wanted)
    if (wanted !== undefined && chosen.length === 0) {
      const names = all.map(({ name }) => name)
      throw new UsageError(`list: nothing is called ${JSON.stringify(wanted)}${nameHint(wanted, names)}`)
    }
    if (values['json'] === true) {
      const data = wanted === undefined ? Object.fromEntries(all.map((one) => [one.name, one.data])) : chosen[0]?.data
      io.out(`${JSON.stringify(data, null, 2)}\n`)
    } else {
      const titled = (one: Registry): string => `### ${one.title} (${one.rows.length})\n\n${markdown(one)}`
      io.out(wanted === undefined ? all.map(titled).join('\n') : chosen.map(markdown).join(''))
    }
    return 0
  },
}

function markdown({ head, rows }: Registry): string {
  const lines = rows.map(([name = '', ...cells]) => [`\`${name}\``, ...cells.map(cell)].join(' | '))
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...lines.map((line) => `| ${line} |`), ''].join(
    '\n',
  )
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('<', '&lt;')
}
