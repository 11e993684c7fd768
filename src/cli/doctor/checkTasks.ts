import { counted } from '../../core/report/index.ts'
import { messageOf } from '../../core/text/index.ts'
import type { Run } from '../../core/words/index.ts'
import { loadRunTask } from '../loadRunTask.ts'
import { note, ok, wrong, type Finding } from './finding.ts'

/** The tasks of the latest run: can they be read again, and is every instruction signed. */
export function checkTasks(latest: Run | null): Finding[] {
  if (latest === null) return [note('no run yet, so the tasks of the suites are not known; npx vitest run')]
  return latest.evidence.tasks.map((named) => {
    try {
      const task = loadRunTask(named)
      const unsigned = task.instructions.filter(({ reviewed }) => reviewed === null)
      const size = `${counted(task.examples.length, 'example')}, ${counted(task.instructions.length, 'instruction')}`
      if (unsigned.length === 0) return ok(`task ${task.name}: ${size}, all reviewed`)
      const ids = unsigned.slice(0, 5).map(({ id }) => id)
      const more = unsigned.length > ids.length ? ` and ${unsigned.length - ids.length} more` : ''
      return note(`task ${task.name}: ${size}; nobody has reviewed ${ids.join(', ')}${more}, so no claim gates on them`)
    } catch (error) {
      return wrong(`task ${named.name}: ${messageOf(error)}`)
    }
  })
}
