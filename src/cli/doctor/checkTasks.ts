import { decidableBy } from '../../core/planning/index.ts'
import { counted, messageOf } from '../../core/text/index.ts'
import type { Run, RunEvidence } from '../../core/types/index.ts'
import { loadRunTask } from '../../logs/loadRunTask.ts'
import { note, ok, wrong, type Finding } from './finding.ts'

/** Pools smaller than this decide so little that it is said how little. */
const FEW = 100

/** The tasks of the latest run: can they be read again, is every instruction signed, and what can so few sources decide. */
export function checkTasks(latest: Run | null): Finding[] {
  if (latest === null) return [note('no run yet, so the tasks of the suites are not known; npx vitest run')]
  return latest.evidence.tasks.flatMap((named) => {
    try {
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

/** What a gate can and cannot decide with a small pool; nothing of a larger one, whose limits `plan` tells apart. */
function fewSources(
  task: string,
  sources: number,
  { alpha, alphaFail, claimsPlanned }: Pick<RunEvidence, 'alpha' | 'alphaFail' | 'claimsPlanned'>,
): Finding[] {
  if (sources >= FEW) return []
  const claims = claimsPlanned.count
  const { rate, margin, failing } = decidableBy(sources, { alpha, ...(alphaFail && { alphaFail }), claims })
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
