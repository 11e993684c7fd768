import type { Worker } from './worker.ts'

/** Why cells that the baseline lacks cannot be had from its release; `null` if they can. */
export async function notTopped({ baseline, config, release }: Worker): Promise<string | null> {
  if (!baseline) return null
  const { name, revision } = baseline.accepted.release
  if (!Object.hasOwn(config.releases, name)) return `the config names no release ${name}`
  if (revision === null) return `${name} has no immutable revision, so it may be another model by now`
  const { info } = await release(name)
  return info.revision === revision ? null : `${name} is at revision ${info.revision} here, ${revision} was accepted`
}

/** The note on a claim that asked for cells the baseline does not hold. */
export function tooShallow(why: string): string {
  return `baseline too shallow: it lacks cells of this claim, and ${why}. Accept again: npx vitest-robustness baseline accept`
}
