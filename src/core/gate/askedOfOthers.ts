import { counted } from '../text/figures.ts'
import type { ClaimResult, ReleaseInfo } from '../types/index.ts'

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
