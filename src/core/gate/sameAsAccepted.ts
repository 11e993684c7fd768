import { canonicalJson } from '../hash/index.ts'
import type { ReleaseInfo } from '../types/index.ts'

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
