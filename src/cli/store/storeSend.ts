import { relative } from 'node:path'
import { counted, visible } from '../../core/text/index.ts'
import { conflictInWords, damageInWords, sendAnswers } from '../../host/index.ts'
import type { Command } from '../common/command.ts'
import { namedStores } from './namedStores.ts'
import { SHARED_OPTION, STORE_OPTION, sharedUrl, storeFolder } from './openedStore.ts'

/** Sends recorded answers to the store of a team. */
export const storeSend: Command = {
  name: 'store send',
  summary: "send recorded answers to the team's store in Postgres",
  takes: '[folder or file] …',
  help: [
    'Sends what waits because the database was out of reach when a run ended, and the stores that are named, e.g. those of',
    'parallel jobs or one that was in files so far. What is named stays where it is. Sending again changes nothing; of',
    'different answers under a key all are kept and named, and the exit code is 1.',
    '',
    '  npx vitest-robustness store send --env DATABASE_URL',
    '  npx vitest-robustness store send artifacts --env DATABASE_URL',
  ],
  options: {
    ...SHARED_OPTION,
    ...STORE_OPTION,
    replace: { type: 'boolean', describe: 'what is named was recorded again, and replaces what the team has' },
  },
  most: Infinity,
  async run(call, io) {
    const url = sharedUrl(call, io)
    const also = await namedStores(call.positionals, io.cwd)
    const done = await sendAnswers(url, storeFolder(call, io), { also, replace: call.values['replace'] === true })
    const lines = [
      ...done.damaged.map((line) => `dropped  ${visible(damageInWords(line, io.cwd))}`),
      ...done.conflicts.map((conflict) => `conflict  ${visible(conflictInWords(conflict))}`),
      ...(done.replaced.length === 0 ? [] : [`replaced  ${counted(done.replaced.length, 'answer')} with others`]),
      `${counted(done.sent, 'answer')} sent${also.length === 0 ? ` from ${relative(io.cwd, storeFolder(call, io)) || '.'}` : ''}`,
    ]
    io.out(`${lines.join('\n')}\n`)
    return done.conflicts.length > 0 || done.damaged.some(({ unfinished }) => !unfinished) ? 1 : 0
  },
}
