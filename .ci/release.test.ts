/** The workflows of this repository: held to GitHub's own parser, their order and rights, and the notes of a release. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { githubParser } from './githubParser.ts'

const ROOT = join(import.meta.dirname, '..')
const WORKFLOWS = ['ci.yml', 'release.yml']
const textOf = (name: string): string => readFileSync(join(ROOT, '.github/workflows', name), 'utf8')

interface Workflow {
  readonly on: Record<string, unknown>
  readonly permissions: object
  readonly jobs: Record<string, Job>
}
interface Job {
  readonly needs?: string
  readonly uses?: string
  readonly permissions?: object
  readonly steps?: readonly { readonly run?: string; readonly uses?: string }[]
}
const workflowOf = (name: string): Workflow => parse(textOf(name)) as Workflow

describe.each(WORKFLOWS)('%s', (name) => {
  test("GitHub's own parser takes it, and refuses slips", async () => {
    const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = await githubParser()
    const errors = async (content: string): Promise<string[]> => {
      const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter())
      if (value) await convertWorkflowTemplate(context, value)
      return context.errors.getErrors().map(({ message }) => message)
    }
    expect(await errors(textOf(name))).toEqual([])
    expect(await errors(textOf(name).replace('runs-on:', 'run-on:'))).not.toEqual([])
    expect(await errors(textOf(name).replace('contents: read', 'contents: reads'))).not.toEqual([])
  })

  test('its scripts are shell without expressions, and what it uses is pinned by major version', () => {
    const steps = Object.values(workflowOf(name).jobs).flatMap((job) => job.steps ?? [])
    for (const { run = 'true', uses = 'actions/x@v1' } of steps) {
      expect(run).not.toContain('${{')
      expect(spawnSync('bash', ['-n'], { input: run, encoding: 'utf8' }).stderr).toBe('')
      expect(uses).toMatch(/^actions\/[\w-]+@v\d+$/)
    }
  })
})

test('a release is published after all checks alone, and each job has only the rights that it needs', () => {
  const { on, permissions, jobs } = workflowOf('release.yml')
  expect(on).toEqual({ push: { tags: ['v*.*.*'] } })
  expect(permissions).toEqual({ contents: 'read' })
  const needs = Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.needs ?? null]))
  expect(needs).toEqual({ notes: null, checks: 'notes', publish: 'checks', announce: 'publish' })
  expect(jobs['checks']).toEqual({ needs: 'notes', uses: './.github/workflows/ci.yml' })
  expect(workflowOf('ci.yml').on).toHaveProperty('workflow_call')
  const rights = Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions]))
  expect(rights['publish']).toEqual({ contents: 'read', 'id-token': 'write' })
  expect(rights['announce']).toEqual({ contents: 'write' })
  expect(textOf('release.yml')).toContain('npm publish --provenance --access public')
  expect(textOf('ci.yml')).toContain('.ci/run\n')
})

describe('the notes of a release', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'release-'))
    writeFileSync(join(folder, 'package.json'), '{ "version": "1.2.3" }')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const notes = (tag: string, changelog: string) => {
    writeFileSync(join(folder, 'CHANGELOG.md'), changelog)
    const ended = spawnSync(process.execPath, [join(ROOT, '.ci/releaseNotes.ts'), tag], {
      cwd: folder,
      encoding: 'utf8',
    })
    return { code: ended.status, said: ended.stdout + ended.stderr }
  }

  test('are the section of the changelog', () => {
    const changelog =
      '# Changelog\n\n## Unreleased\n\n## 1.2.3 (2026-12-01)\n\n- One.\n\n### Verdicts\n\n- Two.\n\n## 1.2.2\n\n- Old.\n'
    expect(notes('v1.2.3', changelog)).toEqual({ code: 0, said: '- One.\n\n### Verdicts\n\n- Two.\n' })
  })

  test.each([
    ['v1.2.4', '## 1.2.3\n\n- One.\n', 'Not released: the tag is v1.2.4, and package.json has version 1.2.3\n'],
    ['v1.2.3', '## 1.2.2\n\n- Old.\n', 'Not released: CHANGELOG.md has no section "## 1.2.3", or it is empty\n'],
    [
      'v1.2.3',
      '## Unreleased\n\n- New.\n\n## 1.2.3\n\n- One.\n',
      'Not released: CHANGELOG.md has changes under "Unreleased": put them under "## 1.2.3"\n',
    ],
  ])('%s with %j is refused', (tag, changelog, said) => {
    expect(notes(tag, `# Changelog\n\n${changelog}`)).toEqual({ code: 1, said })
  })
})
