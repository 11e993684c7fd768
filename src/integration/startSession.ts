import { resolve } from 'node:path'
import type { Vitest } from 'vitest/node'
import { canonicalJson, sha256 } from '../core/hash/index.ts'
import { visible } from '../core/report/index.ts'
import { UsageError } from '../core/words/index.ts'
import { startHost } from '../host/index.ts'
import type { LiveClaim } from '../observe/hostPort.ts'
import { readBaseline } from '../runs/index.ts'
import { readSeen } from '../sources/index.ts'
import { createCollector } from './collector.ts'
import { gatingClaims } from './gatingClaims.ts'
import { readRobustnessOptions, type RobustnessOptions } from './robustnessOptions.ts'
import type { WorkerConfig } from './workerConfig.ts'

/** K while no manifest of claims is committed. */
export const CLAIMS_WITHOUT_MANIFEST = 50

/** One vitest process with the plugin: the host, the collector, and what the workers are told. */
export interface Session {
  readonly workerConfig: WorkerConfig
}

/** Reads options and baseline, starts the host, and adds the collector to vitest's reporters. */
export async function startSession(vitest: Vitest, raw: RobustnessOptions): Promise<Session> {
  const { root } = vitest.config
  const options = readRobustnessOptions(raw, process.env)
  const mode = readMode(process.env['ROBUSTNESS_MODE'])
  const folder = resolve(root, options.folder ?? '.robustness')
  const baselineFolder = options.baseline === undefined ? null : resolve(root, options.baseline)
  const stored = baselineFolder === null ? null : await readBaseline(baselineFolder)
  const seen =
    options.seen === undefined
      ? null
      : readSeen(typeof options.seen === 'string' ? resolve(root, options.seen) : options.seen)
  if (mode === 'gate' && stored && seen && seen.toSorted().join('\n') !== stored.baseline.seen.toSorted().join('\n')) {
    throw new UsageError(
      `what the release line has seen differs from what was accepted in ${stored.id}; ` +
        `restore the declaration, or accept a new baseline: npx vitest-robustness baseline accept`,
    )
  }
  const planned = stored ? gatingClaims(stored.baseline.claims).length : CLAIMS_WITHOUT_MANIFEST
  const claimsPlanned = { count: Math.max(1, planned), from: stored ? 'manifest' : 'default' } as const
  const plan = {
    candidate: options.candidate,
    releases: options.releases,
    seed: options.seed,
    baseline: stored?.id ?? null,
    mode,
  }
  const session = { vitest, options, mode, folder, baselineFolder, stored, seen, claimsPlanned }
  const collector = createCollector(session, await showProgress())
  const host = await startHost({
    dir: folder,
    mode: options.store ?? 'off',
    runKey: sha256(canonicalJson(plan)).slice(0, 16),
    allowUnpinned: options.allowUnpinned ?? false,
    onClaim: collector.claim,
    onLive: collector.live,
  })
  collector.useHost(host)
  for (const warning of host.state.warnings) vitest.logger.warn(`vitest-robustness: ${warning}`)
  if (host.state.recovered > 0) {
    vitest.logger.log(
      `vitest-robustness: continues an undecided run; ${host.state.recovered} answers are known already`,
    )
  }
  vitest.config.reporters.push(collector.reporter as never)
  vitest.onClose(() => host.close())
  const workerConfig: WorkerConfig = {
    address: host.address,
    root,
    releases: options.releases,
    candidate: options.candidate,
    baseline: baselineFolder,
    seen,
    seed: String(options.seed),
    mode,
    alpha: options.alpha ?? 0.05,
    claims: claimsPlanned.count,
    maxCells: options.maxCells ?? 100_000,
  }
  return { workerConfig }
}

function readMode(name: string | undefined): 'gate' | 'measure' {
  if (name === undefined || name === '' || name === 'gate') return 'gate'
  if (name === 'measure') return 'measure'
  throw new UsageError(`ROBUSTNESS_MODE="${name}": must be gate or measure`)
}

/** Least time between two lines about claims under way, in milliseconds. */
const EVERY_MS = 5000

/**
 * One line for each decided claim; on a terminal also one about those under way now and then. Whole lines only: vitest
 * draws its own window over anything that writes over a line. The reports' room may be missing.
 */
async function showProgress(): Promise<(event: LiveClaim) => void> {
  const room = await import('../../reporters/index.ts').catch(() => null)
  if (!room) return () => {}
  const decided = room.progress({ tty: false })
  let last = performance.now()
  return (event) => {
    const { verdict, title, units, pool } = event
    if (verdict !== null) return void process.stderr.write(decided(event))
    if (!process.stderr.isTTY || performance.now() - last < EVERY_MS) return
    last = performance.now()
    process.stderr.write(`asking        ${units} of ${pool}  ${visible(title)}\n`)
  }
}
