import { counted } from '../text/figures.ts'
import type { Budget, CallUsage } from '../types/index.ts'
import { money } from './prices.ts'
import { didYouMean } from '../text/index.ts'

/** Counts what calls take and says when no further one may be begun. */
export interface BudgetMeter {
  /** Counts one more call, or says in one sentence why it may not be made. */
  readonly begin: () => string | null
  /** One begun call has ended; `null` if it brought no answer. */
  readonly end: (usage: CallUsage | null) => void
}

/** The owner of a budget, for the message. */
export interface BudgetOwner {
  /** The owner in words, e.g. `this claim`. */
  readonly whose: string
  /** The place where it is written, e.g. `robustness({ budget })`. */
  readonly where: string
  readonly currency: string
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
}

/**
 * Makes a meter for one budget. Calls are counted as they are begun. Tokens and money are known only afterwards, so each
 * call under way is counted as the largest so far: the budget is exceeded by no more than the first calls that are under
 * way at once, and by a call that is larger than all before it.
 */
export function budgetMeter(budget: Budget, { whose, where, currency, now }: BudgetOwner): BudgetMeter {
  let [calls, open, started] = [0, 0, Number.NaN]
  const total = { tokens: 0, cost: 0 }
  const largest = { tokens: 0, cost: 0 }
  let unpriced = 0

  const seconds = (): number => (calls === 0 ? 0 : (now() - started) / 1000)
  const say = (amount: string, key: keyof Budget): string => {
    const spent = [
      `${counted(calls, 'call')} begun`,
      `${counted(total.tokens, 'token')} so far`,
      ...(budget.cost === undefined ? [] : [money(total.cost, currency)]),
      `${seconds().toFixed(1)} s`,
    ]
    return (
      `the budget of ${amount} for ${whose} is spent (${spent.join(', ')}); ` +
      `what was answered is kept, so raise budget.${key} in ${where} and run again to go on`
    )
  }
  const wouldExceed = (key: 'tokens' | 'cost'): boolean => {
    const limit = budget[key]
    return limit !== undefined && total[key] + Math.max(1, open + 1) * largest[key] > limit
  }
  const refusal = (): string | null => {
    if (budget.calls !== undefined && calls >= budget.calls) return say(counted(budget.calls, 'call'), 'calls')
    if (wouldExceed('tokens')) return say(counted(budget.tokens ?? 0, 'token'), 'tokens')
    if (wouldExceed('cost')) return say(money(budget.cost ?? 0, currency), 'cost')
    if (budget.cost !== undefined && unpriced > 0)
      return `the budget of ${money(budget.cost, currency)} for ${whose} cannot be held, because a release that was asked has no price; add it to robustness({ prices })`
    if (budget.seconds !== undefined && seconds() >= budget.seconds) return say(`${budget.seconds} s`, 'seconds')
    return null
  }

  return {
    begin() {
      const refused = refusal()
      if (refused !== null) return refused
      if (calls === 0) started = now()
      calls += 1
      open += 1
      return null
    },
    end(usage) {
      open -= 1
      if (usage === null) return
      const tokens = usage.input + usage.output
      total.tokens += tokens
      largest.tokens = Math.max(largest.tokens, tokens)
      if (usage.cost === null) unpriced += 1
      else {
        total.cost += usage.cost
        largest.cost = Math.max(largest.cost, usage.cost)
      }
    },
  }
}

const BUDGET_KEYS = ['calls', 'tokens', 'cost', 'seconds']

/** Says what is wrong with a budget that a user wrote, or `null`. */
export function budgetComplaint(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'must be like { calls: 500 }, { tokens: 100000 }, { cost: 2.5 } or { seconds: 60 }, or several of these'
  const entries = Object.entries(value).filter(([, amount]) => amount !== undefined)
  if (entries.length === 0) return `must hold one of ${BUDGET_KEYS.join(', ')}`
  for (const [key, amount] of entries) {
    if (!BUDGET_KEYS.includes(key))
      return `has no "${key}"${didYouMean(key, BUDGET_KEYS)}; it takes ${BUDGET_KEYS.join(', ')}`
    const whole = key === 'calls' || key === 'tokens'
    if (!(typeof amount === 'number' && amount > 0 && Number.isFinite(amount) && (!whole || Number.isInteger(amount))))
      return `${key} must be a ${whole ? 'whole ' : ''}number above 0`
  }
  return null
}
