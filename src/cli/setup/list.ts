import { readdir } from 'node:fs/promises'
import type { Metric } from '../../core/metrics/index.ts'
import { messageOf, nameHint } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { loadMetrics } from '../../integration/session/ownMetrics.ts'
import type { CliIo, Command } from '../common/command.ts'
import { registries, type Registry } from './registries.ts'

/** Lists what ships, from the registries themselves. */
export const list: Command = {
  name: 'list',
  summary: 'list the perturbations, matchers, tasks, metrics, file formats and models that ship',
  takes: '[what]',
  help: [
    'Prints Markdown tables, generated from the registries; --json prints the same as data. What to list, if not all:',
    'perturbations, matchers, tasks, metrics, datasets, instructions, predictions, formats, models, providers.',
    'Metrics that the config of the project here names are listed after those that ship.',
    'A claim gates on perturbations that usually keep the answer only if the suite says so.',
    '',
    '  npx vitest-robustness list matchers',
    '  npx vitest-robustness list perturbations --json',
  ],
  options: { json: { type: 'boolean', describe: 'print JSON instead of tables' } },
  most: 1,
  async run({ values, positionals }, io) {
    const [wanted] = positionals
    const all = registries(wanted === undefined || wanted === 'metrics' ? await metricsOfConfig(io) : [])
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

/**
 * Loads the metrics that the config of the project in the working directory names; none where there is no config, or it
 * does not load.
 */
async function metricsOfConfig({ cwd, err }: CliIo): Promise<readonly Metric[]> {
  const names = await readdir(cwd).catch(() => [])
  if (!names.some((name) => /^vite(st)?\.config\.[cm]?[jt]s$/.test(name))) return []
  // Loaded here and not at the top, because everything else is listed without vitest.
  const { inspectProject } = await import('../../integration/session/inspectProject.ts')
  const project = await inspectProject(cwd).catch((error: unknown) => {
    err(`list: metrics of your own are left out: ${messageOf(error)}\n`)
    return null
  })
  if (project === null) return []
  try {
    const { metrics = [] } = project.options ?? {}
    return await loadMetrics(metrics, {
      baseDir: cwd,
      importModule: project.importModule,
      who: 'robustness({ metrics })',
    })
  } finally {
    await project.close()
  }
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
