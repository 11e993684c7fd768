/** The GitHub Action: held to GitHub's own schema, and played step by step in a project with the packed tarball. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { config, dataset, instructionSet } from '../src/integration/fakeProject.testing.ts'
import { packedProject, type PackedProject } from './packedProject.ts'
import { playAction, type Action, type Played } from './playAction.ts'
import { githubParser } from './githubParser.ts'

const ROOT = join(import.meta.dirname, '..')
const FILE = join(ROOT, 'action.yml')
const TEXT = readFileSync(FILE, 'utf8')
const { runs, inputs } = parse(TEXT) as Action
const MARK = '<!-- vitest-robustness -->'

test("GitHub's own schema takes it, and refuses slips", async () => {
  const { parseAction, NoOperationTraceWriter } = await githubParser()
  const errors = (content: string) =>
    parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter()).context.errors.getErrors()
  expect(errors(TEXT)).toEqual([])
  expect(errors(TEXT.replace('shell: bash', 'shel: bash'))).not.toEqual([])
  expect(errors(TEXT.replace('using: composite', 'using: composit'))).not.toEqual([])
})

test('no expression stands in a script, and what it uses is pinned by major version', () => {
  const scripts = runs.steps.flatMap(({ run }) => run ?? [])
  expect(scripts.length).toBeGreaterThanOrEqual(4)
  expect(scripts.filter((script) => script.includes('${{'))).toEqual([])
  const used = runs.steps.flatMap(({ uses }) => uses ?? [])
  expect(used.toSorted()).toEqual([
    'actions/cache/restore@v4',
    'actions/cache/save@v4',
    'actions/setup-node@v4',
    'actions/upload-artifact@v4',
  ])
})

describe('played in a project', { timeout: 240_000 }, () => {
  let project: PackedProject
  let server: Server
  let temporary: string
  let comments: Comment[] = []
  let requests: string[] = []
  let refusing = false

  beforeAll(async () => {
    project = packedProject({
      'vitest.config.ts': config(),
      'seen.json': '["s1", "s2", "s3"]\n',
      'data/qa.jsonl': dataset(),
      'data/qa.yaml': instructionSet(),
      'releases.ts': RELEASES,
      'a.robust.ts': SUITE,
    })
    temporary = mkdtempSync(join(tmpdir(), 'runner-'))
    server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => (body += String(chunk)))
      request.on('end', () => {
        requests.push(`${request.method} ${request.url} ${request.headers.authorization}`)
        response.setHeader('content-type', 'application/json')
        if (refusing) response.writeHead(403).end('{"message":"Resource not accessible\n::error::forged"}')
        else response.end(JSON.stringify(answer(request.method ?? '', request.url ?? '', body)))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  }, 240_000)
  afterAll(() => {
    server.close()
    project.remove()
    rmSync(temporary, { recursive: true })
  }, 120_000)
  beforeEach(() => {
    requests = []
    comments = []
    refusing = false
  })

  /** The part of GitHub's interface for comments that is needed, with its pages. */
  function answer(method: string, url: string, body: string): unknown {
    const { pathname, searchParams } = new URL(url, 'http://github')
    const html_url = 'https://github.example/acme/bot/pull/7#comment'
    if (method === 'GET' && pathname === '/repos/acme/bot/issues/7/comments') {
      const [size, page] = [Number(searchParams.get('per_page')), Number(searchParams.get('page'))]
      return comments.slice((page - 1) * size, page * size)
    }
    const text = (JSON.parse(body) as { body: string }).body
    if (method === 'POST' && pathname === '/repos/acme/bot/issues/7/comments') {
      comments.push({ id: 1000 + comments.length, user: { login: 'github-actions[bot]' }, body: text })
      return { html_url }
    }
    const id = /^\/repos\/acme\/bot\/issues\/comments\/(\d+)$/.exec(pathname)?.[1]
    const found = comments.find((comment) => comment.id === Number(id))
    if (method !== 'PATCH' || !found) throw new Error(`${method} ${url} is not expected`)
    found.body = text
    return { html_url }
  }

  async function play(given: Record<string, string>, github: Partial<typeof PULL> = {}): Promise<Played> {
    const summary = join(mkdtempSync(join(temporary, 'summary-')), 'summary.md')
    summaries.push(summary)
    return playAction(FILE, {
      inputs: { install: 'false', ...given },
      github: { ...PULL, ...github },
      workspace: project.root,
      temporary,
      env: {
        ...project.env,
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_ACTION_PATH: ROOT,
        GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        GITHUB_REPOSITORY: 'acme/bot',
        GITHUB_RUN_ID: '42',
        GITHUB_SERVER_URL: 'https://github.example',
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_WORKSPACE: project.root,
        RUNNER_TEMP: temporary,
      },
    })
  }
  const summaries: string[] = []
  const said = ({ steps, succeeded }: Played): string => {
    const each = Object.entries(steps).map(([name, { code, output }]) => `${name} (${code})\n${output}`)
    return [...each, `action ${succeeded ? 'succeeded' : 'failed'}`].join('\n')
  }

  test('a release that may ship: gated, shown, kept, commented', async () => {
    const played = await play({
      candidate: 'accepted',
      'node-version': '24',
      'store-cache-key': 'answers',
    })
    expect(said(played)).toMatch(/action succeeded$/)
    expect(played.outputs).toMatchObject({ verdict: 'pass', 'exit-code': '0' })
    const { report = '', page = '' } = played.outputs
    expect(readFileSync(report, 'utf8')).toMatch(new RegExp(`^${MARK}[\\s\\S]*may ship`))
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/i)
    expect(readFileSync(summaries.at(-1) ?? '', 'utf8')).toContain('may ship')
    expect(Object.keys(played.steps)).toEqual(runs.steps.flatMap(({ name }) => (name === 'Install' ? [] : name)))
    expect(played.steps['Set up Node']?.with).toEqual({ 'node-version': '24' })
    expect(played.steps['Keep the reports']?.with).toEqual({ name: 'robustness-report', path: dirname(report) })
    expect(played.steps['Keep recorded answers']?.with).toEqual({ path: './.robustness/store', key: 'answers-42-1' })
    // Somebody who takes the artifact can recompute the verdict.
    const [run = ''] = readdirSync(join(dirname(report), 'runs'))
    expect(project.run(`npx vitest-robustness report ${join(dirname(report), 'runs', run)} --verify`)).toMatchObject({
      code: 0,
    })
    expect(comments.map(({ body }) => body)).toEqual([readFileSync(report, 'utf8')])
    expect(requests).toEqual([
      'GET /repos/acme/bot/issues/7/comments?per_page=100&page=1 Bearer the-token',
      'POST /repos/acme/bot/issues/7/comments Bearer the-token',
    ])
  })

  test("a release that may not: the step ends with the gate's code, the earlier comment is brought up to date", async () => {
    // Anybody can write the mark: only the workflow's own comment is replaced.
    const foreign = { id: 1, user: { login: 'mallory' }, body: `${MARK}\nmay ship` }
    const own = { id: 500, user: { login: 'github-actions[bot]' }, body: `${MARK}\nof an earlier run` }
    const others = Array.from({ length: 99 }, (_, at) => ({ id: 2 + at, user: null, body: 'words' }))
    comments = [foreign, ...others, own]
    const played = await play({})
    expect(played.succeeded).toBe(false)
    expect(played.steps['Ask the release and decide']).toMatchObject({ code: 1 })
    expect(played.outputs).toMatchObject({ verdict: 'fail', 'exit-code': '1' })
    expect(own.body).toBe(readFileSync(played.outputs['report'] ?? '', 'utf8'))
    expect(own.body).toContain('may not ship')
    expect(foreign.body).toBe(`${MARK}\nmay ship`)
    expect(comments).toHaveLength(101)
    expect(requests.map((request) => request.split(' ')[0])).toEqual(['GET', 'GET', 'PATCH'])
    expect(played.steps).toHaveProperty('Keep the reports')
  })

  test('a gate that ends before it wrote a run says so, and takes no earlier run for its own', async () => {
    const played = await play({ candidate: 'v9' })
    expect(played.outputs).toMatchObject({ verdict: '', 'exit-code': '2', page: '' })
    expect(comments.map(({ body }) => body)).toEqual([
      `${MARK}\n**No verdict**: the gate ended with exit code 2 before it wrote a run.\n[Its log](https://github.example/acme/bot/actions/runs/42) says why.\n`,
    ])
  })

  test('texts of inputs are arguments, and never commands', async () => {
    const played = await play({
      candidate: '$(touch pwned)`touch pwned`',
      args: '"; touch pwned; echo " $(touch pwned)',
    })
    expect(played.outputs['exit-code']).not.toBe('0')
    const named = await play({ candidate: 'accepted', args: `.robust.\n-t\nis right; touch pwned` })
    expect(named.steps['Ask the release and decide']?.output).toContain('is right; touch pwned')
    expect(readdirSync(project.root)).not.toContain('pwned')
  })

  test('no comment where it is not wanted, not allowed, or where there is no pull request', async () => {
    const fork = { ...PULL.event, pull_request: { number: 7, head: { repo: { full_name: 'mallory/bot' } } } }
    for (const [given, github] of [
      [{ comment: 'false' }, {}],
      [{}, { event: fork }],
      [{}, { event_name: 'push', event: {} }],
    ] as const) {
      const played = await play({ candidate: 'accepted', artifact: '', ...given }, github as Partial<typeof PULL>)
      expect(said(played)).toMatch(/action succeeded$/)
      expect(Object.keys(played.steps)).toEqual(['Ask the release and decide', 'Write the reports'])
    }
    expect(requests).toEqual([])
  })

  test('a comment that GitHub refuses changes no verdict, and its text is no command of the log', async () => {
    refusing = true
    const played = await play({ candidate: 'accepted' })
    expect(played.succeeded).toBe(true)
    const { output = '' } = played.steps['Comment'] ?? {}
    expect(output).toMatch(/^::warning::No comment was written: GitHub answered 403 .*"pull-requests: write"/)
    expect(output.trim().split('\n')).toHaveLength(1)
  })
})

describe('installing', () => {
  let workspace: string
  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), 'workspace-'))
    mkdirSync(join(workspace, 'apps/bot'), { recursive: true })
    mkdirSync(join(workspace, 'bin'))
    mkdirSync(join(workspace, 'temporary'))
  })
  afterEach(() => rmSync(workspace, { recursive: true }))

  /** Plays the action with programs that say what they are asked for, in the folder in which they are. */
  async function install(lockfile: string | null, text = ''): Promise<Played> {
    if (lockfile !== null) writeFileSync(join(workspace, lockfile), text)
    for (const name of ['npm', 'npx', 'pnpm', 'yarn', 'bun']) {
      writeFileSync(join(workspace, 'bin', name), `#!/bin/sh\necho "$(basename "$PWD"): ${name} $*"\n`)
      chmodSync(join(workspace, 'bin', name), 0o755)
    }
    return playAction(FILE, {
      inputs: { 'working-directory': 'apps/bot' },
      github: { ...PULL, event_name: 'push' },
      workspace,
      temporary: join(workspace, 'temporary'),
      env: {
        PATH: `${join(workspace, 'bin')}:${dirname(process.execPath)}:${process.env['PATH']}`,
        GITHUB_WORKSPACE: workspace,
        RUNNER_TEMP: join(workspace, 'temporary'),
      },
    })
  }

  test.each([
    ['package-lock.json', '', 'npm ci'],
    ['pnpm-lock.yaml', '', 'pnpm install --frozen-lockfile'],
    ['yarn.lock', '# THIS IS AN AUTOGENERATED FILE.\n# yarn lockfile v1\n', 'yarn install --frozen-lockfile'],
    ['yarn.lock', '__metadata:\n  version: 8\n', 'yarn install --immutable'],
    ['bun.lock', '', 'bun install --frozen-lockfile'],
  ])('%s above the project %#: where it is, by its package manager', async (lockfile, text, command) => {
    const { steps } = await install(lockfile, text)
    expect(steps['Install']).toEqual({ code: 0, output: `${basename(workspace)}: ${command}\n` })
    expect(steps['Ask the release and decide']?.output).toBe('bot: npx --no-install vitest-robustness gate .robust.\n')
  })

  test('a project without a lockfile is refused with the way out, and nothing is gated', async () => {
    const played = await install(null)
    expect(played.steps).toEqual({
      Install: {
        code: 2,
        output:
          '::error::No lockfile is in the working directory or above it: commit one, or install in a step before and set install: false\n',
      },
    })
    expect(played.outputs).toMatchObject({ verdict: '', 'exit-code': '' })
    expect(played.succeeded).toBe(false)
  })
})

test('every input is used, and the guide names it', () => {
  const guide = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8')
  for (const name of Object.keys(inputs)) {
    expect(TEXT).toContain(`inputs.${name} `)
    expect(guide).toContain(`\`${name}\``)
  }
})

interface Comment {
  readonly id: number
  readonly user: { readonly login: string } | null
  body: string
}

const PULL = {
  event_name: 'pull_request',
  repository: 'acme/bot',
  token: 'the-token',
  run_id: '42',
  run_attempt: '1',
  event: { pull_request: { number: 7, head: { repo: { full_name: 'acme/bot' } } } } as object,
}

const RELEASES = `import { fromFunction } from 'vitest-robustness/models'
const right = (prompt) => /says (yes|no)/.exec(prompt)?.[1] ?? 'none'
export const accepted = fromFunction({ model: 'mine', revision: '1', ask: async (prompt) => right(prompt) })
export const candidate = fromFunction({ model: 'mine', revision: '2', ask: async () => 'yes' })
`
const SUITE = `import { expect, test } from 'vitest'
import { booleanQa, release } from 'vitest-robustness'
const qa = booleanQa({ name: 'qa', examples: 'data/qa.jsonl', instructions: 'data/qa.yaml' })
test('is right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.8 }) })
`
