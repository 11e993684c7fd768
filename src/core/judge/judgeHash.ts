import { canonicalJson, sha256 } from '../hash/index.ts'

/**
 * Identity of a judge: its model, revision, parameters and rubric. Another rubric or revision is another judge, whose
 * agreement with humans is unknown.
 */
export function judgeHash(
  release: { readonly model: string; readonly revision: string | null; readonly parameters: object } | null,
  rubric: string,
): string {
  const who = release && { model: release.model, revision: release.revision, parameters: release.parameters }
  return sha256(canonicalJson({ judge: who, rubric }))
}
