import { budgetMeter, currencyOf, priceOf, type BudgetMeter } from '../core/planning/index.ts'
import type { Budget, ClaimSpec, ReleaseInfo } from '../core/words/index.ts'
import type { Spending } from '../observe/index.ts'
import type { WorkerConfig } from './workerConfig.ts'

/** What limits the calls that a claim makes to a release. */
export type SpendingOf = (release: ReleaseInfo) => Spending

/** The price of each release and the budgets of claim and run. */
export function spendingOf(config: WorkerConfig, spec: Pick<ClaimSpec, 'options'>): SpendingOf {
  const prices = config.prices ?? {}
  const own = spec.options['budget'] as Budget | undefined
  const meter: BudgetMeter | null =
    own === undefined
      ? null
      : budgetMeter(own, {
          whose: 'this claim',
          where: 'the options of its matcher',
          currency: currencyOf(prices),
          now: () => performance.now(),
        })
  const run = config.budgeted ?? false
  return (release) => ({ price: priceOf(prices, release), claim: meter, run })
}
