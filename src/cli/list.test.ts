import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claimKinds } from '../claims/index.ts'
import { perturbations } from '../core/perturbations/index.ts'
import * as exported from '../models/formats/index.ts'
import { promptFormats } from '../models/formats/promptFormats.ts'
import type { CliIo } from './common/command.ts'
import { registries } from './setup/registries.ts'
import { runCli } from './runCli.ts'

async function cli(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []]
  const io: CliIo = {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    env: {},
    // Without a config, whose metrics would be listed too.
    cwd: import.meta.dirname,
    tty: false,
    confirm: () => Promise.resolve(false),
    ask: async () => '',
    pressKey: async () => 'q',
  }
  const code = await runCli(['list', ...args], io)
  return { code, out: out.join(''), err: err.join('') }
}

describe.each(registries())('$name', ({ name, head, rows, data }) => {
  test('a table with a row for each', async () => {
    const { code, out } = await cli(name)
    expect(code).toBe(0)
    const lines = out.trimEnd().split('\n')
    expect(rows.length).toBeGreaterThan(2)
    expect(lines).toHaveLength(2 + rows.length)
    expect(lines[0]).toBe(`| ${head.join(' | ')} |`)
    // A cell that held a bar or a line break would tear the table.
    const columns = lines.map((line) => line.replaceAll('\\|', '').split('|').length)
    expect(columns).toEqual(lines.map(() => head.length + 2))
  })

  test('no name and no summary is missing or said twice', () => {
    expect(rows.filter(([, second = '', ...rest]) => second.trim() === '' || rest.includes('undefined'))).toEqual([])
    expect(new Set(rows.map(([first]) => first)).size).toBe(rows.length)
  })

  test('the same as data', async () => {
    const { code, out } = await cli(name, '--json')
    expect(code).toBe(0)
    const parsed = JSON.parse(out) as { name: string }[]
    expect(parsed.map((item) => item.name)).toEqual(rows.map(([first]) => first))
    expect(parsed).toEqual(JSON.parse(JSON.stringify(data)))
  })
})

test('rows say what a user chooses by', async () => {
  const { out } = await cli()
  const line = (name: string) => out.split('\n').find((text) => text.startsWith(`| \`${name}\``))
  expect(['swap-letters', 'toBeNoWorseThanBaseline', 'boolean-qa', 'dropRate', 'mmlu', 'flan', 'together'].map(line))
    .toMatchInlineSnapshot(`
      [
        "| \`swap-letters\` | characters | usually stays | Two neighbouring letters inside a word trade places. | TextBugger (Li et al., 2019); PromptBench (Zhu et al., 2023) |",
        "| \`toBeNoWorseThanBaseline\` | the score is no worse than the accepted release |  | yes |",
        "| \`boolean-qa\` | Answer a question about a passage with yes or no. | passage, question | response |",
        "| \`dropRate\` | 1 − accuracy of the other variants / accuracy of the canonical one | -∞ | 1 | less | task, family, variant |  | Zhu et al., PromptRobust, arXiv 2306.04528 |",
        "| \`mmlu\` | MMLU: CSV without a header: question, four options, letter (&lt;subject>_test.csv) | multiple-choice | .csv |",
        "| \`flan\` | FLAN's template lists: JSON of task -> [[input, target], …] | .json |",
        "| \`together\` | ChatTogetherAI | TOGETHER_AI_API_KEY | https://api.together.xyz |",
      ]
    `)
})

test('all at once, as data too', async () => {
  const { out } = await cli('--json')
  const all = JSON.parse(out) as Record<string, { name: string }[]>
  expect(Object.keys(all)).toEqual(registries().map(({ name }) => name))
  expect(all['perturbations']?.map(({ name }) => name)).toEqual(Object.keys(perturbations))
  expect(all['matchers']?.map(({ name }) => name)).toEqual(Object.keys(claimKinds))
})

test('what is not there is named, with what is', async () => {
  expect(await cli('metric')).toMatchObject({
    code: 2,
    err: 'list: nothing is called "metric" (did you mean "metrics"?)\n',
  })
  expect((await cli('everything')).err).toContain('(known: "perturbations", "matchers", ')
})

test('every prompt format that the package exports is listed', () => {
  expect(Object.keys(promptFormats).toSorted()).toEqual(Object.keys(exported).toSorted())
})

describe('the documents hold what the command prints (npm run list)', () => {
  const root = join(import.meta.dirname, '../..')
  const blockOf = (file: string): string | undefined =>
    /<!-- list:begin -->\n(?<block>[\s\S]*?)<!-- list:end -->/.exec(readFileSync(join(root, file), 'utf8'))?.groups?.[
      'block'
    ]

  test('docs/list.md', async () => {
    expect(blockOf('docs/list.md')).toBe(`\n${(await cli()).out}\n`)
  })

  test.runIf(existsSync(join(root, 'README.md')) && blockOf('README.md') !== undefined)('README.md', async () => {
    expect(blockOf('README.md')).toBe(`\n${(await cli()).out}\n`)
  })
})
