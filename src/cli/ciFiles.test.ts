import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import manifest from '../../package.json' with { type: 'json' }
import { commands } from './commandGroups.ts'
import { parseCall } from './common/command.ts'
import { markdown } from '../../reporters/ci/markdown.ts'
import { sampleRun } from '../core/wording/sampleRun.testing.ts'
import { githubParser } from '../../.ci/githubParser.ts'
import { blocksOf } from '../docsPages.testing.ts'

/** The files for CI that users copy: checked by GitHub's own parser, by GitLab's own schema, and by the command line. */

const CI = join(import.meta.dirname, '../../docs/ci')
const GITHUB = readFileSync(join(CI, 'github-actions.yml'), 'utf8')
const GITLAB = readFileSync(join(CI, 'gitlab-ci.yml'), 'utf8')
const GITHUB_ONE_JOB = readFileSync(join(CI, 'github-actions-one-job.yml'), 'utf8')
const GITHUB_ACTION = readFileSync(join(CI, 'github-actions-action.yml'), 'utf8')
/** The workflow and the pipeline of docs/store.md, which unite the answers of parallel jobs. */
const storeBlock = (name: 'github-store' | 'gitlab-store') =>
  blocksOf('docs/store.md').find(({ info }) => info === `data=${name}`)?.text ?? ''
const GITLAB_ONE_JOB = readFileSync(join(CI, 'gitlab-ci-one-job.yml'), 'utf8')

interface Workflow {
  readonly jobs: Record<
    string,
    {
      readonly steps: { readonly run?: string; readonly uses?: string; readonly with?: object }[]
      readonly strategy?: unknown
    }
  >
}
interface Pipeline {
  readonly [job: string]: { readonly script?: string[]; readonly after_script?: string[] }
}

const workflowScripts = (text: string): string[] =>
  Object.values((parse(text) as Workflow).jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))
const pipelineScripts = (text: string): string[] =>
  Object.values(parse(text, { merge: true }) as Pipeline).flatMap(({ script = [], after_script = [] }) =>
    script.concat(after_script),
  )

/** Every shell text of a file, in its order. */
const scripts = {
  'github-actions.yml': workflowScripts(GITHUB),
  'gitlab-ci.yml': pipelineScripts(GITLAB),
}
const oneJobScripts = {
  'github-actions-one-job.yml': workflowScripts(GITHUB_ONE_JOB),
  'gitlab-ci-one-job.yml': pipelineScripts(GITLAB_ONE_JOB),
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'robustness-ci-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('GitHub Actions', () => {
  test('its own parser takes the workflow, and refuses slips', async () => {
    const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = await githubParser()
    const check = async (content: string) => {
      const { context, value } = parseWorkflow({ name: 'robustness.yml', content }, new NoOperationTraceWriter())
      const template = value && (await convertWorkflowTemplate(context, value))
      return { errors: context.errors.getErrors().map(({ message }) => message), template }
    }
    const { errors, template } = await check(GITHUB)
    expect(errors).toEqual([])
    expect(template?.jobs.map((job) => [job.id.value, job.needs?.map(({ value }) => value) ?? []])).toEqual([
      ['shard', []],
      ['gate', ['shard']],
    ])
    const oneJob = await check(GITHUB_ONE_JOB)
    expect([oneJob.errors, oneJob.template?.jobs.map((job) => job.id.value)]).toEqual([[], ['gate']])
    const action = await check(GITHUB_ACTION)
    expect([action.errors, action.template?.jobs.map((job) => job.id.value)]).toEqual([[], ['gate']])
    const answers = await check(storeBlock('github-store'))
    expect([answers.errors, answers.template?.jobs.map((job) => job.id.value)]).toEqual([[], ['ask', 'keep-answers']])
    for (const [right, wrong] of [
      ['runs-on:', 'run-on:'],
      ['github.event_name', 'githb.event_name'],
      ['needs: shard', 'needs: shards'],
    ] as const)
      expect((await check(GITHUB.replace(right, wrong))).errors).not.toEqual([])
  })

  test("the workflow with the action uses this repository's, of this major version, by inputs and outputs that it has", () => {
    const { repository, version } = manifest
    const name = /github\.com\/(.*)\.git$/.exec(repository.url)?.[1]
    expect(GITHUB_ACTION).toContain(`uses: ${name}@v${version.split('.')[0]}\n`)
    const { inputs, outputs } = parse(readFileSync(join(CI, '../../action.yml'), 'utf8')) as Record<string, object>
    const steps = Object.values((parse(GITHUB_ACTION) as Workflow).jobs).flatMap((job) => job.steps)
    const given = steps.find(({ uses }) => uses?.startsWith(`${name}@`))?.with ?? {}
    expect(Object.keys(given).length).toBeGreaterThan(0)
    expect(Object.keys(inputs ?? {})).toEqual(expect.arrayContaining(Object.keys(given)))
    const read = [...GITHUB_ACTION.matchAll(/steps\.robustness\.outputs\.([\w-]+)/g)].map(([, output]) => output)
    expect(read.length).toBeGreaterThan(0)
    expect(Object.keys(outputs ?? {})).toEqual(expect.arrayContaining(read))
  })

  test('the number of shards is one number', () => {
    const { matrix } = (parse(GITHUB) as Workflow).jobs['shard']!.strategy as { matrix: { shard: number[] } }
    expect(matrix.shard).toEqual([1, 2, 3, 4])
    expect(GITHUB).toContain(`--shard=\${{ matrix.shard }}/${matrix.shard.length}`)
  })
})

describe('GitLab CI', () => {
  /** `gitlab-ci-local` brings GitLab's schema, and lists the jobs as GitLab would make them. */
  function list(content: string): { code: number | null; output: string } {
    writeFileSync(join(folder, '.gitlab-ci.yml'), content)
    const main = fileURLToPath(import.meta.resolve('gitlab-ci-local'))
    const ended = spawnSync(process.execPath, [main, '--list'], { cwd: folder, encoding: 'utf8' })
    return { code: ended.status, output: ended.stdout + ended.stderr }
  }

  test('its own schema takes the pipeline, and refuses slips', { timeout: 60_000 }, () => {
    execFileSync('git', ['init', '-q', folder])
    execFileSync('git', ['-C', folder, 'remote', 'add', 'origin', 'git@gitlab.com:group/project.git'])
    const { code, output } = list(GITLAB)
    expect(output).toMatch(/json schema validated/)
    expect(output.match(/^robustness shard: \[\d\/4\]/gm)).toHaveLength(4)
    expect(output).toMatch(/^robustness gate .*\[robustness shard\]/m)
    expect(code).toBe(0)
    const oneJob = list(GITLAB_ONE_JOB)
    expect(oneJob.output).toMatch(/json schema validated/)
    expect([oneJob.code, oneJob.output.match(/^robustness gate /gm)]).toEqual([0, ['robustness gate ']])
    const answers = list(storeBlock('gitlab-store'))
    expect(answers.output).toMatch(/json schema validated/)
    expect([answers.code, answers.output.match(/^(?:ask|keep answers)/gm)]).toEqual([0, ['ask', 'ask', 'keep answers']])
    for (const [right, wrong] of [
      ['parallel:', 'parallell:'],
      ['codequality:', 'codequalitty: 1 #'],
      ['- job: robustness shard', '- job: robustness shards'],
    ] as const)
      expect(list(GITLAB.replace(right, wrong)).code).not.toBe(0)
  })
})

function refuseNoShell(texts: readonly string[]): void {
  for (const text of texts) {
    const ended = spawnSync('bash', ['-n'], { input: text.replaceAll(/\$\{\{.*?\}\}/g, '1'), encoding: 'utf8' })
    expect(ended.stderr).toBe('')
  }
}

/** The calls of our command, each held to the options that the command takes. */
function callsIn(texts: readonly string[]): string[] {
  const calls = texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.trim().startsWith('npx vitest-robustness '))
    .map((line) => line.trim())
  for (const call of calls) {
    const [, , ...words] = call.split(' ')
    const command = commands.find((one) => `${words.join(' ')} `.startsWith(`${one.name} `))
    expect([call, command?.name]).toEqual([call, expect.any(String)])
    parseCall(command!, words.slice(command!.name.split(' ').length))
  }
  return calls
}

describe.each(Object.entries(scripts))('%s', (_file, texts) => {
  test('is shell', () => {
    expect(texts.length).toBeGreaterThan(3)
    refuseNoShell(texts)
    expect(spawnSync('bash', ['-n'], { input: 'if true; then', encoding: 'utf8' }).status).not.toBe(0)
  })

  test('calls commands and options that there are', () => {
    expect(callsIn(texts).length).toBeGreaterThanOrEqual(2)
    expect(texts.join('\n')).toMatch(/vitest run .*--reporter=blob --passWithNoTests --shard=/)
    expect(texts.join('\n')).toMatch(/vitest run .*--merge-reports/)
  })

  test('finds the comment by the mark that the report begins with', () => {
    const command = /sed '\/\^## .*' robustness\.md/.exec(texts.join('\n'))?.[0] ?? 'false'
    const markOf = (report: string): string => {
      writeFileSync(join(folder, 'robustness.md'), report)
      return execFileSync('bash', ['-c', command], { cwd: folder, encoding: 'utf8' })
    }
    const run = sampleRun()
    expect(markOf(markdown(run))).toBe('<!-- vitest-robustness -->\n## Robustness\n')
    expect(markOf(markdown({ ...run, context: { ...run.context, line: 'bot' } }))).toBe(
      '<!-- vitest-robustness -->\n<!-- line: bot -->\n## Robustness\n',
    )
  })
})

test.each(Object.entries(oneJobScripts))('%s gates and reports, by commands and options that there are', (_, texts) => {
  refuseNoShell(texts)
  expect(callsIn(texts).slice(0, 2)).toEqual([
    'npx vitest-robustness gate .robust.',
    expect.stringMatching(/^npx vitest-robustness report --format \w+ --output /),
  ])
})

test.each([
  ['github-store', workflowScripts],
  ['gitlab-store', pipelineScripts],
] as const)('%s of docs/store.md gates and unites answers, by commands that there are', (name, scriptsOf) => {
  const texts = scriptsOf(storeBlock(name))
  refuseNoShell(texts)
  expect(callsIn(texts)).toEqual([
    'npx vitest-robustness gate .robust.',
    expect.stringMatching(/^npx vitest-robustness store merge \w+$/),
  ])
})
