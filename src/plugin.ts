/** The entry for `vitest.config.ts`. */
export { robustness } from './integration/plugin/plugin.ts'
export type { Budget, Price, PriceTable } from './core/words/index.ts'
export type { RobustnessOptions } from './integration/session/options.ts'
