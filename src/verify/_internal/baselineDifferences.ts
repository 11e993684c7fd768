import { compareWithBaseline, pairCells, type FindCell } from '../../core/compare/index.ts'
import { FIRST_READER, manifestChanges, readerChange } from '../../core/gate/index.ts'
import { clopperPearson } from '../../core/statistics/index.ts'
import { compareText, namesUpTo } from '../../core/text/index.ts'
import type { Comparison, ManifestClaim, Observation, Run, RunEvidence } from '../../core/types/index.ts'
import { agrees } from '../../engine/verifyWords.ts'
import { acceptedRelease, anchorRelease, baselineLookup, baselineObservation } from '../../runs/acceptedCells.ts'
import { observationKey, observationLine } from '../../runs/observations.ts'
import type { StoredBaseline } from '../../runs/readBaseline.ts'
import type { AcceptedEvidence } from '../verifyDeps.ts'

/** The most cells that one difference names. */
const MOST_NAMED = 5

/**
 * Compares a run with the baseline that it names: the release, every claim of the manifest, the number of claims that
 * the α of fail was shared among, the accepted cells and the recorded comparison. Returns one sentence for each
 * difference. A missing baseline is a difference, since claims that were cut from the run could not be found then.
 */
export function baselineDifferences(
  { evidence, context }: Run,
  observations: readonly Observation[],
  { baseline: stored, anchor }: AcceptedEvidence,
): string[] {
  const { baseline, baselineId, claimsPlanned } = evidence
  if (claimsPlanned.from === 'command line') return ofLogs(evidence, observations)
  const found = [...sides(evidence, observations), ...ofAnchor(evidence, observations, anchor)]
  if ((baseline === null) !== (baselineId === null))
    found.push(`the run names the baseline ${baselineId ?? 'none'}, and ${baseline?.name ?? 'no'} release of it`)
  if (baselineId === null) return [...found, ...withoutBaseline(evidence)]
  if (stored === null)
    return [
      ...found,
      `the baseline ${baselineId} is not at hand, so nobody can tell whether all of its claims are in the run: ` +
        `name its folder with --baseline${context.baselineFolder === undefined ? '' : ` (it was ${context.baselineFolder})`}`,
    ]
  if (stored.id !== baselineId)
    return [...found, `the run was gated against ${baselineId}, the baseline at hand is ${stored.id}`]
  return [
    ...found,
    ...(agrees(baseline, stored.baseline.release)
      ? []
      : [`the baseline's release is recorded otherwise than in ${baselineId}`]),
    ...ofManifest(evidence, stored.baseline.claims),
    ...ofCells(observations, stored, acceptedRelease(stored.baseline.release.name)),
    ...ofComparison(evidence, observations, stored),
  ]
}

/** Checks that claims about a difference have a baseline to differ from. */
function sides({ baseline, baselineId, claims }: RunEvidence, observations: readonly Observation[]): string[] {
  if (baseline !== null && baselineId !== null) return []
  const paired = claims.filter(
    ({ verdict, spec }) =>
      verdict !== 'not applicable' && spec.against === undefined && spec.roles.some(({ side }) => side === 'both'),
  )
  const accepted = observations.filter(({ release }) => release.endsWith(acceptedRelease('')))
  return [
    ...paired.map(({ title }) => `"${title}" is decided against a baseline, and the run names none`),
    ...(accepted.length > 0 && paired.length === 0 && claims.every(({ spec }) => spec.against === undefined)
      ? [`${accepted.length} observations are of a baseline, and the run names none`]
      : []),
  ]
}

function withoutBaseline({ claimsPlanned, missing, renamed, comparison, mode }: RunEvidence): string[] {
  const held = [
    claimsPlanned.from === 'manifest' && mode === 'gate' && 'a number of claims from its manifest',
    missing.length > 0 && 'missing claims of its manifest',
    renamed !== undefined && 'renamed claims',
    comparison !== undefined && 'a comparison with it',
  ].filter((what) => typeof what === 'string')
  return held.map((what) => `the run names no baseline, but has ${what}`)
}

function ofManifest(
  { claims, claimsPlanned, missing, renamed, anchor, changes = [] }: RunEvidence,
  manifest: readonly ManifestClaim[],
) {
  const gating = new Map(manifest.filter(({ advisory }) => !advisory).map((claim) => [claim.id, claim]))
  const planned = Math.max(1, anchor ? 2 * gating.size : gating.size)
  // Only the session knows which tests are gone from the suites, so this is taken from the record; a removed claim by itself keeps the gate from passing.
  const removed = new Set(changes.filter(({ kind }) => kind === 'removed').map(({ title }) => title))
  const again = manifestChanges(manifest, claims, (title) => removed.has(title))
  const lost = again.missing.map(({ title }) => title)
  const named = again.renamed
  const found: string[] = []
  if (claimsPlanned.count !== planned || claimsPlanned.from !== 'manifest')
    found.push(
      `the α of fail is recorded as shared among ${claimsPlanned.count} claims (${claimsPlanned.from}), the manifest makes it ${planned}`,
    )
  if (!agrees(missing, lost.toSorted(compareText)))
    found.push(
      `claims of the baseline that the run did not decide are recorded as ${inWords(missing)}, and are ${inWords(lost)}`,
    )
  if (!agrees(changes, again.changes))
    found.push(
      `changed claims are recorded as ${JSON.stringify(changes)}, recomputed as ${JSON.stringify(again.changes)}`,
    )
  if (!agrees(renamed ?? [], named))
    found.push(
      `renamed claims are recorded as ${JSON.stringify(renamed ?? [])}, recomputed as ${JSON.stringify(named)}`,
    )
  return found
}

function inWords(titles: readonly string[]): string {
  return titles.length === 0
    ? 'none'
    : namesUpTo(
        MOST_NAMED,
        titles.map((title) => `"${title}"`),
      )
}

/** Checks that each cell that is recorded as accepted is one of the baseline, with its outcome and its score. */
function ofCells(observations: readonly Observation[], stored: StoredBaseline, name: string): string[] {
  const lookup = baselineLookup(stored.cells)
  const release = { ...stored.baseline.release, name: name.slice(0, -acceptedRelease('').length) }
  const odd = observations.filter((seen) => {
    if (seen.release !== name) return false
    const cell = lookup(seen.task, seen.example, seen.variant, seen.trial)
    if (cell === null) return true
    const { group, gold } = seen
    return observationLine(seen) !== observationLine(baselineObservation(cell, { release, group, gold }))
  })
  if (odd.length === 0) return []
  return [
    `${odd.length} observations are not what was accepted in ${stored.id}: ${namesUpTo(MOST_NAMED, odd.map(observationKey))}`,
  ]
}

function ofAnchor(
  { anchor, claims }: RunEvidence,
  observations: readonly Observation[],
  stored: StoredBaseline | null,
): string[] {
  const against = claims.filter(({ spec }) => spec.against === 'anchor')
  if (anchor === undefined)
    return against.map(({ title }) => `"${title}" is held against an anchor, and the run names none`)
  if (stored?.id !== anchor.id)
    return [`the anchor ${anchor.id} is not at hand, so its cells cannot be held against it: restore it in the history`]
  return [
    ...(agrees(anchor.release, stored.baseline.release)
      ? []
      : [`the anchor's release is recorded otherwise than in ${anchor.id}`]),
    ...ofCells(observations, stored, acceptedRelease(anchorRelease(anchor.release.name))),
  ]
}

/** Checks a run over recorded logs, whose baseline is named after the digest of the file that it was read from. */
function ofLogs(evidence: RunEvidence, observations: readonly Observation[]): string[] {
  const { baseline, baselineId, claims, claimsPlanned, command, missing } = evidence
  const found: string[] = []
  if (command === undefined) found.push('the number of claims comes from a command line that the run does not name')
  if (claimsPlanned.count !== claims.length)
    found.push(`the α of fail is recorded as shared among ${claimsPlanned.count} claims, ${claims.length} were made`)
  if (missing.length > 0) found.push('two logs have no manifest that claims could be missing from')
  const id = `${baseline?.name}@${baseline?.revision?.slice(0, 12) ?? ''}`
  if (baselineId !== id) found.push(`the baseline is recorded as ${baselineId}, the log that it was read from is ${id}`)
  // Only the logs show which other cells both releases have, and --rescore reads them.
  return [...found, ...comparisonDifferences(evidence, [], observations, null)]
}

function ofComparison(evidence: RunEvidence, observations: readonly Observation[], stored: StoredBaseline): string[] {
  const { claims, taskHashes } = stored.baseline
  const same = new Set(
    evidence.tasks
      .filter(({ name, hash, grownFrom }) => taskHashes[name] === (grownFrom ?? hash))
      .filter(({ name, reader = FIRST_READER }) => readerChange({ name, reader }, stored.baseline) === null)
      .map(({ name }) => name),
  )
  // Where attempts are counted, a comparison is over the display share only.
  const display =
    evidence.attempt && new Map(evidence.attempt.display?.map(({ task, groups }) => [task, new Set(groups)]))
  const shared = observations.filter(
    ({ task, group }) => same.has(task) && (display === undefined || display.get(task)?.has(group)),
  )
  return comparisonDifferences(evidence, claims, shared, baselineLookup(stored.cells))
}

/** The fields of a comparison that rest on the cells of both releases. */
const OF_CELLS = new Set(['examples', 'broken', 'mended', 'brokenByNoise', 'sources'])

/**
 * Recomputes the comparison. Families and slices come from the dataset, so losses by these are only checked against
 * their own counts.
 */
function comparisonDifferences(
  { comparison, claims, candidate }: RunEvidence,
  manifest: readonly ManifestClaim[],
  observations: readonly Observation[],
  find: FindCell | null,
): string[] {
  if (comparison === undefined) return ['the run names a baseline, and does not say what is different from it']
  const pairs = find === null ? [] : pairCells(observations, candidate.name, find)
  const {
    losses: lost,
    parts = 0,
    ...again
  } = compareWithBaseline({ manifest, claims, pairs, where: {}, fixed: false })
  const { losses, parts: looked = 0, ...recorded } = comparison
  const odd = find === null ? [] : losses.filter((loss) => !isLoss(loss, lost, pairs.length))
  return [
    ...Object.keys({ ...recorded, ...again })
      .filter(
        (key) =>
          (find !== null || !OF_CELLS.has(key)) &&
          !agrees(recorded[key as keyof typeof recorded], again[key as keyof typeof again]),
      )
      .map((key) => `comparison/${key} is not what the baseline and the observations make it`),
    ...(find !== null && looked < parts
      ? [`comparison/parts is recorded as ${looked}, and the labels alone are ${parts}`]
      : []),
    ...odd.map(({ by, name }) => `comparison/losses: the loss by ${by} of "${name}" does not hold together`),
  ]
}

function isLoss(loss: Comparison['losses'][number], labels: Comparison['losses'], cells: number): boolean {
  if (!('sources' in loss)) return false
  const { by, sources, lost, gained, interval } = loss
  if (by === 'label') return labels.some((other) => agrees(other, loss))
  const whole = Number.isInteger(lost) && Number.isInteger(gained) && gained >= 0
  if (!whole || lost <= gained || lost + gained > sources || sources > cells) return false
  return agrees(interval, clopperPearson(lost, lost + gained, 0.95))
}
