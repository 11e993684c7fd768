import type { Command } from '../command.ts'
import { spawnVitest } from '../spawnVitest.ts'

/** Runs the suites; the exit code is the gate's. */
export const gate: Command = {
  name: 'gate',
  summary: 'run the suites and decide: the same as `vitest run`',
  takes: '[arguments of vitest run]',
  help: [
    'Exit code 0: the release may ship. 1: a claim or a test fails. 2: usage. 3: not decided.',
    'All arguments go to vitest. Choose the release with ROBUSTNESS_RELEASE, replay with ROBUSTNESS_SEED.',
    '',
    '  ROBUSTNESS_RELEASE=v2 npx vitest-robustness gate suites',
  ],
  options: {},
  most: Infinity,
  raw: true,
  run: ({ positionals }, io) => spawnVitest(positionals, { ROBUSTNESS_MODE: 'gate' }, io),
}
