import { writeVariables } from '../../core/environment/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { type Command, textOf } from '../common/command.ts'
import { spawnReaching } from '../common/spawnVitest.ts'

/** Measures a release on every cell of the suites and accepts it as the baseline. */
export const baselineAccept: Command = {
  name: 'baseline accept',
  summary: 'measure a release and accept it as what later ones are compared with',
  takes: '[-- arguments of vitest run]',
  help: [
    'Runs the suites in measure mode: every cell of every claim is asked, which takes far more calls than a gate.',
    'Answers, scores and the list of claims are written to the folder that `baseline` names in the config; commit it.',
    'Nothing is written if a test fails or a cell ends in an error, or if the last gate of that very release failed or',
    'was not decided: then give a reason, which the baseline keeps. What is replaced can be put back: baseline rollback.',
    'How the suites differ from the present baseline is named claim by claim. Where one is looser, advisory now, asks',
    'something else or is gone, nothing is accepted unless --loosen says why.',
    'Exit code 0: the baseline was written. 1: a test fails, or the last gate of that release failed. 2: usage, or no claim',
    'ran. 3: the release could not be asked, only a part of the suites ran, or the suites ask for less than before.',
    '',
    '  npx vitest-robustness baseline accept --release v1',
  ],
  options: {
    release: { type: 'string', short: 'r', value: 'name', describe: 'the release to accept; default: the candidate' },
    force: { type: 'string', value: 'reason', describe: 'accept although its last gate did not pass' },
    loosen: { type: 'string', value: 'reason', describe: 'accept looser, changed and removed claims too' },
    by: { type: 'string', value: 'name', describe: "who accepts, for the history; default: git's user name" },
    yes: { type: 'boolean', short: 'y', describe: 'do not ask before starting' },
  },
  most: Infinity,
  async run({ values, positionals }, io) {
    const { release, yes, force, loosen, by } = values
    if (typeof force === 'string' && force.trim() === '') throw new UsageError('--force needs a reason')
    if (typeof loosen === 'string' && loosen.trim() === '') throw new UsageError('--loosen needs a reason')
    if (!yes) {
      const what = 'This asks every cell of the suites and replaces the accepted baseline.'
      if (!io.tty) throw new UsageError(`${what} Add --yes where nobody can be asked.`)
      if (!(await io.confirm(`${what} Go on?`))) return 2
    }
    const variables = writeVariables({
      mode: 'measure',
      release: textOf(release),
      force: textOf(force),
      loosen: textOf(loosen),
      by: textOf(by),
    })
    return spawnReaching('baseline accept', positionals, variables, io)
  },
}
