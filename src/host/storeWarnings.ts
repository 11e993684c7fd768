import { relative } from 'node:path'
import type { DamagedLine } from './answerIndex.ts'
import type { Conflict } from './conflict.ts'

/** Lines named one by one; more are counted. */
const MOST = 5

/** What was wrong in journal and store, in sentences. */
export function storeWarnings(
  damaged: readonly DamagedLine[],
  conflicts: readonly Conflict[],
  folder: string,
): string[] {
  const torn = damaged.filter(({ unfinished }) => unfinished).length
  const broken = damaged.filter(({ unfinished }) => !unfinished)
  return [
    ...(torn === 0
      ? []
      : [`dropped ${torn} unfinished ${torn === 1 ? 'line' : 'lines'} of a killed run; their cells are asked again`]),
    ...broken.slice(0, MOST).map((line) => `${damageInWords(line)}: dropped, its cell is asked again`),
    ...(broken.length > MOST ? [`${broken.length - MOST} more damaged lines were dropped`] : []),
    ...conflicts.map((conflict) => `${folder} holds ${conflictInWords(conflict)}`),
  ]
}

/** Place and fault of a line, e.g. `.robustness/store/answers.jsonl:12: no whole record`. */
export function damageInWords({ file, line, why }: DamagedLine, cwd: string = process.cwd()): string {
  return `${relative(cwd, file) || file}:${line}: ${why}`
}

/** What disagrees, and the way out. */
export function conflictInWords({ key, release, says }: Conflict): string {
  const texts = says.map((text) => text.slice(0, 80)).join(' | ')
  return `${says.length} different answers of "${release}" under key ${key.slice(0, 12)}: ${texts}. The first is used; delete the wrong lines, or record anew with mode "refresh"`
}
