/** The entry for `vitest.config.ts`. */
export { robustness } from './integration/plugin/plugin.ts'
export type { Budget, Price, PriceTable } from './core/types/index.ts'
export type { RobustnessOptions } from './integration/session/options.ts'
