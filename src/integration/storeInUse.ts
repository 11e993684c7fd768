import type { StoreMode } from '../observe/hostPort.ts'
import type { RobustnessOptions } from './robustnessOptions.ts'

/** How the store is used in this process, and whether that is because vitest watches. */
export interface StoreInUse {
  readonly mode: StoreMode
  readonly watching: boolean
}

/**
 * Every saved file runs suites again while vitest watches or an editor holds it: then no endpoint is asked, and recorded
 * answers serve, unless ROBUSTNESS_LIVE=1 or ROBUSTNESS_STORE says otherwise or the config turns the store off.
 * @param declared the option as it was written in the config
 * @param mode what option and environment say together
 */
export function storeInUse(
  declared: RobustnessOptions['store'],
  mode: StoreMode,
  watch: boolean,
  env: NodeJS.ProcessEnv,
): StoreInUse {
  // The editor's extension keeps a vitest for its run buttons.
  const again = watch || env['VITEST_VSCODE'] === 'true'
  const asked = env['ROBUSTNESS_LIVE'] === '1' || Boolean(env['ROBUSTNESS_STORE']) || declared === 'off'
  return again && !asked ? { mode: 'replay', watching: true } : { mode, watching: false }
}
