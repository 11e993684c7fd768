import type {
  ClaimResult,
  EarlierGate,
  EarlierGates,
  Identity,
  Observation,
  Outcome,
  ReleaseInfo,
} from '../types/index.ts'
import { counted } from '../text/figures.ts'
import { canonicalJson } from '../hash/index.ts'
import { namesUpTo } from '../text/index.ts'

/**
 * Answers of one release that came from several models, revisions or fingerprints: a gate cannot say which of them it
 * judged. One sentence for each such release; each claim by itself was checked when it was decided.
 */
export function mixedAnswerers(observations: Iterable<Observation>): string[] {
  return [...answerersOf(observations)].flatMap(([release, answerers]) => {
    const names = new Set([...answerers.values()].map(nameOf))
    return names.size > 1 ? [`Several models answered for ${release}: ${[...names].toSorted().join(' | ')}.`] : []
  })
}

/**
 * Releases that another model or another revision answered for than the config names, one sentence each. An endpoint may
 * answer an alias with its dated snapshot, and a router may leave out the provider: that is the same model.
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
    const names = [...new Set(others.map(nameOf))].toSorted()
    return [`${release} is ${nameOf(asked)} by the config, and ${names.join(' | ')} answered.`]
  })
}

/** Who answered for each release; cells that ended in an error do not count, for nobody answered them. */
function answerersOf(observations: Iterable<Observation>): Map<string, Map<string, Identity>> {
  const found = new Map<string, Map<string, Identity>>()
  for (const { release, who, outcome } of observations) {
    if (outcome === 'error') continue
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
 * Why a pass does not count: gating claims that asked other releases only, since a suite names one by name. Whatever they
 * show, they show nothing of the candidate. `null` where every gating claim asked it.
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
  if (others.length === 0) return null
  const named = others.map(({ title, release }) => `"${title}" (of ${release})`).join(', ')
  return (
    `${counted(others.length, 'gating claim')} did not ask ${candidate}, the candidate: ${named}. ` +
    'Write release() without a name for the candidate, or make advisory what is about another release.'
  )
}

/**
 * Gating claims that pass although more than `limit` (a share, 0 to 1) of the candidate's cells ended without an answer:
 * two ways of asking that both bring nothing look alike, and that shows nothing. One sentence each.
 */
export function tooFewAnswers(claims: readonly ClaimResult[], limit: number): string[] {
  return claims.flatMap(({ title, verdict, spec, outcomes }) => {
    if (spec.advisory || verdict !== 'pass') return []
    const counts = Object.entries(outcomes) as [Outcome, number][]
    const total = counts.reduce((sum, [, count]) => sum + count, 0)
    const silent = counts.filter(([outcome]) => outcome !== 'answered')
    const missing = silent.reduce((sum, [, count]) => sum + count, 0)
    if (total === 0 || missing <= limit * total) return []
    const kinds = silent.toSorted(([, a], [, b]) => b - a).map(([outcome, count]) => `${count} ${outcome}`)
    return [
      `"${title}" passes on ${total} cells of which ${missing} have no answer (${kinds.join(', ')}), ` +
        `more than maxNonAnswers ${limit} allows: nothing is shown by what was not answered.`,
    ]
  })
}

/**
 * Says that the candidate is the accepted release under another name: one line of the config that names the wrong model makes
 * every comparison one of a release with itself. `null` where they differ, have one name, or have no revision to tell.
 */
export function sameAsAccepted(candidate: ReleaseInfo, accepted: ReleaseInfo | null): string | null {
  if (accepted === null || candidate.revision === null || candidate.name === accepted.name) return null
  if (content(candidate) !== content(accepted)) return null
  const { name, model, revision } = candidate
  return (
    `${name} is the accepted ${accepted.name} under another name (model ${model}, revision ${revision}): it was compared with ` +
    'itself. Is that the release that is to ship?'
  )
}

/** What a release is, wherever it is asked and whatever the config calls it. */
function content(release: ReleaseInfo): string {
  return canonicalJson({ ...release, name: null, endpoint: null })
}

/** Gates shown of a longer list. */
const MOST_LISTED = 8

/** How a claim of an earlier gate ended, and after how many sources. */
export interface EarlierClaim {
  readonly run: string
  readonly seed: string
  readonly verdict: string
  readonly units: number
}

/**
 * Earlier gates of a revision under other seeds, from the claims that they share with this one: each is another draw of
 * the same chance to pass. A gate counts once something was asked; under the same seed it is the same gate, gone on with.
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
 * Why a pass does not count: an earlier gate of this revision on these claims did not pass under another seed, and nobody
 * said why this is a new attempt. Ten seeds until one passes ship 21 to 28% of releases at the limit. `null`: it counts.
 */
export function earlierDoubt({ gates, newAttempt }: EarlierGates, candidate: ReleaseInfo): string | null {
  const open = gates.filter(({ verdict }) => verdict !== 'pass')
  if (open.length === 0 || newAttempt !== undefined) return null
  return (
    `${counted(open.length, 'earlier gate')} of ${revisionOf(candidate)} on these claims did not pass under another seed ` +
    `(${listEarlier(open)}): a new seed is another chance. Gate under the first seed again, keep a ledger (ledger: true), or say ` +
    'why it is a new attempt: npx vitest-robustness gate --new-attempt "reason"'
  )
}

/** What a report says of a new attempt that somebody declared; `null` where nobody did. */
export function newAttemptRemark({ gates, newAttempt }: EarlierGates): string | null {
  if (newAttempt === undefined) return null
  const before = gates.length === 0 ? 'no earlier gate is known' : `after ${listEarlier(gates)}`
  return `New attempt, ${before}: ${newAttempt}`
}

/** Earlier gates in words: `seed 0: fail, seed 1: inconclusive`. */
export function listEarlier(gates: readonly EarlierGate[]): string {
  return namesUpTo(
    MOST_LISTED,
    gates.map(({ seed, verdict }) => `seed ${seed}: ${verdict}`),
  )
}

function revisionOf({ name, model, revision }: ReleaseInfo): string {
  return `${name}@${revision ?? model}`
}
