import { judgeDoubt, judgeFigures, judgeHash } from '../../core/judge/index.ts'
import type { Task } from '../../core/types/index.ts'
import type { Worker } from '../ask/worker.ts'

/** The consequences of a judge for the claims about a task. */
export interface JudgedBy {
  /** Says whether the claim may gate. */
  readonly trusted: boolean
  /** The claim's note: the reason why it does not gate, or how noisy its judge is. */
  readonly note: string
}

/** Looks at a task's judge; `null` where it has none. A judge that nobody has measured makes its claims advisory. */
export async function judgedBy({ name, judge }: Task, worker: Worker): Promise<JudgedBy | null> {
  if (judge === undefined) return null
  const release = judge.release === null ? null : (await worker.release(judge.release)).release
  const doubt = judgeDoubt(judge, judgeHash(release, judge.rubric))
  if (doubt !== null) return { trusted: false, note: `advisory: the judge of task "${name}" may not gate: ${doubt}` }
  const { agreement, noise } = judgeFigures(judge.card ?? { items: [] })
  if (agreement === null || noise === null) return { trusted: true, note: `scored by the judge of task "${name}"` }
  return {
    trusted: true,
    note:
      `scored by a judge that agrees with humans in ${agreement.count} of ${agreement.of} cases and differs from itself ` +
      `in ${noise.count} of ${noise.of}; neither is part of the claim's error rate`,
  }
}
