import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleClaim, sampleRun } from '../../core/report/sampleRun.testing.ts'
import { builtCommand } from '../../integration/fakeProject.testing.ts'
import { commands } from '../commands/index.ts'
import { completionOf } from './completionOf.ts'

const MAIN = builtCommand()
const [OLD, NEW] = ['20260101000000000-00000000', '20260201000000000-11111111']
let project: string

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'completion-'))
  for (const id of [OLD, NEW]) mkdirSync(join(project, '.robustness/runs', id), { recursive: true })
  const run = sampleRun([
    sampleClaim({ title: "answers > keeps 'its' $answer" }),
    sampleClaim({ title: 'answers > other' }),
  ])
  writeFileSync(join(project, '.robustness/runs', NEW, 'run.json'), JSON.stringify(run))
  writeFileSync(join(project, '.robustness/runs', OLD, 'run.json'), 'not JSON')
  mkdirSync(join(project, 'node_modules/.bin'), { recursive: true })
  const bin = join(project, 'node_modules/.bin/vitest-robustness')
  writeFileSync(bin, `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`)
  chmodSync(bin, 0o755)
  for (const shell of ['bash', 'zsh', 'fish']) {
    const args = [MAIN, 'completion', shell]
    writeFileSync(join(project, `completion.${shell}`), execFileSync(process.execPath, args, { cwd: project }))
  }
}, 60_000)
afterAll(() => rmSync(project, { recursive: true, force: true }))

/** What each shell offers after these words, the last of which is being typed. */
const shells: Record<string, (words: readonly string[]) => string[]> = {
  bash: (words) => linesOf('bash', ['--norc', '-c', BASH, 'bash', ...words]),
  zsh: (words) => linesOf('zsh', ['-f', '-c', ZSH, 'zsh', ...words]),
  fish: (words) => linesOf('fish', ['--no-config', '-c', FISH, ...words]).map((line) => line.split('\t')[0] ?? ''),
}

const BASH = `. ./completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _vitest_robustness; printf '%s\\n' "\${COMPREPLY[@]}"`
/** zsh's own functions need a line editor: these print what they are given. */
const ZSH = `compdef() { }
_files() { print -l FILES }
compadd() { [[ $1 == -- ]] && shift; local one; for one in "$@"; do [[ $one == "$typed"* ]] && print -r -- $one; done }
_describe() { local one; for one in "\${offered[@]}"; do one=\${one%%:*}; [[ $one == "$typed"* ]] && print -r -- $one; done }
. ./completion.zsh; words=("$@"); CURRENT=$#; typed=\${words[CURRENT]}; _vitest_robustness`
const FISH = `source completion.fish; complete -C (string join ' ' -- $argv)`

function linesOf(shell: string, args: readonly string[]): string[] {
  const { stdout, stderr, status } = spawnSync(shell, args, { cwd: project, encoding: 'utf8' })
  if (status !== 0 && stderr !== '') throw new Error(stderr)
  return stdout.split('\n').filter((line) => line !== '')
}

describe.each(Object.entries(shells))('%s', { timeout: 60_000 }, (shell, complete) => {
  // A shell that is missing shows as skipped.
  const has = spawnSync(shell, ['-c', 'true']).status === 0
  const offered = (...words: string[]) => complete(['vitest-robustness', ...words]).toSorted()

  test.skipIf(!has)('commands, in one word and in two', () => {
    expect(offered('re')).toEqual(['report'])
    expect(offered('baseline', '')).toEqual(['accept', 'rollback', 'show'])
    expect(offered('store', 'ver')).toEqual(['verify'])
    expect(offered('nonsense', 'x')).toEqual([])
  })

  test.skipIf(!has)('options of the command, and no other', () => {
    expect(offered('report', '--ver')).toEqual(['--verify'])
    expect(offered('baseline', 'accept', '--rel')).toEqual(['--release'])
    expect(offered('history', 'first-broken', '--si')).toEqual(['--since'])
    expect(offered('show', '--ver')).toEqual([])
    expect(offered('history', 'list', 'ans')).toEqual([])
  })

  test.skipIf(!has)('values: formats, runs, releases, claims', () => {
    expect(offered('report', '--format', 'm')).toEqual(['markdown'])
    expect(offered('history', '-f', 'j')).toEqual(['json'])
    expect(offered('report', '2026')).toEqual([OLD, NEW])
    expect(offered('history', 'list', '--release', '')).toEqual(['v1', 'v2'])
    const claims = offered('history', 'first-broken', 'ans')
    expect(claims).toHaveLength(2)
    // However a shell quotes it: what it would put on the line is one argument, the title.
    expect(claims.map((claim) => (shell === 'bash' ? unquoted(claim) : claim))).toEqual([
      "answers > keeps 'its' $answer",
      'answers > other',
    ])
  })
})

function unquoted(word: string): string {
  return execFileSync('bash', ['-c', `printf %s ${word}`], { encoding: 'utf8' })
}

test('what is offered follows from the registry: every command, every option, every format', () => {
  const model = completionOf(commands)
  expect(model.map(({ name }) => name)).toEqual(commands.map(({ name }) => name))
  const formatsOf = (command: string) =>
    model.find(({ name }) => name === command)?.options.find(({ long }) => long === '--format')?.values
  expect(formatsOf('report')).toEqual(expect.arrayContaining(['terminal', 'json', 'markdown', 'html']))
  expect(formatsOf('history')).toEqual(['terminal', 'json', 'markdown'])
  expect(formatsOf('export')).toEqual(['csv', 'parquet'])
  expect(model.find(({ name }) => name === 'completion')?.values).toEqual(['bash', 'zsh', 'fish'])
})
