/** Finds what leaves a gate's verdict open in addition to its claims, or must be seen with it. */
import { canonicalJson } from '../hash/index.ts'
import type {
  ClaimResult,
  EarlierGate,
  EarlierGates,
  Identity,
  Observation,
  Outcome,
  ReleaseInfo,
} from '../types/index.ts'
import {
  candidateNotAsked,
  comparedWithItself,
  earlierGatesOpen,
  newAttemptInWords,
  othersAnswered,
  passesUnanswered,
  severalAnswered,
} from '../wording/gateDoubts.ts'

/**
 * Finds releases whose answers came from several models, revisions or fingerprints: a gate cannot say which of them it
 * judged. Gives one sentence for each such release; each claim by itself was checked when it was decided.
 */
export function mixedAnswerers(observations: Iterable<Observation>): string[] {
  return [...answerersOf(observations)].flatMap(([release, answerers]) => {
    const names = new Set([...answerers.values()].map(nameOf))
    return names.size > 1 ? [severalAnswered(release, [...names].toSorted())] : []
  })
}

/**
 * Finds releases that another model or another revision answered for than the config names, one sentence each. An endpoint
 * may answer an alias with its dated snapshot, and a router may leave out the provider: that is the same model.
 */
export function answeredOtherwise(
  observations: Iterable<Observation>,
  releases: ReadonlyMap<string, Pick<ReleaseInfo, 'model' | 'revision'>>,
): string[] {
  return [...answerersOf(observations)].flatMap(([release, answerers]) => {
    const asked = releases.get(release)
    if (asked === undefined) return []
    const others = [...answerers.values()].filter((who) => !isSame(asked, who))
    if (others.length === 0) return []
    return [othersAnswered(release, nameOf(asked), [...new Set(others.map(nameOf))].toSorted())]
  })
}

/** Collects who answered for each release; cells that ended in an error do not count, for nobody answered them. */
function answerersOf(observations: Iterable<Observation>): Answerers {
  const known = collected.get(observations) ?? collectAnswerers(observations)
  collected.set(observations, known)
  return known
}

type Answerers = ReadonlyMap<string, ReadonlyMap<string, Identity>>

/** Several doubts ask who answered, and a run has as many observations as calls. */
const collected = new WeakMap<Iterable<Observation>, Answerers>()

function collectAnswerers(observations: Iterable<Observation>): Answerers {
  const found = new Map<string, Map<string, Identity>>()
  let last: { readonly release?: string; readonly who?: Identity } = {}
  for (const { release, who, outcome } of observations) {
    // Many cells in a row are mostly answered by the same, and a table has one object for it.
    if (outcome === 'error' || (last.who === who && last.release === release)) continue
    last = { release, who }
    const known = found.get(release) ?? new Map<string, Identity>()
    found.set(release, known.set(JSON.stringify(who), who))
  }
  return found
}

function nameOf({ model, revision, fingerprint, upstream }: Identity): string {
  const marks = [fingerprint, upstream].filter((mark) => mark !== undefined && mark !== '')
  return [model, revision ?? 'no revision', ...marks].join(', ')
}

function isSame(asked: Pick<ReleaseInfo, 'model' | 'revision'>, { model, revision }: Identity): boolean {
  const named = asked.model.toLowerCase()
  const said = model.toLowerCase()
  return asked.revision === revision && (said.startsWith(named) || named.endsWith(said))
}

/**
 * Finds gating claims that asked other releases only, since a suite names one by name: whatever they show, they show nothing
 * of the candidate, so a pass does not count. `null` where every gating claim asked it.
 */
export function askedOfOthers(
  claims: readonly ClaimResult[],
  { name: candidate }: Pick<ReleaseInfo, 'name'>,
): string | null {
  const others = claims.filter(
    ({ release, spec, verdict }) =>
      !spec.advisory &&
      verdict !== 'not applicable' &&
      spec.roles.every((role) => (role.release ?? release) !== candidate),
  )
  return others.length === 0 ? null : candidateNotAsked(candidate, others)
}

/**
 * Finds gating claims that pass although more than `limit` (a share, 0 to 1) of the candidate's cells ended without an
 * answer: two ways of asking that both bring nothing look alike, and that shows nothing. One sentence each.
 */
export function tooFewAnswers(claims: readonly ClaimResult[], limit: number): string[] {
  return claims.flatMap(({ title, verdict, spec, outcomes }) => {
    if (spec.advisory || verdict !== 'pass') return []
    const counts = Object.entries(outcomes) as [Outcome, number][]
    const cells = counts.reduce((sum, [, count]) => sum + count, 0)
    const silent = counts.filter(([outcome]) => outcome !== 'answered')
    const missing = silent.reduce((sum, [, count]) => sum + count, 0)
    if (cells === 0 || missing <= limit * cells) return []
    const kinds = silent.toSorted(([, a], [, b]) => b - a).map(([outcome, count]) => `${count} ${outcome}`)
    return [passesUnanswered(title, { cells, missing, kinds }, limit)]
  })
}

/**
 * Finds a candidate that is the accepted release under another name: one line of the config that names the wrong model makes
 * every comparison one of a release with itself. `null` where they differ, have one name, or have no revision to tell by.
 */
export function sameAsAccepted(candidate: ReleaseInfo, accepted: ReleaseInfo | null): string | null {
  if (accepted === null || candidate.revision === null || candidate.name === accepted.name) return null
  return content(candidate) === content(accepted) ? comparedWithItself(candidate, accepted.name) : null
}

/** All that makes a release what it is, wherever it is asked and whatever the config calls it. */
function content(release: ReleaseInfo): string {
  return canonicalJson({ ...release, name: null, endpoint: null })
}

/** The verdict of a claim in an earlier gate, and the number of sources that it took. */
export interface EarlierClaim {
  readonly run: string
  readonly seed: string
  readonly verdict: string
  readonly units: number
}

/**
 * Earlier gates of a revision under other seeds, from the claims that they share with this one: each is another draw of
 * the same chance to pass. A gate counts once something was asked; one under the same seed is this gate, continued.
 */
export function earlierGates(claims: Iterable<EarlierClaim>, seed: string): EarlierGate[] {
  const asked = [...claims].filter((claim) => claim.seed !== seed && (claim.units > 0 || claim.verdict === 'pass'))
  return [...Map.groupBy(asked, ({ run }) => run)]
    .map(([run, own]): EarlierGate => {
      const has = (verdict: string) => own.some((claim) => claim.verdict === verdict)
      return { run, seed: own[0]!.seed, verdict: has('fail') ? 'fail' : has('inconclusive') ? 'inconclusive' : 'pass' }
    })
    .toSorted((a, b) => (a.run < b.run ? -1 : Number(a.run > b.run)))
}

/**
 * Finds earlier gates of this revision on these claims that did not pass under another seed, where nobody said why this is a
 * new attempt. A pass then does not count: ten seeds until one passes ship 21 to 28% of releases at the limit. `null`: it
 * counts.
 */
export function earlierDoubt({ gates, newAttempt }: EarlierGates, candidate: ReleaseInfo): string | null {
  const open = gates.filter(({ verdict }) => verdict !== 'pass')
  return open.length === 0 || newAttempt !== undefined ? null : earlierGatesOpen(candidate, open)
}

/** Returns the remark of a report on a new attempt that was declared; `null` where none was. */
export function newAttemptRemark({ gates, newAttempt }: EarlierGates): string | null {
  return newAttempt === undefined ? null : newAttemptInWords(gates, newAttempt)
}
