import { taskChange } from '../../core/gate/index.ts'
import { decidableBy } from '../../core/planning/index.ts'
import { growthOf } from '../../core/sampling/index.ts'
import { counted, messageOf } from '../../core/text/index.ts'
import {
  levelsOf,
  type Baseline,
  type Levels,
  type Lineage,
  type Run,
  type RunEvidence,
} from '../../core/types/index.ts'
import { baselineFolderOf, type RobustnessOptions } from '../../integration/session/options.ts'
import { loadRunTask, readTaskNow, suiteJudge, type RunTask } from '../../logs/loadRunTask.ts'
import { readBaseline, readGenerations } from '../../runs/index.ts'
import { recordedJudge } from '../../sources/index.ts'
import { resolve } from 'node:path'
import { type Finding, note, ok, wrong } from './finding.ts'

/** The number of independent sources below which a note says how little they can decide. */
const SMALL_POOL = 100

/**
 * Checks the tasks of the latest run: whether they can be read again, whether every instruction is signed, and what a small
 * pool can decide.
 */
export async function checkTasks(latest: Run | null, options: RobustnessOptions, cwd: string): Promise<Finding[]> {
  if (latest === null) return [note('no run yet, so the tasks of the suites are not known; npx vitest run')]
  const accepted = await acceptedTasks(options, cwd)
  return latest.evidence.tasks.flatMap((named) => {
    try {
      const earlier = ofEarlierFiles(named, accepted)
      if (earlier !== null) return [earlier]
      const task = loadRunTask(named)
      const unsigned = task.instructions.filter(({ reviewed }) => reviewed === null)
      const size = `${counted(task.examples.length, 'example')}, ${counted(task.instructions.length, 'instruction')}`
      const few = fewSources(task.name, new Set(task.examples.map(({ group }) => group)).size, latest.evidence)
      if (unsigned.length === 0) return [ok(`task ${task.name}: ${size}, all reviewed`), ...few]
      const ids = unsigned.slice(0, 5).map(({ id }) => id)
      const more = unsigned.length > ids.length ? ` and ${unsigned.length - ids.length} more` : ''
      return [
        note(`task ${task.name}: ${size}; nobody has reviewed ${ids.join(', ')}${more}, so no claim gates on them`),
        ...few,
      ]
    } catch (error) {
      return [wrong(`task ${named.name}: ${messageOf(error)}`)]
    }
  })
}

/** The accepted baseline with what is known of the order in which its tasks grew; `null` where none can be read. */
interface AcceptedTasks {
  readonly baseline: Baseline
  readonly lineages: (task: string) => readonly Lineage[]
}

async function acceptedTasks(options: RobustnessOptions, cwd: string): Promise<AcceptedTasks | null> {
  const folder = baselineFolderOf(options)
  if (folder === undefined) return null
  // A baseline that cannot be read is a finding of its own.
  const stored = await readBaseline(resolve(cwd, folder)).catch(() => null)
  if (stored === null) return null
  const folders = [resolve(cwd, folder), resolve(cwd, options.folder ?? '.robustness')]
  const known = await Promise.all(folders.map((own) => readGenerations(own)))
  return { baseline: stored.baseline, lineages: (task) => known.flatMap((all) => all.get(task) ?? []) }
}

/**
 * Says that the latest run is of earlier files of a task; `null` where none was changed since. It is wrong only where the
 * next gate would refuse it: the baseline was accepted with the task, which changed otherwise than by added examples.
 */
function ofEarlierFiles(named: RunTask, accepted: AcceptedTasks | null): Finding | null {
  const { task, changed } = readTaskNow(named)
  if (changed.length === 0) return null
  const files = changed.map(({ file }) => file).join(', ')
  const since = `task ${named.name}: ${files} ${changed.length === 1 ? 'was' : 'were'} changed since the latest run`
  const due = `${since}, which is of the earlier files; run again: npx vitest run`
  // Nothing can be said where the function that judges is part of the hash and the run does not record it.
  const unnamed = suiteJudge(named) !== null && recordedJudge(named.sources) === null
  if (accepted === null || unnamed) return note(due)
  const { lineage, change: why } = growthOf(task, ...accepted.lineages(named.name))
  const { name, hash, sources } = task
  const change = taskChange({ name, hash, sources, grownFrom: lineage.key }, accepted.baseline)
  if (change === null) return note(due)
  return wrong(
    `${since}. ${change}${why === null ? '' : ` (${why})`}. Its cells are not compared with the accepted ones: restore the files, or ` +
      'accept a new baseline: npx vitest-robustness baseline accept',
  )
}

/** Says what a gate can and cannot decide with a small pool; nothing about a larger one, for which `plan` says more. */
function fewSources(
  task: string,
  sources: number,
  { claimsPlanned, ...levels }: Levels & Pick<RunEvidence, 'claimsPlanned'>,
): Finding[] {
  if (sources >= SMALL_POOL) return []
  const claims = claimsPlanned.count
  const { rate, margin, failing } = decidableBy(sources, { ...levelsOf(levels), claims })
  const among = claims === 1 ? '' : ` among ${claims} gating claims`
  const can = [
    rate === null
      ? 'pass no limit'
      : `pass a limit from ${rate} on for a rate of flips or errors (an accuracy up to ${round(1 - rate)}) if none occurs`,
    ...(margin === null ? [] : [`pass a margin from ${margin} on against the baseline if no answer differs`]),
    failing === null ? 'fail none' : `fail a limit up to ${failing}${among} if every answer is wrong`,
  ]
  return [
    note(
      `task ${task}: with ${counted(sources, 'independent source')} a gate can at best ${can.join(', and ')}; other limits stay ` +
        'open whatever is answered. npx vitest-robustness plan says more of each claim',
    ),
  ]
}

function round(value: number): number {
  return Number(value.toFixed(3))
}
