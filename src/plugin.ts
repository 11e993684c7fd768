/** The entry for `vitest.config.ts`. */
export { robustness } from './integration/plugin.ts'
export type { Budget, Price, PriceTable } from './core/words/index.ts'
export type { RobustnessOptions } from './integration/robustnessOptions.ts'
