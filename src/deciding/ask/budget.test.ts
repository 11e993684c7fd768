import { expect, test } from 'vitest'
import { BudgetSpentError } from '../../core/types/index.ts'
import { holdBudget } from './budget.ts'

test('a budget that is spent ends the cells that wait for their turn, and those whose turn would come later', async () => {
  const { signal } = new AbortController()
  const held = holdBudget({
    signal,
    async ask(_side, _cell, _signal, elsewhere) {
      await elsewhere?.turn?.()
      throw new BudgetSpentError('the budget is spent', 'claim')
    },
  })
  const cell = { example: 'e1', variant: 'v1', trial: 0 }
  const asked = (turn: () => Promise<void> | undefined) => held.ask('candidate', cell, signal, { turn })
  const never = () => new Promise<void>(() => {})
  const ends = await Promise.allSettled([asked(never), asked(() => undefined), asked(never), asked(never)])
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected'])
  expect(held.signal.aborted).toBe(true)
})
