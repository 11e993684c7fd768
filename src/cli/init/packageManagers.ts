/** Holds the commands of each package manager that `init` prints and writes. */
import type { Manager } from './detectProject.ts'

/** The commands of one package manager. */
export interface ManagerCommands {
  /** Adds packages for development; the names follow. */
  readonly add: string
  /** Runs a binary of the project. */
  readonly run: string
  /** Installs exactly what the lockfile says. */
  readonly install: string
  /** Makes the package manager available on a machine that has Node alone; `null` where Node brings it. */
  readonly enable: string | null
  /** Its name for the cache of `actions/setup-node`; `null` where that action does not know it. */
  readonly cache: string | null
}

/** The commands of each package manager. */
export const managerCommands: Readonly<Record<Manager, ManagerCommands>> = {
  npm: { add: 'npm install --save-dev', run: 'npx', install: 'npm ci', enable: null, cache: 'npm' },
  pnpm: {
    add: 'pnpm add --save-dev',
    run: 'pnpm exec',
    install: 'pnpm install --frozen-lockfile',
    enable: 'corepack enable',
    cache: 'pnpm',
  },
  yarn: {
    add: 'yarn add --dev',
    run: 'yarn',
    install: 'yarn install --immutable',
    enable: 'corepack enable',
    cache: 'yarn',
  },
  'yarn-classic': {
    add: 'yarn add --dev',
    run: 'yarn',
    install: 'yarn install --frozen-lockfile',
    enable: 'corepack enable',
    cache: 'yarn',
  },
  bun: {
    add: 'bun add --dev',
    run: 'bunx',
    install: 'bun install --frozen-lockfile',
    enable: 'npm install --global bun',
    cache: null,
  },
}
