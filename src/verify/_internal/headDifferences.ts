import {
  levelsOf,
  type ClaimResult,
  type Observation,
  type ReleaseInfo,
  type Run,
  type RunEvidence,
  type TaskKind,
} from '../../core/types/index.ts'
import {
  FIRST_READER,
  answeredOtherwise,
  askedOfOthers,
  claimLevels,
  earlierDoubt,
  mixedAnswerers,
  newAttemptRemark,
  readerChange,
  tooFewAnswers,
} from '../../core/gate/index.ts'
import { candidateId, orderGroups } from '../../core/sampling/index.ts'
import { messageOf, namesUpTo } from '../../core/text/index.ts'
import { agrees } from '../../engine/verifyWords.ts'
import { acceptedRelease, anchorRelease, isAcceptedRelease } from '../../runs/acceptedCells.ts'
import { observationKey } from '../../runs/observations.ts'
import type { StoredBaseline } from '../../runs/readBaseline.ts'

/** The most cells that one difference names. */
const MOST_NAMED = 5

/**
 * Finds contradictions in the head of a run: who was asked and who answered, the levels and the number of claims that
 * each was tested with, the seed that ordered the sources, the mode, and the exit code. Returns one sentence each.
 */
export function headDifferences({ evidence, context }: Run, observations: readonly Observation[]): string[] {
  const { claims, gate, mode, measurements, shard, circumstances, tasks } = evidence
  const releases = releasesOf(evidence)
  const decided = claims.filter(({ verdict }) => verdict !== 'not applicable')
  const ended = gate.exitUnderPolicy ?? gate.exitCode
  const found = [
    ...strangers(evidence, releases, observations),
    ...answerers(evidence, releases, observations),
    ...claims.flatMap((claim) => levels(claim, evidence)),
    ...decided.flatMap((claim) => orders(claim, evidence, releases)),
  ]
  const named = new Set([
    ...claims.flatMap(({ spec }) => [spec.task, spec.other?.task]),
    ...(measurements?.tasks ?? []).map(({ plan }) => plan.task),
  ])
  if (new Set(tasks.map(({ name }) => name)).size < tasks.length) found.push('two tasks of the run have the same name')
  for (const { name, grownFrom, generations } of tasks)
    if ((grownFrom === undefined) !== (generations === undefined))
      found.push(`the task ${name} names generations of examples exactly where none were added`)
  for (const { name } of tasks) if (!named.has(name)) found.push(`the task ${name} is that of no claim`)
  if (circumstances && isPartOf(circumstances.partial) !== (shard !== undefined))
    found.push(
      `the run is ${shard ? '' : 'not '}recorded as a shard, and its gate says ${circumstances.partial ?? 'nothing of one'}`,
    )
  // Cells that are left out are no part of the plan, and only recorded logs may lack some.
  for (const { title, ownCells } of claims)
    if (ownCells !== undefined && evidence.claimsPlanned.from !== 'command line')
      found.push(`"${title}" leaves cells out of its plan, which only claims over recorded logs may do`)
  if (mode === 'measure' && measurements === undefined)
    found.push('the run is recorded as measured, and holds no measurement')
  if (mode === 'gate' && shard === undefined && context.exitCode !== ended)
    found.push(`the process is recorded to have ended with ${context.exitCode}, the gate's exit code is ${ended}`)
  return found
}

/** Says whether the gate was left to the merge of all shards. */
function isPartOf(partial: string | null): boolean {
  return partial?.startsWith('this is shard ') ?? false
}

/** Returns the releases that observations may be of, by name, as the run describes them. */
function releasesOf({ candidate, baseline, releases = [] }: RunEvidence): Map<string, ReleaseInfo> {
  const all = [...(baseline ? [baseline] : []), ...releases, candidate]
  return new Map(all.map((release) => [release.name, release]))
}

/** Checks that every claim and every observation is of a release that the run describes. */
function strangers(
  { claims, baseline, anchor }: RunEvidence,
  releases: ReadonlyMap<string, ReleaseInfo>,
  observations: readonly Observation[],
): string[] {
  const known = new Set(releases.keys())
  const about = claims.filter(({ release }) => !known.has(release))
  if (baseline) known.add(acceptedRelease(baseline.name))
  if (anchor) known.add(acceptedRelease(anchorRelease(anchor.release.name)))
  const strange = observations.filter(({ release }) => !known.has(release))
  return [
    ...about.map(({ title, release }) => `"${title}" is about ${release}, which is no release of this run`),
    ...(strange.length === 0
      ? []
      : [
          `${strange.length} observations are of a release that is none of this run: ` +
            namesUpTo(MOST_NAMED, strange.map(observationKey)),
        ]),
  ]
}

/** Checks that the gate's circumstances contain all doubts and remarks that follow from who answered. */
function answerers(
  { circumstances, claims, candidate, earlierGates }: RunEvidence,
  releases: ReadonlyMap<string, ReleaseInfo>,
  observations: readonly Observation[],
): string[] {
  if (circumstances === undefined) return []
  const { doubts, remarks, maxNonAnswers } = circumstances
  const asked = observations.filter(({ release }) => !isAcceptedRelease(release))
  const lost = [
    ...[
      ...mixedAnswerers(observations),
      ...tooFewAnswers(claims, maxNonAnswers),
      askedOfOthers(claims, candidate),
      earlierGates ? earlierDoubt(earlierGates, candidate) : null,
    ].filter((sentence) => sentence !== null && !doubts.includes(sentence)),
    ...[...answeredOtherwise(asked, releases), earlierGates ? newAttemptRemark(earlierGates) : null].filter(
      (sentence) => sentence !== null && !remarks.includes(sentence),
    ),
  ]
  return lost.map((sentence) => `the run does not say what its observations show: ${sentence}`)
}

/** Checks that the levels of a claim and its K are those of the run. */
function levels(claim: ClaimResult, { alpha, alphaFail, attempt, claimsPlanned }: RunEvidence): string[] {
  const { title, spec, claims, verdict } = claim
  const found: string[] = []
  if (claims !== claimsPlanned.count)
    found.push(`"${title}" shares the α of fail among ${claims} claims, the run among ${claimsPlanned.count}`)
  if (attempt && Math.abs(attempt.alpha - alpha) > 1e-12)
    found.push(`α of the run is recorded as ${alpha}, its attempt may spend ${attempt.alpha}`)
  try {
    const config = levelsOf({ alpha: attempt?.total ?? alpha, alphaFail })
    const { alpha: own, ...others } = claimLevels(spec, config, attempt ?? null)
    // A claim that was not decided records its α only.
    const again = verdict === 'not applicable' ? { alpha: own } : { alpha: own, ...others }
    const recorded = levelsOf(claim)
    if (!agrees(recorded, again))
      found.push(
        `"${title}" was tested at ${JSON.stringify(recorded)}, the run's levels make it ${JSON.stringify(again)}`,
      )
  } catch (error) {
    found.push(`"${title}": ${messageOf(error)}`)
  }
  return found
}

/**
 * Checks the order of the sources, which follows from the seed, the task and the candidate's name and revision.
 * Examples that were added later come last, in an order of their own: the run records the number of generations, but
 * not which source belongs to which.
 */
function orders(claim: ClaimResult, evidence: RunEvidence, releases: ReadonlyMap<string, ReleaseInfo>): string[] {
  const { seed, tasks } = evidence
  const { title, spec, order, otherOrder, release } = claim
  const info = releases.get(release)
  if (info === undefined) return []
  const candidate = candidateId(info)
  const samples: [string, string, readonly string[]][] = [[spec.task, spec.taskHash, order]]
  if (spec.other && otherOrder) samples.push([spec.other.task, spec.other.taskHash, otherOrder])
  return samples.flatMap(([task, taskHash, groups]) => {
    const place = new Map(orderGroups(groups, { seed, taskHash, candidate }).map((group, at) => [group, at]))
    const begins = groups.filter((group, at) => at > 0 && place.get(group)! < place.get(groups[at - 1]!)!).length
    const generations = tasks.find(({ name }) => name === task)?.generations?.length ?? 1
    if (begins < generations && place.size === groups.length) return []
    return [`"${title}" met its sources in another order than seed ${seed} gives ${candidate}`]
  })
}

/** The readers of this package, and the accepted baseline. */
interface KnownReaders {
  readonly taskKind: (name: string) => TaskKind | undefined
  readonly baseline: StoredBaseline | null
  /**
   * Version of this package. A run of the same version was read by these readers; a run of an earlier version by these
   * or earlier ones.
   */
  readonly version?: string
}

/**
 * Finds tasks whose answers cannot have been read by the version of the reader that the run names: a version that this
 * package never had, one that differs from that of the package that wrote the run, or one that differs from the
 * baseline's although claims were decided against it. Returns one sentence each.
 */
export function readerDifferences({ evidence, context }: Run, { taskKind, baseline, version }: KnownReaders): string[] {
  const same = version !== undefined && context.versions['vitest-robustness'] === version
  const paired = new Set(
    evidence.claims.flatMap(({ verdict, spec }) =>
      verdict !== 'not applicable' && spec.against === undefined && spec.roles.some(({ side }) => side === 'both')
        ? [spec.task, ...(spec.other ? [spec.other.task] : [])]
        : [],
    ),
  )
  return evidence.tasks.flatMap(({ name, kind, reader }) => {
    const known = taskKind(kind)
    if (known === undefined) return []
    const own = known.reader ?? FIRST_READER
    if (reader === undefined) return [`the task ${name} does not say by which version of its reader answers were read`]
    const read = `answers of task ${name} are recorded as read by version ${reader} of its reader`
    if (same && reader !== own) return [`${read}, and version ${version} of the package reads them by version ${own}`]
    if (!isEarlier(reader, own)) return [`${read}, and this package has none after version ${own}`]
    const change = baseline && paired.has(name) ? readerChange({ name, reader }, baseline.baseline) : null
    return change === null ? [] : [`claims on ${name} are decided against the baseline, although ${change}`]
  })
}

/**
 * Says whether a reader's version is the present one or an earlier one. Versions count from 1; a task from elsewhere
 * may use other names, and then only its present one is known.
 */
function isEarlier(reader: string, own: string): boolean {
  if (reader === own) return true
  return /^[1-9]\d{0,3}$/.test(reader) && Number(reader) <= Number(own)
}
