import { stat } from 'node:fs/promises'
import { relative } from 'node:path'
import type { ReadRobustnessOptions } from './options.ts'

/** Variables that CI systems set; most set the first. */
const CI_VARIABLES = [
  'CI',
  'CONTINUOUS_INTEGRATION',
  'GITHUB_ACTIONS',
  'GITLAB_CI',
  'BUILDKITE',
  'TF_BUILD',
  'JENKINS_URL',
]

/** Whether nobody sits before this process. */
export function isCi(env: NodeJS.ProcessEnv): boolean {
  return CI_VARIABLES.some((name) => !['', '0', 'false', undefined].includes(env[name]?.toLowerCase()))
}

/**
 * Why a gate cannot go on without a baseline, with the way out; call it where none could be read in `folder`. `null`
 * where the config names none, or declares the first release of a line whose folder is not there yet: never in CI, where
 * a folder that was not committed would make every release the first.
 */
export async function missingBaseline(
  { baseline, firstRelease, candidate }: Pick<ReadRobustnessOptions, 'baseline' | 'firstRelease' | 'candidate'>,
  { folder, root, env }: { readonly folder: string | null; readonly root: string; readonly env: NodeJS.ProcessEnv },
): Promise<string | null> {
  if (baseline === undefined || folder === null) return null
  const there = (await stat(folder).catch(() => null)) !== null
  const ci = isCi(env)
  if (firstRelease && !there && !ci) return null
  const place = relative(root, folder) || folder
  const found = there
    ? `the folder ${place} holds no baseline.json`
    : `the config names the baseline ${place}, and that folder is not there`
  const accept = `accept one: npx vitest-robustness baseline accept --release <name>, and commit ${place}`
  if (firstRelease && !there)
    return `${found}; "first: true" lets ${candidate} through on a developer's machine, never in CI: ${accept}`
  const first =
    firstRelease || there
      ? ''
      : `; before the first release of a line write baseline: { folder: '${baseline}', first: true }`
  return `${found}: correct the name, restore the folder, or ${accept}${first}`
}
