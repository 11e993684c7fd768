import { joinedObservations } from '../../core/table/index.ts'
import { compareText, quote } from '../../core/text/index.ts'
import type { ClaimRecord, ClaimResult, ObservationList } from '../../core/types/index.ts'
import type { ClaimAbout } from '../../observe/hostPort.ts'

/** A claim as a worker handed it in; a gate's claim unless `Result` says otherwise. */
export interface CollectedClaim<Result = ClaimResult> {
  readonly result: Result
  readonly observations: ObservationList
  readonly about: ClaimAbout
}

/** Returns the observations of all claims, one claim after another. */
export function allObservations(collected: readonly CollectedClaim<ClaimRecord>[]): ObservationList {
  return joinedObservations(...collected.map(({ observations }) => observations))
}

/**
 * Says of each name that tasks of different content have in common what to do: a run keeps one task under a name, so that
 * what was asked of the other could never be verified.
 */
export function namesakes(collected: readonly CollectedClaim<ClaimRecord>[]): string[] {
  return [...Map.groupBy(askedTasks(collected), ({ name }) => name)].flatMap(([name, tasks]) => {
    const [first, ...others] = new Map(tasks.map((task) => [task.hash, task])).values()
    if (first === undefined || others.length === 0) return []
    const files = [first, ...others]
      .map(({ sources }) => sources.map(({ file }) => file).join(' with ') || 'the suite')
      .toSorted(compareText)
    return [
      `${1 + others.length} tasks are called ${quote(name)}: one from ${files.join(', one from ')}; give each a name of its own: { name: '…' } beside its examples`,
    ]
  })
}

/** Returns the tasks that claims asked, of each claim its own and the one that it was compared with. */
export function askedTasks(collected: readonly CollectedClaim<ClaimRecord>[]): ClaimAbout['task'][] {
  return collected.flatMap(({ about }) => (about.otherTask ? [about.task, about.otherTask] : [about.task]))
}

/**
 * Makes titles unique, because they name claims in reports. Claims with the same title get the place of their test, or
 * else a number.
 */
export function uniqueTitles<Claim extends ClaimRecord>(claims: readonly Claim[]): Claim[] {
  const counts = Map.groupBy(claims, ({ title }) => title)
  const taken = new Set<string>()
  return claims.map((claim) => {
    const { at, title } = claim
    const alone = counts.get(title)?.length === 1
    const placed = alone || !at ? title : `${title} [${at.file}:${at.line}]`
    let unique = placed
    for (let number = 2; taken.has(unique); number += 1) unique = `${placed} [${number}]`
    taken.add(unique)
    return unique === title ? claim : { ...claim, title: unique }
  })
}
