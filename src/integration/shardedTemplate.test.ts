import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { fakeProject, type FakeProject } from './fakeProject.testing.ts'

/** The sharded templates for CI, played on README's project: its config and its one suite, which is fewer files than shards. */

const ROOT = join(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

interface Job {
  readonly env?: Record<string, string>
  readonly steps: readonly { readonly name?: string; readonly run?: string; readonly env?: Record<string, string> }[]
}
const GITHUB = parse(read('docs/ci/github-actions.yml')) as {
  readonly env?: Record<string, string>
  readonly jobs: Readonly<Record<'shard' | 'gate', Job>>
}
const GITLAB = parse(read('docs/ci/gitlab-ci.yml'), { merge: true }) as {
  readonly variables?: Record<string, string>
  readonly 'robustness shard': { readonly script: readonly string[]; readonly parallel: number }
  readonly 'robustness gate': { readonly script: readonly string[] }
}

/** The script of a step by its name, without what GitHub fills in. */
const step = (job: Job, name: string): string => job.steps.find((one) => one.name === name)?.run ?? `no step "${name}"`

/** What each template runs in a shard and in the merge, and the environment that it sets. */
const templates = {
  'github-actions.yml': {
    env: GITHUB.env ?? {},
    shard: (index: number) => step(GITHUB.jobs.shard, 'Ask the release').replaceAll('${{ matrix.shard }}', `${index}`),
    merge: step(GITHUB.jobs.gate, 'Merge and decide'),
  },
  'gitlab-ci.yml': {
    env: GITLAB.variables ?? {},
    shard: (index: number) =>
      `export CI_NODE_INDEX=${index} CI_NODE_TOTAL=${GITLAB['robustness shard'].parallel}\n${GITLAB['robustness shard'].script.join('\n')}`,
    merge: GITLAB['robustness gate'].script.join('\n'),
  },
}
const SHARDS = [1, 2, 3, 4]

/** Files of README and docs/start.md, with more examples, and releases that need no endpoint. */
function filesOfReadme(): Record<string, string> {
  const blocks = [...`${read('README.md')}\n${read('docs/start.md')}`.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm)]
  const files = Object.fromEntries(blocks.map(([, file, text]) => [file ?? '', text ?? '']))
  const [yes = '', no = ''] = (files['data/refunds.jsonl'] ?? '').trim().split('\n')
  const more = Array.from({ length: 300 }, (_, index) =>
    (index % 2 ? yes : no).replace(/ticket-\d+/, `ticket-${index + 3}`).replace('parcel', `parcel ${index + 3}`),
  )
  return { ...files, 'data/refunds.jsonl': [yes, no, ...more, ''].join('\n') }
}

const MODELS = (wrong: string): string => `import { fromFunction } from 'vitest-robustness/models'
const right = (prompt) => (prompt.includes('paid the customer back') ? 'Yes.' : 'No.')
export const v1 = fromFunction({ model: 'support-bot', revision: '1', ask: async (prompt) => right(prompt) })
export const v2 = fromFunction({ model: 'support-bot', revision: '2', ask: async (prompt) => ${wrong} })
`

let project: FakeProject | undefined
afterEach(() => project?.remove())
let files: Record<string, string>
beforeAll(() => {
  files = filesOfReadme()
})

describe.each(Object.entries(templates))('%s', { timeout: 240_000 }, (_, { env, shard, merge }) => {
  /** As CI runs it: the steps' texts in a shell that stops at the first error, with the template's environment. */
  const run = (fake: FakeProject, text: string) => {
    const variables = Object.entries(env).map(([name, value]) => `export ${name}='${value}'`)
    return fake.sh(['set -e', ...variables, text.replaceAll(/\bnpx /g, '')].join('\n'))
  }

  test("four shards of README's one suite hand in; the merge passes, and blocks a release that got worse", async () => {
    const fake = (project = fakeProject({ ...files, 'models.ts': MODELS('right(prompt)') }))
    const accepted = await fake.shell('cli baseline accept --release v1 --yes')
    expect(accepted).toMatchObject({ code: 0 })
    for (const index of SHARDS) {
      const { code, output } = await run(fake, shard(index))
      expect(`${output}\nexit ${code}`).toMatch(/exit 0$/)
    }
    // What the jobs carry to the merge is there for each shard, the empty ones too.
    expect(readdirSync(join(fake.root, '.robustness/shards')).toSorted()).toEqual(['1-4', '2-4', '3-4', '4-4'])
    expect(readdirSync(join(fake.root, '.vitest/blob'))).toHaveLength(SHARDS.length)
    const merged = await run(fake, merge)
    expect(`${merged.output}\nexit ${merged.code}`).toMatch(/GATE: PASS[\s\S]*exit 0$/)
    expect(fake.run().evidence.claims).toHaveLength(4)

    fake.write('models.ts', MODELS(`'No.'`).replace("revision: '2'", "revision: '3'"))
    const codes = []
    for (const index of SHARDS) codes.push((await run(fake, shard(index))).code)
    expect(codes.toSorted()).toEqual([0, 0, 0, 1])
    const blocked = await run(fake, merge)
    expect(`${blocked.output}\nexit ${blocked.code}`).toMatch(/GATE: FAIL[\s\S]*exit 1$/)
  })
})
