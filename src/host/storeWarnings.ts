import { relative } from 'node:path'
import type { DamagedLine, ReplacedAnswer } from './_internal/answerIndex.ts'
import type { Conflict } from './entry.ts'

/** The most lines that are named one by one; the others are counted. */
const MOST_NAMED = 5

/** The damage, conflicts and replacements found in journal and store. */
interface StoreFindings {
  readonly damaged: readonly DamagedLine[]
  readonly conflicts: readonly Conflict[]
  readonly replaced: readonly ReplacedAnswer[]
  readonly folder: string
}

/** Describes what was wrong in journal and store, in sentences for the person at the terminal. */
export function storeWarnings({ damaged, conflicts, replaced, folder }: StoreFindings): string[] {
  const torn = damaged.filter(({ unfinished }) => unfinished).length
  return [
    ...(torn === 0
      ? []
      : [`dropped ${torn} unfinished ${torn === 1 ? 'line' : 'lines'} of a killed run; their cells are asked again`]),
    ...droppedInWords(damaged),
    ...conflicts.map((conflict) => `${folder} holds ${conflictInWords(conflict)}`),
    ...replacedInWords(replaced),
  ]
}

/**
 * Describes the same for a run's reports, which people may read who must not see answers. A write that was killed is no
 * fault and is left out.
 */
export function storeRemarks({ damaged, conflicts, replaced, folder }: StoreFindings): string[] {
  const name = relative(process.cwd(), folder) || folder
  return [
    ...droppedInWords(damaged),
    ...conflicts
      .slice(0, MOST_NAMED)
      .map(
        ({ key, release, says }) => `${name}: ${says.length} different answers of "${release}" under key ${short(key)}`,
      ),
    ...(conflicts.length > MOST_NAMED
      ? [`${name}: ${conflicts.length - MOST_NAMED} more keys with different answers`]
      : []),
    ...replacedInWords(replaced),
  ]
}

function droppedInWords(damaged: readonly DamagedLine[]): string[] {
  const broken = damaged.filter(({ unfinished }) => !unfinished)
  return [
    ...broken.slice(0, MOST_NAMED).map((line) => `${damageInWords(line)}: dropped, its cell is asked again`),
    ...(broken.length > MOST_NAMED ? [`${broken.length - MOST_NAMED} more damaged lines were dropped`] : []),
  ]
}

/** Names place and fault of a line, e.g. `.robustness/store/answers.jsonl:12: no whole record`. */
export function damageInWords({ file, line, why }: DamagedLine, cwd: string = process.cwd()): string {
  return `${relative(cwd, file) || file}:${line}: ${why}`
}

/** Names the lines whose answers replaced others. No answer is shown, since reports contain these sentences. */
export function replacedInWords(replaced: readonly ReplacedAnswer[], cwd: string = process.cwd()): string[] {
  return [
    ...replaced.slice(0, MOST_NAMED).map(({ file, line, key, release }) => {
      const place = `${relative(cwd, file) || file}${line === null ? '' : `:${line}`}`
      return `${place}: replaces the recorded answer of "${release}" under key ${short(key)} with another one (refreshed)`
    }),
    ...(replaced.length > MOST_NAMED
      ? [`${replaced.length - MOST_NAMED} more recorded answers were replaced with others`]
      : []),
  ]
}

/** Describes which answers disagree, and what to do. */
export function conflictInWords({ key, release, says }: Conflict): string {
  const texts = says.map((text) => text.slice(0, 80)).join(' | ')
  return `${says.length} different answers of "${release}" under key ${short(key)}: ${texts}. The first is used; delete the wrong lines, or record again with mode "refresh"`
}

function short(key: string): string {
  return key.slice(0, 12)
}
