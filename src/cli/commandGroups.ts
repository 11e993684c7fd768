import { baselineAccept } from './baseline/baselineAccept.ts'
import { baselineRollback } from './baseline/baselineRollback.ts'
import { baselineShow } from './baseline/baselineShow.ts'
import { claims } from './baseline/claims.ts'
import type { Command } from './common/command.ts'
import { doctor } from './doctor/doctor.ts'
import { exportRun } from './export/export.ts'
import { history } from './history/history.ts'
import { historyAdd } from './history/historyAdd.ts'
import { historyDrift } from './history/historyDrift.ts'
import { historyFirstBroken } from './history/historyFirstBroken.ts'
import { historyList } from './history/historyList.ts'
import { historyRebuild } from './history/historyRebuild.ts'
import { init } from './init/init.ts'
import { compare } from './report/compare.ts'
import { report } from './report/report.ts'
import { show } from './report/show.ts'
import { gate } from './run/gate.ts'
import { measure } from './run/measure.ts'
import { plan } from './run/plan.ts'
import { judge } from './setup/judge.ts'
import { list } from './setup/list.ts'
import { paraphrase } from './setup/paraphrase.ts'
import { review } from './setup/review.ts'
import { storeExport } from './store/storeExport.ts'
import { storeFetch } from './store/storeFetch.ts'
import { storeList } from './store/storeList.ts'
import { storeMerge } from './store/storeMerge.ts'
import { storePrune } from './store/storePrune.ts'
import { storeSend } from './store/storeSend.ts'
import { storeVerify } from './store/storeVerify.ts'

/** Commands that belong together, as the help shows them. */
export interface CommandGroup {
  readonly name: string
  readonly about: string
  readonly commands: readonly Command[]
}

/** All commands, in the order of the help. A new one is a file in the folder of its group and a line here. */
export const commandGroups: readonly CommandGroup[] = [
  {
    name: 'run',
    about: 'ask the model',
    commands: [gate, plan, measure],
  },
  {
    name: 'look',
    about: 'read what a run left behind',
    commands: [report, show, compare, exportRun],
  },
  {
    name: 'baseline',
    about: 'what later releases are compared with',
    commands: [baselineAccept, baselineShow, baselineRollback],
  },
  {
    name: 'history',
    about: 'claims over releases',
    commands: [history, historyList, historyFirstBroken, historyDrift, historyAdd, historyRebuild],
  },
  {
    name: 'store',
    about: 'recorded answers',
    commands: [storeList, storeVerify, storePrune, storeMerge, storeExport, storeSend, storeFetch],
  },
  {
    name: 'set up',
    about: 'write suites, and find what is wrong with them',
    commands: [init, list, claims, paraphrase, review, judge, doctor],
  },
]

export const commands: readonly Command[] = commandGroups.flatMap((group) => group.commands)
