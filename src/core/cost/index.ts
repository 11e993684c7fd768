export { budgetMeter, type BudgetMeter, budgetComplaint } from './budget.ts'
export { callUsage, estimateTokens } from './callUsage.ts'
export { money, currencyOf, isPaid, priceOf, pricesComplaint } from './prices.ts'
