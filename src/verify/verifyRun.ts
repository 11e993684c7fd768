import { gateVerdict } from '../core/gate/index.ts'
import { evidenceHash } from '../core/hash/index.ts'
import { plainObservations } from '../core/table/index.ts'
import { messageOf, namesUpTo } from '../core/text/index.ts'
import type { ClaimResult, Observation, Run } from '../core/types/index.ts'
import { agrees } from '../engine/verifyWords.ts'
import { verifyClaim } from '../engine/index.ts'
import { heldAgainst } from '../runs/acceptedCells.ts'
import { attemptDifferences } from './_internal/attemptDifferences.ts'
import type { KnownKinds, VerifyRunDeps } from './verifyDeps.ts'
import { baselineDifferences } from './_internal/baselineDifferences.ts'
import { headDifferences, readerDifferences } from './_internal/headDifferences.ts'
import { compareCells, observationKey } from '../runs/observations.ts'
import { verifyMeasurements } from './_internal/verifyMeasurements.ts'

/** The most cells that one difference names. */
const MOST_NAMED = 5

/** Says what format 1 lacks, and what to do. */
const FORMAT_1 =
  'run.json has format 1, that of version 0.1: it does not hold what the reasons of its gate follow from, so it cannot be ' +
  'verified here. Gate the release again (recorded answers are not asked again), or check it with the version that wrote it: ' +
  'npx vitest-robustness@0.1 report --verify'

/**
 * Recomputes every claim from its specification and the observations, and the gate from the claims and its
 * circumstances; compares the head of the run with what was observed and with the baseline that it names; and finds
 * observations that belong to no claim. Returns one sentence for each difference: none if the run is verified. Nothing
 * is asked and no file is read.
 */
export function verifyRun(run: Run, observations: readonly Observation[], deps: VerifyRunDeps): string[] {
  if (run.schema === 1) return [FORMAT_1]
  const { claims } = run.evidence
  const known = new Set(claims.map(({ title }) => title))
  const used = new Set<Observation>()
  const hash = evidenceHash(run)
  return [
    ...(run.evidenceHash === undefined || run.evidenceHash === hash
      ? []
      : [`the hash of the evidence is ${hash}, run.json says ${run.evidenceHash}`]),
    ...(known.size === claims.length ? [] : ['two claims of the run have the same title']),
    ...observationDifferences(observations),
    ...claims.flatMap((claim) => ofClaim(run, claim, observations, deps, (cell) => used.add(cell))),
    ...ofNoClaim(run, observations, used, deps),
    ...headDifferences(run, observations),
    ...readerDifferences(run, deps),
    ...attemptDifferences(run, observations, deps.ledger),
    ...ofGate(run),
    ...baselineDifferences(run, observations, deps),
    ...verifyMeasurements(run, run.evidence.measurements ? plainObservations(observations) : [], deps),
  ]
}

function ofClaim(
  run: Run,
  claim: ClaimResult,
  observations: readonly Observation[],
  deps: KnownKinds,
  use: (observation: Observation) => void,
): string[] {
  const { spec, title } = claim
  const task = run.evidence.tasks.find(({ name }) => name === spec.task)
  if (task === undefined) return [`"${title}": the run does not name its task ${spec.task}`]
  const kind = deps.claimKind(spec.kind)
  if (kind === undefined) return [`"${title}": no claim kind ${spec.kind} here, so it cannot be recomputed`]
  const taskKind = deps.taskKind(task.kind)
  if (taskKind === undefined) return [`"${title}": no task kind ${task.kind} here, so it cannot be recomputed`]
  if (claim.verdict === 'not applicable' && run.evidence.mode === 'gate')
    if (!kind.needsBaseline || run.evidence.baseline !== null || claim.stopped !== undefined)
      return [`"${title}" is recorded as not applicable, and nothing kept it from being decided`]
  const hash =
    (task.grownFrom ?? task.hash) === spec.taskHash
      ? []
      : [`"${title}": its task has another hash than the run's ${task.name}`]
  const { sameAnswer } = taskKind
  const other = run.evidence.tasks.find(({ name }) => name === spec.other?.task)
  const otherKind = other && deps.taskKind(other.kind)
  if (spec.other && otherKind === undefined)
    return [`"${title}": the other task ${spec.other.task} or its kind is not known here, so it cannot be recomputed`]
  if (spec.other && (other?.grownFrom ?? other?.hash) !== spec.other.taskHash)
    hash.push(`"${title}": its other task has another hash than the run's ${spec.other.task}`)
  const second = otherKind && { otherSameAnswer: otherKind.sameAnswer }
  const grown = [task, other].some((one) => one?.generations !== undefined)
  // For a cell that the baseline lacks, its release was asked again.
  const asked = spec.against === undefined ? run.evidence.baseline?.name : undefined
  const against = { baseline: heldAgainst(spec, run.evidence), ...(asked !== undefined && { asked }) }
  const releases = { candidate: claim.release, ...against }
  try {
    return [
      ...hash,
      ...verifyClaim(claim, {
        kind,
        sameAnswer,
        ...second,
        observations,
        releases,
        use,
        grown,
        shows: run.evidence.attempt === undefined,
      }),
    ]
  } catch (error) {
    // No claim kind makes such a specification, e.g. with another range, so computing with it may throw.
    return [...hash, `"${title}" cannot be recomputed from its specification: ${messageOf(error)}`]
  }
}

/**
 * Finds observations that no claim rests on, for example those of a claim that was cut from the run. Examples that
 * earlier attempts showed are asked as well, and a measurement has a grid of its own. What a claim of an unknown kind
 * rests on is unknown: such a claim is a difference itself, so the observations of its tasks are not counted.
 */
function ofNoClaim(
  { evidence }: Run,
  observations: readonly Observation[],
  used: ReadonlySet<Observation>,
  deps: KnownKinds,
): string[] {
  const { candidate, attempt, measurements } = evidence
  const kinds = new Map(evidence.tasks.map(({ name, kind }) => [name, kind]))
  const unknownTasks = new Set(
    evidence.claims.flatMap(({ spec }) => {
      const tasks = [spec.task, ...(spec.other ? [spec.other.task] : [])]
      const known = deps.claimKind(spec.kind) && tasks.every((name) => deps.taskKind(kinds.get(name) ?? ''))
      return known ? [] : tasks
    }),
  )
  // Sources of the display share decide nothing: they are asked to be shown.
  const display = new Map(attempt?.display?.map(({ task, groups }) => [task, new Set(groups)]))
  const again = new Set(
    (attempt?.regressions ?? []).map(({ task, example, variant }) => `${task}/${example}/${variant}/0`),
  )
  const measured = new Map(
    measurements?.tasks.map(({ plan }) => [plan.task, new Set(plan.variants.map(({ id }) => id))]),
  )
  const left = observations.filter((seen) => {
    const { release, task, example, group, variant, trial } = seen
    if (unknownTasks.has(task) || used.has(seen) || display.get(task)?.has(group)) return false
    if (release === candidate.name && again.has(`${task}/${example}/${variant}/${trial}`)) return false
    return !(release === candidate.name && measured.get(task)?.has(variant))
  })
  if (left.length === 0) return []
  // Of a cell that was observed twice one observation is in use.
  const cells = new Set([...used].map(observationKey))
  const stray = left.filter((seen) => !cells.has(observationKey(seen)))
  if (stray.length === 0) return []
  return [
    `${stray.length} observations belong to no claim of the run: ${namesUpTo(MOST_NAMED, stray.map(observationKey))}. ` +
      'Were claims cut from it?',
  ]
}

/** Recomputes the gate with all its reasons from the claims, the missing ones, its circumstances and its policy. */
function ofGate({ evidence }: Run): string[] {
  const { gate, claims, missing, policy, circumstances, measurements, changes = [] } = evidence
  if (measurements) return [] // decides nothing: verifyMeasurements holds it to that
  if (circumstances === undefined)
    return ['the run does not hold the circumstances of its gate, so it cannot be recomputed']
  const again = gateVerdict({
    claims,
    missing,
    empty: claims.length === 0,
    changes,
    ...circumstances,
    ...(policy && { policy }),
  })
  const names = [...new Set([...Object.keys(gate), ...Object.keys(again)])] as (keyof typeof again)[]
  return names.flatMap((name) =>
    agrees(gate[name], again[name])
      ? []
      : [`gate/${name} is recorded as ${JSON.stringify(gate[name])}, recomputed as ${JSON.stringify(again[name])}`],
  )
}

/**
 * Finds observations that contradict each other or themselves, independent of any claim: one cell with two results, one
 * example with two sources or two right answers, a reason for no answer beside an answer, choices without the chosen
 * text. Returns one sentence each. The observations must be in the order of their cells.
 */
function observationDifferences(observations: readonly Observation[]): string[] {
  const examples = new Map<string, Observation>()
  const split: Observation[] = []
  const odd: Observation[] = []
  const found: string[] = []
  for (const [index, observation] of observations.entries()) {
    const before = observations[index - 1]
    if (before !== undefined && compareCells(before, observation) === 0)
      found.push(`the cell ${observationKey(observation)} was observed twice, with different results`)
    const { task, example, group, gold } = observation
    const key = `${task}/${example}`
    const first = examples.get(key)
    if (first === undefined) examples.set(key, observation)
    else if (first.group !== group || first.gold !== gold) split.push(observation)
    if (!holdsTogether(observation)) odd.push(observation)
  }
  if (split.length > 0)
    found.push(
      `${split.length} observations have another source or another right answer than others of the same example: ${named(split)}`,
    )
  if (odd.length > 0)
    found.push(
      `${odd.length} observations have parts that do not go together (outcome, reason, choices): ${named(odd)}`,
    )
  return found
}

function holdsTogether({ outcome, reason, raw, choices }: Observation): boolean {
  if (outcome === 'answered' && reason !== undefined) return false
  if (choices === undefined) return true
  const { texts, logProbabilities, tokens } = choices
  if (texts.length !== logProbabilities.length || texts.length !== tokens.length) return false
  return raw === null || texts.includes(raw)
}

function named(observations: readonly Observation[]): string {
  return namesUpTo(MOST_NAMED, observations.map(observationKey))
}
