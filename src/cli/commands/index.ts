import type { Command } from '../command.ts'
import { baselineAccept } from './baselineAccept.ts'
import { baselineRollback } from './baselineRollback.ts'
import { baselineShow } from './baselineShow.ts'
import { claims } from './claims.ts'
import { compare } from './compare.ts'
import { doctor } from './doctor.ts'
import { exportRun } from './export.ts'
import { gate } from './gate.ts'
import { history } from './history.ts'
import { historyAdd } from './historyAdd.ts'
import { historyDrift } from './historyDrift.ts'
import { historyFirstBroken } from './historyFirstBroken.ts'
import { historyList } from './historyList.ts'
import { historyRebuild } from './historyRebuild.ts'
import { judge } from './judge.ts'
import { list } from './list.ts'
import { measure } from './measure.ts'
import { paraphrase } from './paraphrase.ts'
import { plan } from './plan.ts'
import { report } from './report.ts'
import { show } from './show.ts'
import { storeExport } from './storeExport.ts'
import { storeList } from './storeList.ts'
import { storeMerge } from './storeMerge.ts'
import { storePrune } from './storePrune.ts'
import { storeVerify } from './storeVerify.ts'

/** Commands that belong together, as the help shows them. */
export interface CommandGroup {
  readonly name: string
  readonly about: string
  readonly commands: readonly Command[]
}

/** All commands, in the order of the help. A new one is a file here and a line in its group. */
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
    commands: [storeList, storeVerify, storePrune, storeMerge, storeExport],
  },
  {
    name: 'set up',
    about: 'write suites, and find what is wrong with them',
    commands: [list, claims, paraphrase, judge, doctor],
  },
]

export const commands: readonly Command[] = commandGroups.flatMap((group) => group.commands)
