import { budgetMeter, type BudgetMeter, currencyOf, priceOf } from '../../core/cost/index.ts'
import type { Budget, ClaimSpec, ReleaseInfo } from '../../core/types/index.ts'
import type { DecideDeps } from '../../engine/index.ts'
import type { Elsewhere } from '../../engine/planUnits.ts'
import { faultKind, type Spending } from '../../observe/index.ts'
import type { WorkerConfig } from './workerConfig.ts'

/** The way in which a claim asks, and the signal that ends it. */
type Asking = Pick<DecideDeps, 'ask' | 'signal'>

/**
 * Ends a claim when a budget is spent. The first call that may not be made waits for those begun before it, which are
 * paid for and count; then the signal fires with the budget's message as its reason. So the claim rests on every unit
 * that the budget covers, and is `inconclusive` unless these decide it.
 */
export function holdBudget({ ask, signal: outer }: Asking): Asking {
  const spent = new AbortController()
  const signal = AbortSignal.any([outer, spent.signal])
  const open = new Set<Promise<unknown>>()
  let over: Promise<unknown> | null = null
  // Cells that wait for their turn would otherwise be waited for, and their turn never comes.
  const waiting = new Set<(error: unknown) => void>()
  let spentBy: unknown = null

  const end = async (reason: unknown): Promise<void> => {
    await Promise.allSettled(open)
    // The cell that has just been answered must have reached the loop.
    await new Promise((resolve) => setImmediate(resolve))
    spent.abort(reason)
  }

  const untilSpent = ({ turn }: Elsewhere): Pick<Elsewhere, 'turn'> =>
    turn === undefined
      ? {}
      : {
          turn() {
            const wait = spentBy === null ? turn() : Promise.reject(spentBy as Error)
            if (wait === undefined) return undefined
            return new Promise((resolve, reject) => {
              waiting.add(reject)
              wait.then(resolve, reject).finally(() => waiting.delete(reject))
            })
          },
        }

  return {
    signal,
    async ask(side, cell, own, elsewhere) {
      if (over === null) {
        const asked = ask(side, cell, own, elsewhere && { ...elsewhere, ...untilSpent(elsewhere) })
        open.add(asked)
        try {
          return await asked
        } catch (error) {
          if (faultKind(error) !== 'BudgetSpentError') throw error
          open.delete(asked)
          spentBy ??= error
          for (const drop of waiting) drop(error)
          over ??= end(error)
        } finally {
          open.delete(asked)
        }
      }
      await over
      throw spent.signal.reason
    },
  }
}

/** Returns nothing for a spent budget, where asking adds to a verdict that stands already. Throws any other error. */
export function noneIfSpent(error: unknown): [] {
  if (faultKind(error) === 'BudgetSpentError') return []
  throw error
}

/** A `SpendingOf` returns the limits on the calls that a claim makes to a release. */
export type SpendingOf = (release: ReleaseInfo) => Spending

/** Returns the price of each release and the budgets of claim and run. */
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
