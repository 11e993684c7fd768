import type { Command } from '../command.ts'
import { baselineAccept } from './baselineAccept.ts'
import { baselineShow } from './baselineShow.ts'
import { claims } from './claims.ts'
import { gate } from './gate.ts'
import { report } from './report.ts'
import { show } from './show.ts'

/** All commands, in the order of the help. A new one is a file here and a line in this list. */
export const commands: readonly Command[] = [gate, report, show, baselineAccept, baselineShow, claims]
