import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Baseline, ManifestClaim, ReleaseInfo } from '../core/words/index.ts'
import { lastGate } from '../runs/index.ts'
import type { SessionState } from './sessionState.ts'

/** Whether a release may become the baseline, by its own last gate, and what the baseline keeps of that gate. */
export interface Acceptance {
  /** Why it may not; `null` if it may. */
  readonly refused: { readonly why: string; readonly exitCode: 1 | 3 } | null
  readonly gate: Baseline['gate'] | null
  /** Adds to a claim of the manifest how that gate decided it. */
  readonly withVerdict: (claim: ManifestClaim) => ManifestClaim
}

/**
 * Looks for the release's last gate run against the present baseline. One that failed or stayed open forbids
 * acceptance, unless a reason is given (`ROBUSTNESS_FORCE`). Without any run there is nothing that forbids it.
 */
export async function acceptanceOf(
  { folder, stored }: Pick<SessionState, 'folder' | 'stored'>,
  release: ReleaseInfo,
  env: NodeJS.ProcessEnv,
): Promise<Acceptance> {
  const found = await lastGate(folder, release, stored?.id ?? null)
  if (found === null) return { refused: null, gate: null, withVerdict: (claim) => claim }
  const { gate, claims } = found.evidence
  const forced = (env['ROBUSTNESS_FORCE'] ?? '').trim()
  const why =
    `the last gate of ${release.name} (${found.run}) ${gate.verdict === 'fail' ? 'failed' : 'was not decided'}: ` +
    `${gate.reasons[0] ?? ''} Mend it, or accept it all the same with a reason: --force "reason"`
  // Changed claims are accepted or refused by themselves: that they held the gate open is no reason against the release.
  const passes = gate.verdict === 'pass' || gate.onceAccepted === 'pass'
  return {
    refused: passes || forced !== '' ? null : { why, exitCode: gate.verdict === 'fail' ? 1 : 3 },
    gate: { run: found.run, verdict: gate.verdict, ...(!passes && forced !== '' && { forced }) },
    withVerdict: (claim) => {
      const decided = claims.find(({ id, waived }) => (waived?.of ?? id) === claim.id)
      return decided ? { ...claim, verdict: decided.verdict, interval: decided.interval } : claim
    },
  }
}

/** Who accepts: as the user says (`ROBUSTNESS_BY`), else git's user name; nobody where there is neither. */
export async function acceptedBy(root: string, env: NodeJS.ProcessEnv): Promise<{ readonly by?: string }> {
  const said = (env['ROBUSTNESS_BY'] ?? '').trim()
  if (said !== '') return { by: said }
  const asked = await promisify(execFile)('git', ['config', 'user.name'], { cwd: root }).catch(() => null)
  const name = asked?.stdout.trim() ?? ''
  return name === '' ? {} : { by: name }
}
