import { claimsAlone, gateVerdict } from '../core/gate/index.ts'
import type { ClaimKind, ClaimResult, Observation, Run, TaskKind } from '../core/words/index.ts'
import { verifyClaim } from '../engine/index.ts'
import { acceptedRelease, heldAgainst } from './acceptedRelease.ts'
import { attemptDifferences } from './attemptDifferences.ts'
import { compareCells } from './compareCells.ts'
import { observationKey } from './observationKey.ts'
import { verifyMeasurements } from './verifyMeasurements.ts'

/** Where claim kinds and task kinds are found by name; `undefined` for a name that is not known. */
export interface VerifyRunDeps {
  readonly claimKind: (name: string) => ClaimKind | undefined
  readonly taskKind: (name: string) => TaskKind | undefined
}

/**
 * Recomputes every claim from its specification and the observations, and the gate from the claims. Returns what
 * differs, one sentence each: nothing if the run is verified. Nothing is asked and no file is read.
 */
export function verifyRun(run: Run, observations: readonly Observation[], deps: VerifyRunDeps): string[] {
  const { claims, baseline } = run.evidence
  const known = new Set(claims.map(({ title }) => title))
  const seen = withAccepted(observations, baseline?.name ?? null)
  return [
    ...(known.size === claims.length ? [] : ['two claims of the run have the same title']),
    ...twice(observations),
    ...claims.flatMap((claim) => ofClaim(run, claim, seen, deps)),
    ...attemptDifferences(run),
    ...ofGate(run),
    ...verifyMeasurements(run, observations, deps),
  ]
}

function ofClaim(run: Run, claim: ClaimResult, observations: readonly Observation[], deps: VerifyRunDeps): string[] {
  const { spec, title } = claim
  const task = run.evidence.tasks.find(({ name }) => name === spec.task)
  if (task === undefined) return [`"${title}": the run does not name its task ${spec.task}`]
  const kind = deps.claimKind(spec.kind)
  if (kind === undefined) return [`"${title}": no claim kind ${spec.kind} here, so it cannot be recomputed`]
  const taskKind = deps.taskKind(task.kind)
  if (taskKind === undefined) return [`"${title}": no task kind ${task.kind} here, so it cannot be recomputed`]
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
  const releases = { candidate: claim.release, baseline: heldAgainst(spec, run.evidence) }
  const grown = [task, other].some((one) => one?.generations !== undefined)
  return [...hash, ...verifyClaim(claim, { kind, sameAnswer, ...second, observations, releases, grown })]
}

/**
 * The baseline's side of a comparison comes from its stored cells or, where it lacks one, from asking its release again.
 * Both are looked up under the accepted name; a stored cell wins.
 */
function withAccepted(observations: readonly Observation[], baseline: string | null): readonly Observation[] {
  if (baseline === null) return observations
  const name = acceptedRelease(baseline)
  const asked = observations.filter(({ release }) => release === baseline)
  // Later ones win in the look-up, and the stored cells come later.
  return [...asked.map((observation) => Object.assign({}, observation, { release: name })), ...observations]
}

function twice(observations: readonly Observation[]): string[] {
  return observations.flatMap((observation, index) => {
    const before = observations[index - 1]
    if (before === undefined || compareCells(before, observation) !== 0) return []
    return [`the cell ${observationKey(observation)} was observed twice, with different results`]
  })
}

/** What wins over what: usage, fail, inconclusive, pass. */
const PRECEDENCE = [2, 1, 3, 0]

/**
 * A gate can be stricter than its claims, because of tests and faults that are no part of the evidence, and never
 * milder. Each reason that follows from the claims must be among the recorded ones.
 */
function ofGate({ evidence }: Run): string[] {
  if (evidence.measurements) return [] // decides nothing: verifyMeasurements holds it to that
  const { gate, claims, missing, policy, changes = [] } = evidence
  // Faults of endpoints are no part of the evidence, but they change what a policy excuses.
  const faults = gate.reasons.filter((reason) => reason.startsWith('Endpoint: '))
  const again = gateVerdict({ ...claimsAlone(claims), missing, changes, faults, ...(policy && { policy }) })
  const milder = PRECEDENCE.indexOf(gate.exitCode) > PRECEDENCE.indexOf(again.exitCode)
  const verdicts = { 0: 'pass', 1: 'fail', 2: 'inconclusive', 3: 'inconclusive' }
  const lost = again.exitCode === 0 ? [] : again.reasons.filter((reason) => !gate.reasons.includes(reason))
  return [
    ...(milder
      ? [
          `the gate is recorded as ${gate.verdict} (${gate.exitCode}), recomputed as ${again.verdict} (${again.exitCode})`,
        ]
      : []),
    ...(gate.verdict === verdicts[gate.exitCode]
      ? []
      : [`the gate is recorded as ${gate.verdict} with exit code ${gate.exitCode}, which do not go together`]),
    ...(rank(gate.exitUnderPolicy) > rank(again.exitUnderPolicy)
      ? ['the gate is recorded with a milder exit code than its policy allows']
      : []),
    ...lost.map((reason) => `the gate does not give a reason that follows from its claims: ${reason}`),
  ]
}

/** Milder ones rank higher; without a policy nothing is excused. */
function rank(exitCode: number | undefined): number {
  return exitCode === undefined ? -1 : PRECEDENCE.indexOf(exitCode)
}
