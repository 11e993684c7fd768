import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { counted, visible } from '../../core/text/index.ts'
import { type ReleaseInfo, UsageError } from '../../core/types/index.ts'
import { type Entry, inspectStore, rewriteStore } from '../../host/index.ts'
import { readBaseline } from '../../runs/index.ts'
import type { CliIo, Command, CommandCall } from '../common/command.ts'
import { baselineFolders } from '../common/openStored.ts'
import { workingFolder } from '../common/workingFolder.ts'
import { STORE_OPTION, leftOut, reportRewritten, storeFolder } from './openedStore.ts'

/** Removes recorded answers. */
export const storePrune: Command = {
  name: 'store prune',
  summary: 'remove recorded answers by model, revision, age, or because nothing uses them',
  takes: '',
  help: [
    'Says what it would remove; --yes does it. Several conditions must all hold. An answer without a date is not old.',
    '',
    '  npx vitest-robustness store prune --model support-bot --revision 2026-09-01',
    '  npx vitest-robustness store prune --older-than 90 --unused --yes',
  ],
  options: {
    ...STORE_OPTION,
    model: { type: 'string', value: 'name', describe: 'answers of this model' },
    revision: { type: 'string', value: 'name', describe: 'answers of this revision' },
    release: { type: 'string', value: 'name', describe: 'answers recorded for this release of the config' },
    'older-than': { type: 'string', value: 'days', describe: 'answers that were given longer ago' },
    unused: { type: 'boolean', describe: 'answers on which no run folder and no accepted release rests' },
    yes: { type: 'boolean', short: 'y', describe: 'remove them' },
  },
  most: 0,
  async run(call, io) {
    const goes = await condition(call, io)
    const folder = storeFolder(call, io)
    if (call.values['yes']) {
      const done = await rewriteStore(folder, { keep: (entry) => !goes(entry) })
      const lines = reportRewritten(folder, done, io.cwd)
      io.out(`${[`removed ${counted(done?.left ?? 0, 'answer')}`, ...lines].join('\n')}\n`)
      return 0
    }
    const store = await inspectStore(folder)
    io.err(leftOut(store, io.cwd))
    const names = new Map<string, number>()
    for (const entry of store.entries()) {
      const { model, revision } = entry.answer.who
      const name = visible(`${entry.release}  ${model}, ${revision ?? 'no immutable revision'}`)
      if (goes(entry)) names.set(name, (names.get(name) ?? 0) + 1)
    }
    store.close()
    const total = [...names.values()].reduce((sum, count) => sum + count, 0)
    const lines = [...names].toSorted().map(([name, count]) => `${name}: ${counted(count, 'answer')}`)
    io.out(`${[...lines, `would remove ${total} of ${counted(store.size, 'answer')}; --yes does it`].join('\n')}\n`)
    return 0
  },
}

type Test = (entry: Entry) => boolean

async function condition({ values }: CommandCall, io: Pick<CliIo, 'cwd' | 'env'>): Promise<Test> {
  const { model, revision, release, unused } = values
  const days = values['older-than']
  const tests: Test[] = []
  if (typeof model === 'string') tests.push(({ answer }) => answer.who.model === model)
  if (typeof revision === 'string') tests.push(({ answer }) => answer.who.revision === revision)
  if (typeof release === 'string') tests.push((entry) => entry.release === release)
  if (typeof days === 'string') tests.push(olderThan(days))
  if (unused) {
    const used = await usedAnswers(io)
    tests.push((entry) => !used(entry))
  }
  if (tests.length === 0) {
    throw new UsageError('store prune needs a condition: --model, --revision, --release, --older-than or --unused')
  }
  return (entry) => tests.every((test) => test(entry))
}

function olderThan(days: string): Test {
  const count = Number(days)
  if (!(days.trim() !== '' && count >= 0 && count < 100_000)) {
    throw new UsageError(`--older-than ${JSON.stringify(days)}: must be a number of days`)
  }
  const limit = new Date(Date.now() - count * 86_400_000).toISOString().slice(0, 10)
  return ({ on }) => on !== undefined && on < limit
}

/**
 * Makes a check whether an answer is in use: a run folder's observation has its key, or its release is an accepted one.
 */
async function usedAnswers(io: Pick<CliIo, 'cwd' | 'env'>): Promise<(entry: Entry) => boolean> {
  const runs = join(workingFolder(io), 'runs')
  const keys = new Set<string>()
  for (const run of await readdir(runs).catch(() => [])) {
    const text = await readFile(join(runs, run, 'observations.jsonl'), 'utf8').catch(() => '')
    for (const [, key = ''] of text.matchAll(/"key":"([0-9a-f]{64})"/g)) keys.add(key)
  }
  const accepted = new Set((await acceptedReleases(io.cwd)).map(modelOf))
  return ({ key, answer }) => keys.has(key) || accepted.has(modelOf(answer.who))
}

function modelOf({ model, revision }: { readonly model: string; readonly revision: string | null }): string {
  return JSON.stringify([model, revision])
}

/**
 * Reads the releases of the baselines in the folders where they usually are. Throws `UsageError` for one that is
 * damaged.
 */
async function acceptedReleases(cwd: string): Promise<ReleaseInfo[]> {
  const stored = await Promise.all((await baselineFolders(cwd)).map((folder) => readBaseline(join(cwd, folder))))
  return stored.flatMap((one) => one?.baseline.release ?? [])
}
