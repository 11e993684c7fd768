import { visible } from '../../core/text/index.ts'
import type { Command } from '../common/command.ts'
import { openBaseline } from '../common/openStored.ts'

/** Prints the manifest of claims. */
export const claims: Command = {
  name: 'claims',
  summary: 'print the claims of the baseline: what a release must pass',
  takes: '[baseline folder]',
  help: [
    'The manifest is written by `baseline accept`. The number of its gating claims is the K that `fail` is corrected for;',
    'a gate that does not decide one of them does not pass.',
    '',
    '  npx vitest-robustness claims baselines/support-bot',
  ],
  options: {},
  most: 1,
  async run({ positionals }, io) {
    const { baseline } = await openBaseline(io.cwd, positionals[0])
    const lines = baseline.claims.map(
      ({ id, title, advisory }) => `${id}  ${advisory ? 'advisory' : 'gating  '}  ${visible(title)}`,
    )
    io.out(`${[...lines, `K = ${baseline.claims.filter(({ advisory }) => !advisory).length}`].join('\n')}\n`)
    return 0
  },
}
