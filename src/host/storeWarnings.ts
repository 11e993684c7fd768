import { relative } from 'node:path'
import type { DamagedLine, ReplacedAnswer } from './_internal/answerIndex.ts'
import type { StoreMode } from '../observe/hostPort.ts'
import type { Conflict } from './entry.ts'

/** The most lines that are named one by one; the others are counted. */
const MOST_NAMED = 5

/** The damage, conflicts and replacements found in journal and store. */
interface StoreFindings {
  readonly damaged: readonly DamagedLine[]
  readonly conflicts: readonly Conflict[]
  readonly replaced: readonly ReplacedAnswer[]
  readonly folder: string
  /** A dropped answer is asked again, except by a replay. */
  readonly mode: StoreMode
}

/** Describes what was wrong in journal and store, in sentences for the person at the terminal. */
export function storeWarnings({ damaged, conflicts, replaced, folder, mode }: StoreFindings): string[] {
  const torn = damaged.filter(({ unfinished }) => unfinished).length
  return [
    ...(torn === 0
      ? []
      : [
          `dropped ${torn} unfinished ${torn === 1 ? 'line' : 'lines'} of a killed run; ` +
            (mode === 'replay' ? 'their requests have no recorded answer' : 'their cells are asked again'),
        ]),
    ...droppedInWords(damaged, mode),
    ...conflicts.map((conflict) => `${folder} holds ${conflictInWords(conflict)}`),
    ...replacedInWords(replaced),
  ]
}

/**
 * Describes the same for a run's reports, which people may read who must not see answers. A write that was killed is no
 * fault and is left out.
 */
export function storeRemarks({ damaged, conflicts, replaced, folder, mode }: StoreFindings): string[] {
  const name = relative(process.cwd(), folder) || folder
  return [
    ...droppedInWords(damaged, mode),
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

function droppedInWords(damaged: readonly DamagedLine[], mode: StoreMode): string[] {
  const broken = damaged.filter(({ unfinished }) => !unfinished)
  return [
    ...broken.slice(0, MOST_NAMED).map((line) => `${damageInWords(line)}: dropped, ${afterDrop(mode === 'replay')}`),
    ...(broken.length > MOST_NAMED ? [`${broken.length - MOST_NAMED} more damaged lines were dropped`] : []),
  ]
}

/** Says what becomes of a request whose recorded answer was dropped: a replay asks nothing. */
export function afterDrop(isReplay: boolean): string {
  return isReplay ? 'so its request has no recorded answer' : 'its cell is asked again'
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
