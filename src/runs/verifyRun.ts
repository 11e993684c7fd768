import { gateVerdict } from '../core/gate/index.ts'
import type { ClaimKind, ClaimResult, Observation, Run, TaskKind } from '../core/words/index.ts'
import { verifyClaim } from '../engine/index.ts'
import { acceptedRelease } from './acceptedRelease.ts'
import { compareCells } from './compareCells.ts'
import { observationKey } from './observationKey.ts'

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
  const accepted = baseline === null ? null : acceptedRelease(baseline.name)
  return [
    ...(known.size === claims.length ? [] : ['two claims of the run have the same title']),
    ...twice(observations),
    ...claims.flatMap((claim) => ofClaim(run, claim, seen, accepted, deps)),
    ...ofGate(run),
  ]
}

function ofClaim(
  run: Run,
  claim: ClaimResult,
  observations: readonly Observation[],
  baseline: string | null,
  deps: VerifyRunDeps,
): string[] {
  const { spec, title } = claim
  const task = run.evidence.tasks.find(({ name }) => name === spec.task)
  if (task === undefined) return [`"${title}": the run does not name its task ${spec.task}`]
  const kind = deps.claimKind(spec.kind)
  if (kind === undefined) return [`"${title}": no claim kind ${spec.kind} here, so it cannot be recomputed`]
  const taskKind = deps.taskKind(task.kind)
  if (taskKind === undefined) return [`"${title}": no task kind ${task.kind} here, so it cannot be recomputed`]
  const hash = task.hash === spec.taskHash ? [] : [`"${title}": its task has another hash than the run's ${task.name}`]
  const { sameAnswer } = taskKind
  const releases = { candidate: claim.release, baseline }
  return [...hash, ...verifyClaim(claim, { kind, sameAnswer, observations, releases })]
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
  const { gate, claims, missing } = evidence
  const nothing = { ordinaryFailures: 0, usageErrors: [], empty: claims.length === 0, partial: null }
  const again = gateVerdict({ claims, missing, ...nothing })
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
    ...lost.map((reason) => `the gate does not give a reason that follows from its claims: ${reason}`),
  ]
}
