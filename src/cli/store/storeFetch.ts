import { fetchAnswers } from '../../host/index.ts'
import type { Command } from '../common/command.ts'
import { SHARED_OPTION, STORE_OPTION, reportRewritten, sharedUrl, storeFolder } from './openedStore.ts'

/** Takes the answers of a team's store into files. */
export const storeFetch: Command = {
  name: 'store fetch',
  summary: "take the answers of the team's store in Postgres into files",
  takes: '',
  help: [
    'Unites them with what the folder has, so that they can be listed, checked, exported and replayed without the database.',
    '',
    '  npx vitest-robustness store fetch --env DATABASE_URL',
    '  npx vitest-robustness store fetch --env DATABASE_URL --folder copy && npx vitest-robustness store verify --folder copy',
  ],
  options: { ...SHARED_OPTION, ...STORE_OPTION },
  most: 0,
  async run(call, io) {
    const folder = storeFolder(call, io)
    const done = await fetchAnswers(sharedUrl(call, io), folder)
    io.out(`${reportRewritten(folder, done, io.cwd).join('\n')}\n`)
    return done !== null && (done.conflicts.length > 0 || done.damaged.length > 0) ? 1 : 0
  },
}
