import type { Identity, Observation, ReleaseInfo } from '../types/index.ts'

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
