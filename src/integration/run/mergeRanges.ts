import { relative } from 'node:path'
import type { ClaimRecord, RangePart, RunContext, RunUsage } from '../../core/types/index.ts'
import type { Host } from '../../host/index.ts'
import { rangesFolder, type StoredRange } from '../../runs/index.ts'
import type { SessionLedger } from '../session/ledger.ts'
import type { SessionState } from '../session/sessionState.ts'
import type { CollectedClaim } from './collectedClaims.ts'
import { callsOf, gitCommit } from './provenance.ts'
import { staleParts, sumUsage } from './shards.ts'

/** The parts that a merge of ranges adds to a run that decides. */
interface MergedRanges {
  readonly calls: RunContext['calls']
  readonly earlierAnswers: Required<RunContext>['earlierAnswers'] | null
  readonly usage: RunUsage | null
  /** Absent where no range was handed in. */
  readonly ranges?: NonNullable<RunContext['ranges']>
  /** The doubts that leave the verdict open, a sentence each: a range that an open claim lacks, another commit. */
  readonly doubts: readonly string[]
}

/**
 * Adds up what the shards that asked ranges spent, and says what their answers leave open. A range that is missing is no doubt
 * where every claim was decided before it.
 */
export async function mergeRanges(
  { ranges, folder, vitest }: Pick<SessionState, 'folder' | 'vitest'> & { readonly ranges: readonly StoredRange[] },
  collected: readonly CollectedClaim<ClaimRecord>[],
  host: Pick<Host, 'counters' | 'usage' | 'rangeKeys' | 'earlierAnswers'> | undefined,
): Promise<MergedRanges> {
  const parts = ranges.map(({ part }) => part)
  const keys = host?.rangeKeys() ?? []
  const own = host?.counters() ?? { made: 0, reused: 0, retried: 0 }
  const { calls, earlierAnswers } = callsOf(parts)
  const rested = new Set<string>()
  for (const { observations } of collected) {
    for (const { key, judged } of observations) {
      rested.add(key)
      if (judged !== undefined) rested.add(judged.key)
    }
  }
  const count = parts[0]?.count ?? 0
  const there = new Set(parts.map(({ index }) => index))
  return {
    calls: {
      // A shard that died counted nothing, and each answer in its journal took a call.
      made: own.made + Math.max(calls.made, keys.length),
      reused: calls.reused,
      retried: own.retried + calls.retried,
    },
    earlierAnswers,
    usage: sumUsage([...parts.flatMap(({ usage }) => usage ?? []), ...[host?.usage() ?? []].flat()]),
    ...(count > 0 && {
      ranges: {
        count,
        missing: Array.from({ length: count }, (_, at) => at + 1).filter((index) => !there.has(index)),
        answers: keys.length,
        beyond: keys.filter((key) => !rested.has(key)).length,
      },
    }),
    doubts: [
      ...(count === 0
        ? [`No range is in ${relative(vitest.config.root, rangesFolder(folder))}: bring that folder of each shard.`]
        : []),
      ...(count === 0 ? [] : lacking(collected)),
      ...unlike(parts),
      ...staleParts(
        'ranges',
        parts.flatMap(({ commit }) => commit ?? []),
        await gitCommit(vitest.config.root),
      ),
    ],
  }
}

/** Names the gating claims that a range is missing for. */
function lacking(collected: readonly CollectedClaim<ClaimRecord>[]): string[] {
  return collected.flatMap(({ result, about }) =>
    about.gap === undefined || result.spec.advisory ? [] : [`"${result.title}" is open: ${about.gap}`],
  )
}

/** Names what differs between ranges that must be the same: the commit, the version, the attempt. */
function unlike(parts: readonly RangePart[]): string[] {
  return [
    ...differs(
      'commit',
      parts.flatMap(({ commit }) => commit ?? []),
    ),
    ...differs(
      'attempt at the baseline',
      parts.flatMap(({ attempt }) => attempt ?? []),
    ),
    ...differs(
      'version of vitest-robustness',
      parts.map(({ version }) => version),
    ),
  ]
}

function differs(what: string, values: readonly string[]): string[] {
  const found = new Set(values)
  return found.size > 1 ? [`The ranges were asked with more than one ${what}: ${[...found].join(', ')}.`] : []
}

/**
 * Returns the ledger as the ranges found it: their answers continue an open attempt exactly if each range was asked as a part
 * of an attempt that is in the ledger.
 */
export function asRangesFound(ledger: SessionLedger, ranges: readonly StoredRange[]): SessionLedger {
  const begun = new Set(ledger.entries.map(({ id }) => id))
  const attempts = ranges.flatMap(({ part }) => part.attempt ?? [])
  const kept = attempts.length > 0 && attempts.every((id) => begun.has(id))
  return { ...ledger, kept: () => kept }
}
