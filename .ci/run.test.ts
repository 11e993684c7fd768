/** How `.ci/run` ends, whatever fails in it. In place of npm stands a script: what is tested is what comes after the stages. */
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LONG } from './longestFirst.ts'

/** Ends a stage with the code in the variable of its name; a run of tests writes its results unless its code is 9. */
const NPM = `#!/usr/bin/env bash
stage=\${*: -1}
case "$*" in
  *tally*) exec ${process.execPath} .ci/tally.ts "\${@: -2}" ;;
esac
code_of="CODE_\${stage//:/_}"
code=\${!code_of:-0}
if [ -n "\${CI_RESULTS:-}" ] && [ "$code" != 9 ]; then
  [ "$code" = 0 ] && good=true || good=false
  echo '{ "numPassedTests": 5, "numFailedTests": '$code', "numPendingTests": 1, "success": '$good' }' >"$CI_RESULTS"
fi
exit "$code"
`
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ci-run-'))
  mkdirSync(join(folder, '.ci'))
  mkdirSync(join(folder, 'bin'))
  for (const file of ['run', 'tally.ts']) copyFileSync(join(import.meta.dirname, file), join(folder, '.ci', file))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'bin/npm'), NPM)
  chmodSync(join(folder, 'bin/npm'), 0o755)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  [{}, 0, [], '10 passed, 0 failed, 2 skipped'],
  [{ CODE_checks: '2' }, 1, ['npm run checks (exit 2)'], '10 passed, 0 failed, 2 skipped'],
  [{ CODE_test: '1' }, 1, ['npm test (exit 1)'], '10 passed, 1 failed, 2 skipped'],
  [
    { CODE_checks: '1', CODE_test_ci: '3' },
    1,
    ['npm run checks (exit 1)', 'npm run test:ci (exit 3)'],
    '10 passed, 3 failed, 2 skipped',
  ],
  // Killed before it wrote its results.
  [{ CODE_test: '9' }, 1, ['npm test (exit 9)'], '5 passed, 1 failed, 1 skipped'],
  [{ CODE_ci: '4' }, 1, ['npm ci (exit 4)'], '0 passed, 1 failed, 0 skipped'],
])('with %j it ends with %i, names what failed, and the tally is its last line', (codes, code, failed, tally) => {
  // The packages of the machine are beside the point here: as if they were installed.
  const env = { PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, CHROMIUM_PATH: 'x', POSTGRES_BIN: 'x', ...codes }
  const { status, stdout } = spawnSync('bash', [join(folder, '.ci/run')], { encoding: 'utf8', env })
  const lines = stdout.trimEnd().split('\n')
  expect(lines.filter((line) => /^Wall time of everything: \d+ min \d+ s\.$/.test(line))).toHaveLength(1)
  expect(lines.filter((line) => line.startsWith('Failed: '))).toEqual(
    failed.map((name) => `Failed: ${name}, see above.`),
  )
  expect(lines.at(-1)).toBe(tally)
  expect(status).toBe(code)
})

test('the files that are to come first are there', () => {
  expect(LONG.filter((file) => !existsSync(join(import.meta.dirname, '..', file)))).toEqual([])
})
