import { type Levels } from '../types/index.ts'
/**
 * How far a claim has come to its nearer verdict, in [0, 1]: the greater of the log-wealths as a share of what `pass` and
 * `fail` need. For showing only: wealth can fall again.
 */
export function shareDone(
  logWealth: { readonly pass: number; readonly fail: number },
  { alpha, alphaFail = alpha, claims }: Levels & { readonly claims: number },
): number {
  const share = Math.max(logWealth.pass / Math.log(1 / alpha), logWealth.fail / Math.log(claims / alphaFail))
  return Math.min(1, Math.max(0, share))
}
