import { rollbackBaseline } from '../../runs/index.ts'
import type { Command } from '../common/command.ts'
import { openBaseline } from '../common/openStored.ts'

/** Puts an earlier baseline back. */
export const baselineRollback: Command = {
  name: 'baseline rollback',
  summary: 'put an earlier accepted baseline back',
  takes: '[baseline folder]',
  help: [
    'Without --to: the one that was accepted before the present one. `baseline show` lists them. The present one is kept',
    'in the history and can be put back in turn. Nothing is asked of any model; commit the folder afterwards.',
    '',
    '  npx vitest-robustness baseline rollback --reason "v2 loses names in tables"',
  ],
  options: {
    to: { type: 'string', value: 'id', describe: 'which one: an id of the history, or the beginning of its hash' },
    reason: { type: 'string', value: 'text', describe: 'why, for the history' },
    by: { type: 'string', value: 'name', describe: 'who, for the history' },
  },
  most: 1,
  async run({ values, positionals }, io) {
    const { folder } = await openBaseline(io.cwd, positionals[0])
    const { to, reason, by } = values
    const { id, baseline } = await rollbackBaseline(folder, typeof to === 'string' ? to : undefined, {
      ...(typeof by === 'string' && { by }),
      ...(typeof reason === 'string' && { reason }),
    })
    io.out(`${id} is back: ${baseline.release.name}, accepted on ${baseline.acceptedOn}. Commit ${folder}.\n`)
    return 0
  },
}
