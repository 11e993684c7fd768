import type { StoreMode } from '../observe/hostPort.ts'
import type { RobustnessOptions } from './robustnessOptions.ts'

/** How the store is used in this process, and whether that is because no endpoint may be asked here. */
export interface StoreInUse {
  readonly mode: StoreMode
  readonly offline: boolean
}

/** Who runs vitest, and what the config says to it. */
export interface Circumstances {
  /** The option `store` as it was written in the config. */
  readonly declared: RobustnessOptions['store']
  /** What option and environment say together. */
  readonly mode: StoreMode
  readonly live: boolean
  readonly watch: boolean
  /** Somebody waits for a verdict, or asked for answers: the command `gate`, CI, a measurement, a baseline. */
  readonly promised: boolean
}

/**
 * Every saved file runs suites again while vitest watches or an editor holds it, and with `live: false` a plain
 * `vitest run` is for ordinary tests too: then no endpoint is asked, and recorded answers serve, unless ROBUSTNESS_LIVE=1
 * or ROBUSTNESS_STORE says otherwise. While vitest watches, a config that turns the store off says otherwise too.
 */
export function storeInUse(
  { declared, mode, live, watch, promised }: Circumstances,
  env: NodeJS.ProcessEnv,
): StoreInUse {
  const asked = env['ROBUSTNESS_LIVE'] === '1' || Boolean(env['ROBUSTNESS_STORE'])
  // The editor's extension keeps a vitest for its run buttons.
  const again = (watch || env['VITEST_VSCODE'] === 'true') && declared !== 'off'
  const offline = !asked && (again || (!live && !promised))
  return offline ? { mode: 'replay', offline } : { mode, offline }
}
