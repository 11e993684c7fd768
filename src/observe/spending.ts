import { callUsage, isPaid, type BudgetMeter } from '../core/cost/index.ts'
import { BudgetSpentError, UsageError, type Price, type StoredAnswer } from '../core/types/index.ts'
import type { HostPort } from './hostPort.ts'

/** What limits the calls that a cell may make. */
export interface Spending {
  /** Of the release that is asked; `null`: nothing is known of it, and it counts as free. */
  readonly price: Price | 'unknown' | null
  /** The claim's own budget, if it has one. */
  readonly claim: BudgetMeter | null
  /** Whether the run has a budget: the host is asked before each call. */
  readonly run: boolean
}

/** The calls of one request. */
export interface Purse {
  /** Asks for one more call. Throws `BudgetSpentError`, or `UsageError` where a paid call has no budget at all. */
  readonly begin: () => Promise<void>
  /** The request has ended; `null` without an answer. Returns what it took. */
  readonly end: (answer: StoredAnswer | null, prompt: string) => ReturnType<typeof callUsage> | null
}

/** Opens the purse of one request; without `spending` everything is allowed and nothing has a price. */
export function openPurse(spending: Spending | undefined, host: HostPort, releaseName: string): Purse {
  const { price, claim, run } = spending ?? { price: null, claim: null, run: false }
  let [ofClaim, ofRun] = [0, 0]
  return {
    async begin() {
      if (isPaid(price) && claim === null && !run) {
        throw new UsageError(
          `release "${releaseName}" costs money, and no budget is declared, so nothing is asked of it: ` +
            `add e.g. budget: { calls: 5000 } to robustness({ … }), see what a run would take with npx vitest-robustness plan, ` +
            `or use recorded answers with store: 'replay'`,
        )
      }
      const refused = claim?.begin() ?? null
      if (refused !== null) throw new BudgetSpentError(refused, 'claim')
      if (claim !== null) ofClaim += 1
      if (!run) return
      const refusedByRun = await host.mayCall()
      if (refusedByRun !== null) throw new BudgetSpentError(refusedByRun, 'run')
      ofRun += 1
    },
    end(answer, prompt) {
      const usage = answer === null ? null : callUsage(answer, prompt, price)
      // All but the last attempt brought nothing.
      for (; ofClaim > 0; ofClaim--) claim?.end(ofClaim === 1 ? usage : null)
      for (; ofRun > 0; ofRun--) host.called(ofRun === 1 ? usage : null)
      return usage
    },
  }
}
