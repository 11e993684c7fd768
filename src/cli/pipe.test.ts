import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { builtCommand } from '../integration/fakeProject.testing.ts'

const MAIN = builtCommand()

function bash(script: string) {
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', process.execPath, MAIN], { encoding: 'utf8' })
  return { stdout, stderr }
}

test.each([['list --json'], ['list matchers'], ['--help']])(
  'a reader that closes the pipe early is no fault: %s',
  (args) => {
    const { stdout, stderr } = bash(`"$1" "$2" ${args} | head -c 5 >/dev/null; echo "\${PIPESTATUS[0]}"`)
    expect([stdout, stderr]).toEqual(['0\n', ''])
  },
  60_000,
)

test('nothing on a pipe has colours', () => {
  const { stdout } = bash(`"$1" "$2" --help; "$1" "$2" list; "$1" "$2" report --help`)
  expect(stdout.length).toBeGreaterThan(2000)
  expect(stdout).not.toContain('\u001B')
}, 60_000)
