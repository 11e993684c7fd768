import { levelsOf, isForGate, isGridMode, UsageError, type Lineage } from '../../core/types/index.ts'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Vitest } from 'vitest/node'
import { currencyOf } from '../../core/cost/index.ts'
import { readVariable } from '../../core/environment/index.ts'
import { canonicalJson, sha256 } from '../../core/hash/index.ts'
import { ownMetrics, type Metric } from '../../core/metrics/index.ts'
import { messageOf } from '../../core/text/index.ts'
import { measuredEarlier, type WorkerConfig } from '../../deciding/ask/workerConfig.ts'
import { journalsOf, startHost, type Host } from '../../host/index.ts'
import { ignoreAnswers } from '../../runs/index.ts'
import { createCollector } from '../run/collector.ts'
import { asRangesFound } from '../run/mergeRanges.ts'
import { seenSource, sessionBaseline } from '../session/baseline.ts'
import { isCi, readMode, readRange, storeInUse, today, tracingWarning } from '../session/environment.ts'
import { guardExit } from '../session/exitGuard.ts'
import { sessionLedger } from '../session/ledger.ts'
import { readRobustnessOptions, type RobustnessOptions } from '../session/options.ts'
import { loadMetrics } from '../session/ownMetrics.ts'
import { readSelection, sessionShard } from '../session/sessionState.ts'
import { readStore, sharedStorePlace } from '../session/storeOption.ts'
import { sessionWaivers } from '../session/waivers.ts'
import { endWithCommand } from './endWithCommand.ts'
import { placeAnnotations } from './placeAnnotations.ts'
import { showProgress, SILENT } from './progress.ts'
import { rangeSession, refuseRange } from './rangeSession.ts'
import { rerunOnSave } from './rerunOnSave.ts'

/** One vitest process with the plugin, as its workers need to know it. */
export interface Session {
  readonly workerConfig: WorkerConfig
}

/** Reads options and baseline, starts the host, and adds the collector to vitest's reporters. */
export async function startSession(vitest: Vitest, raw: RobustnessOptions): Promise<Session> {
  const { root } = vitest.config
  const receipt = readVariable(process.env, 'gate') ?? null
  const guard = guardExit({ process, receipt })
  endWithCommand()
  // Commands that have done nothing without the plugin look for this file.
  const reached = readVariable(process.env, 'reached')
  if (reached !== undefined) await writeFile(reached, '')
  const options = readRobustnessOptions(raw, process.env)
  const mode = readMode(process.env)
  const merges = readRange(process.env) === 'merge'
  refuseRange(vitest, { mode, merges, gate: receipt !== null })
  const metrics = isGridMode(mode) ? await sessionMetrics(vitest, options) : []
  const folder = resolve(root, options.folder ?? '.robustness')
  const { baselineFolder, stored, seen, anchor, claimsPlanned, baselineMissing } = await sessionBaseline(options, {
    root,
    mode,
    env: process.env,
  })
  const shard = mode.name === 'gate' ? sessionShard(vitest) : null
  const plan = {
    candidate: options.candidate,
    releases: options.releases,
    seed: options.seed,
    baseline: stored?.id ?? null,
    // An acceptance has answers of its own: what a measurement left would be of a model that may have gone.
    mode: isGridMode(mode) ? 'measure' : isForGate(mode) ? 'gate' : mode.name,
    // A shard that comes to its end must not close the journal of another one, which was killed and is to go on.
    ...(shard !== null && shard.count > 1 && { shard: `${shard.index}/${shard.count}` }),
  }
  const runKey = sha256(canonicalJson(plan)).slice(0, 16)
  const maxCells = options.maxCells ?? 100_000
  if (receipt !== null && vitest.config.changed)
    throw new UsageError(
      'gate runs all suites: data sets, instructions, baselines and releases are no imports of a suite, so "changed" would leave suites out; take it out of the config',
    )
  if (receipt !== null && shard !== null)
    throw new UsageError(
      'gate decides, and a shard or a blob report is for a merge that decides: npx vitest run --reporter=blob, then gate --merge-reports; or take the blob reporter out of the config',
    )
  let selection = readSelection(vitest, [])
  const day = today(process.env)
  let running: Host | undefined
  const inUse = storeInUse(
    {
      declared: raw.store === undefined ? undefined : readStore(raw.store).mode,
      mode: options.store,
      live: options.live ?? true,
      watch: vitest.config.watch,
      promised: receipt !== null || mode.name !== 'gate' || merges || isCi(process.env),
    },
    process.env,
  )
  // A store that records may be empty: where a fresh clone has none, the answers of an earlier gate are gone.
  const kept = () =>
    inUse.mode === 'replay' ||
    (running !== undefined && (running.state.recovered > 0 || running.state.stored.has(options.candidate)))
  await ignoreAnswers(folder)
  const cut = await rangeSession(vitest, { mode, merges, folder }, { options, stored, anchor, claimsPlanned, maxCells })
  const counting = await sessionLedger(options, { root, folder }, stored, process.env, kept)
  const ledger = counting && cut.ranges ? asRangesFound(counting, cut.ranges) : counting
  const waivers = await sessionWaivers(options, root, day)
  const session = {
    vitest,
    options,
    mode,
    folder,
    baselineFolder,
    stored,
    anchor,
    seen,
    claimsPlanned,
    ledger,
    lineages: new Map<string, Lineage>(),
    waivers,
    today: day,
    shard,
    merges: Boolean(vitest.config.mergeReports),
    ...cut,
    command: receipt === null ? ('vitest' as const) : ('gate' as const),
    selection: () => selection,
    selected: (chosen: typeof selection) => {
      selection = chosen
    },
    baselineMissing,
    guard,
    metrics,
  }
  const show = mode.name === 'plan' ? SILENT : showProgress(() => running, inUse.mode === 'replay')
  const collector = createCollector(session, show.live)
  // A vitest that watches would otherwise watch each run folder that is written, and hold more with each run.
  vitest.vite.watcher.unwatch([folder, `${folder}/**`])
  const taskFiles = new Map<string, string>()
  const shared = sharedStorePlace(options, { folder, root, env: process.env })
  const journals = await Promise.all((cut.ranges ?? []).map((range) => journalsOf(range.folder, runKey)))
  const host = await startHost({
    dir: cut.range?.folder ?? folder,
    storeFolder: join(folder, 'store'),
    ranges: journals.flat(),
    ...inUse,
    ...(shared && { shared }),
    runKey,
    allowUnpinned: options.allowUnpinned ?? false,
    ...(options.budget && { budget: options.budget }),
    currency: currencyOf(options.prices ?? {}),
    onClaim(result, observations, about) {
      for (const { sources } of about.otherTask ? [about.task, about.otherTask] : [about.task])
        for (const source of sources) taskFiles.set(source.file, source.sha256)
      return collector.claim(result, observations, about)
    },
    onLive: collector.live,
    onWait: show.waiting,
  })
  running = host
  collector.useHost(host)
  rerunOnSave(vitest, { releases: Object.values(options.releases), taskFiles, releaseSaved: host.releaseSaved })
  const tracing = tracingWarning(process.env)
  for (const warning of [...(tracing === null ? [] : [tracing]), ...host.state.warnings])
    vitest.logger.warn(`vitest-robustness: ${warning}`)
  if (host.state.besides !== null) {
    vitest.logger.warn(
      `vitest-robustness: process ${host.state.besides} runs the same plan for ${options.candidate} in this folder just now; ` +
        `its answers so far are used here, and each run keeps what it asks itself`,
    )
  }
  if (host.state.recovered > 0 && host.state.besides === null) {
    vitest.logger.log(
      `vitest-robustness: continues a run that has no verdict yet; ${host.state.recovered} answers are known already`,
    )
  }
  vitest.config.reporters.unshift(placeAnnotations(vitest, options.outputs) as never)
  vitest.config.reporters.push(collector.reporter as never)
  if (session.merges) guard.begun()
  vitest.onClose(async () => {
    await host.close().catch((error: unknown) => guard.fault(`What was learnt could not be kept: ${messageOf(error)}.`))
    // Vitest counts the errors of all `onClose` handlers only when every one has ended.
    vitest.close().then(guard.closed, guard.closed)
  })
  const workerConfig: WorkerConfig = {
    address: host.address,
    root,
    releases: options.releases,
    candidate: options.candidate,
    generations: [...(baselineFolder === null ? [] : [baselineFolder]), folder],
    baseline: baselineFolder,
    seen,
    ...(options.seenIn !== undefined && { seenIn: seenSource(options.seenIn, root) }),
    seed: String(options.seed),
    mode,
    ...levelsOf(options),
    claims: claimsPlanned.count,
    maxCells,
    ...(options.prices && { prices: options.prices }),
    ...(options.budget && { budgeted: true }),
    ...(options.budget?.calls !== undefined && { calls: options.budget.calls }),
    ...(mode.name === 'plan' && { earlier: await measuredEarlier(folder, options.candidate) }),
    ...(ledger && stored && { ledger: { baseline: stored.id, entries: ledger.entries, kept: kept() } }),
    ...(waivers && { waivers: waivers.holding }),
    ...(options.live === false && { live: false }),
    ...(options.policy && { policy: options.policy }),
    ...(anchor && { anchor: anchor.folder }),
    ...(merges && { ranges: folder }),
    ...(baselineMissing !== null && { refused: baselineMissing }),
  }
  return { workerConfig }
}

/**
 * Returns the metrics of the config, and those of `measure --metrics`, which the command hands over in a variable of the
 * environment.
 */
async function sessionMetrics(vitest: Vitest, { metrics = [] }: RobustnessOptions): Promise<readonly Metric[]> {
  const importModule = (path: string) => vitest.import(path)
  const written = readVariable(process.env, 'metrics')
  const ofConfig = { baseDir: vitest.config.root, importModule, who: 'robustness({ metrics })' }
  const ofCommand = { baseDir: process.cwd(), importModule, who: 'measure --metrics' }
  return ownMetrics(
    [...(await loadMetrics(metrics, ofConfig)), ...(await loadMetrics(written?.split(',') ?? [], ofCommand))].map(
      (value) => ({
        value,
        from: `the metric ${JSON.stringify(value.name)}`,
      }),
    ),
  )
}
