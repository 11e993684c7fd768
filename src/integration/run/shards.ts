import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { TestModule } from 'vitest/node'
import {
  type ClaimRecord,
  type RunContext,
  type RunEvidence,
  type RunUsage,
  type Shard,
  type TookOf,
  UsageError,
} from '../../core/types/index.ts'
import {
  lineFinder,
  readGenerations,
  readShards,
  shardsFolder,
  type StoredShard,
  writeGenerations,
  writeShard,
} from '../../runs/index.ts'
import type { SessionState } from '../session/sessionState.ts'
import { type CollectedClaim, uniqueTitles } from './collectedClaims.ts'
import { namePattern } from './doubts.ts'
import { callsOf, gitCommit } from './provenance.ts'

/** Puts a shard's run where the merge looks for it, and says so. */
export async function keepShard(
  session: SessionState,
  runFolder: string,
  collected: readonly CollectedClaim<ClaimRecord>[],
): Promise<void> {
  const { shard, vitest, folder } = session
  if (!shard) return
  const linesOf = lineFinder(await readFile(join(runFolder, 'observations.jsonl'), 'utf8'))
  const titles = uniqueTitles(collected.map(({ result }) => result)).map(({ title }) => title)
  const releases = collected.flatMap(({ about }) => [about.release, ...(about.otherReleases ?? [])])
  const written: Shard = {
    schema: 1,
    index: shard.index,
    count: shard.count,
    partial: namePattern(session),
    releases: [...new Map(releases.map((release) => [release.name, release])).values()],
    claims: collected.map(({ about, observations }, index) => ({
      call: about.call,
      title: titles[index]!,
      release: about.release.name,
      task: about.task.name,
      ...(about.otherTask && { otherTask: about.otherTask.name }),
      ...(about.otherReleases && { otherReleases: about.otherReleases.map(({ name }) => name) }),
      ...(about.where && { where: about.where }),
      lines: linesOf(observations),
    })),
  }
  const shardFolder = await writeShard(folder, runFolder, written)
  await writeGenerations(shardFolder, [...session.lineages.values()], 'own')
  const kept = relative(vitest.config.root, shardFolder)
  vitest.logger.log(
    `Shard ${shard.index} of ${shard.count}: no gate here; the merge decides. Carry ${kept} and the blob to it, then: npx vitest run --merge-reports`,
  )
  if (!shard.blob)
    vitest.logger.warn(`vitest-robustness: no blob is written, so nothing can be merged: add --reporter=blob`)
}

/** The parts of a run that its shards wrote, put together. */
interface MergedShards {
  readonly collected: readonly CollectedClaim[]
  readonly calls: RunContext['calls']
  readonly earlierAnswers: Required<RunContext>['earlierAnswers'] | null
  readonly usage: RunUsage | null
  readonly took: TookOf
  /** The reason why only a part of the suites ran, as the shards say; `null` where all ran. */
  readonly partial: string | null
  /** The ledger as the shards found it: only they know whether the answers of an undecided attempt were at hand. */
  readonly ledger: SessionState['ledger']
  /** The doubts that leave the verdict open, a sentence each: a shard that is missing, evidence that fits no test. */
  readonly doubts: readonly string[]
}

/**
 * Reads the shards of the run whose tests vitest has merged. Throws `UsageError` if they were gated by another config
 * than this one. Each claim that a test decided must be in a shard, and each claim of a shard in a test.
 */
export async function mergeShards(session: SessionState, modules: readonly TestModule[]): Promise<MergedShards> {
  const shards = await readShards(session.folder)
  for (const shard of shards) refuseOther(session, shard)
  const collected = shards.flatMap(claimsOf)
  for (const { folder } of shards)
    for (const [task, [lineage]] of await readGenerations(folder)) if (lineage) session.lineages.set(task, lineage)
  const contexts = shards.map(({ run }) => run.context)
  return {
    collected,
    ...callsOf(contexts),
    usage: sumUsage(contexts.flatMap(({ usage }) => usage ?? [])),
    took: (key) => shards.reduce<ReturnType<TookOf>>((found, shard) => found ?? shard.took(key), null),
    ledger: asShardsFound(session.ledger, shards),
    partial: shards.find(({ shard }) => shard.partial !== null)?.shard.partial ?? null,
    doubts: [
      ...absent(session, shards),
      ...unlike(shards),
      ...staleParts(
        'shards',
        shards.flatMap(({ run }) => run.context.commit ?? []),
        await gitCommit(session.vitest.config.root),
      ),
      ...strangers(modules, collected),
    ],
  }
}

function asShardsFound(ledger: SessionState['ledger'], shards: readonly StoredShard[]): SessionState['ledger'] {
  const begun = new Set(ledger?.entries.map(({ id }) => id))
  const kept = shards.every(({ run }) => run.evidence.attempt && begun.has(run.evidence.attempt.id))
  return ledger && { ...ledger, kept: () => kept }
}

/** Returns the claims as the shard's workers handed them in. */
function claimsOf({ shard, run, observations, folder }: StoredShard): CollectedClaim[] {
  const results = new Map(run.evidence.claims.map((claim) => [claim.title, claim]))
  const tasks = new Map(run.evidence.tasks.map((task) => [task.name, task]))
  const releases = new Map(shard.releases.map((release) => [release.name, release]))
  const known = <T>(map: ReadonlyMap<string, T>, name: string, what: string): T => {
    const found = map.get(name)
    if (found === undefined) throw new UsageError(`${folder}/shard.json names the ${what} "${name}", run.json does not`)
    return found
  }
  return shard.claims.map((claim) => ({
    result: known(results, claim.title, 'claim'),
    observations: claim.lines.flatMap((line) => observations[line] ?? []),
    about: {
      call: claim.call,
      release: known(releases, claim.release, 'release'),
      task: known(tasks, claim.task, 'task'),
      ...(claim.where && { where: claim.where }),
      ...(claim.otherTask !== undefined && { otherTask: known(tasks, claim.otherTask, 'task') }),
      ...(claim.otherReleases && {
        otherReleases: claim.otherReleases.map((name) => known(releases, name, 'release')),
      }),
    },
  }))
}

/**
 * Refuses a shard that ran under another config: a gate under one config says nothing of claims that were tested under
 * another.
 */
function refuseOther(
  { options, stored, claimsPlanned, anchor }: SessionState,
  { run, shard, folder }: StoredShard,
): void {
  const { candidate, seed, baselineId, claimsPlanned: planned, policy, anchor: pinned } = run.evidence
  const pairs: [string, unknown, unknown][] = [
    ['candidate', candidate.name, options.candidate],
    ['seed', seed, String(options.seed)],
    ['baseline', baselineId, stored?.id ?? null],
    ['anchor', pinned?.id ?? null, anchor?.id ?? null],
    ['number of gating claims', planned.count, claimsPlanned.count],
    ['policy', JSON.stringify(policy ?? null), JSON.stringify(options.policy ?? null)],
    ['alpha', alphasOf(run.evidence), JSON.stringify([options.alpha, options.alphaFail ?? null])],
  ]
  const other = pairs.find(([, there, here]) => there !== here)
  if (!other) return
  const [what, there, here] = other
  throw new UsageError(
    `shard ${shard.index} of ${shard.count} (${folder}) ran with ${what} ${String(there)}, here it is ${String(here)}: ` +
      `run the shards and the merge with one config and one environment`,
  )
}

function alphasOf({ alpha, alphaFail, attempt }: RunEvidence): string {
  return JSON.stringify([attempt?.total ?? alpha, alphaFail ?? null])
}

function absent({ folder }: SessionState, shards: readonly StoredShard[]): string[] {
  const [first] = shards
  if (!first)
    return [`No shard's evidence is in ${shardsFolder(folder)}: bring that folder of each shard beside the blobs.`]
  const { count } = first.shard
  const there = new Set(shards.map(({ shard }) => shard.index))
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((index) => !there.has(index))
  if (missing.length === 0) return []
  const which = missing.length === 1 ? `shard ${missing[0]}` : `shards ${missing.join(', ')}`
  return [`Of ${count} shards, ${which} did not hand in: nothing is known of ${missing.length === 1 ? 'it' : 'them'}.`]
}

/** Names what differs between shards that must be the same: the commit, the version, the model, the task. */
function unlike(shards: readonly StoredShard[]): string[] {
  const differs = (what: string, pick: (shard: StoredShard) => readonly (string | null)[]): string[] => {
    const found = new Set(shards.flatMap(pick))
    return found.size > 1 ? [`The shards ran with more than one ${what}: ${[...found].join(', ')}.`] : []
  }
  const releases = new Set(shards.flatMap(({ shard }) => shard.releases.map(({ name }) => name)))
  const tasks = new Set(shards.flatMap(({ run }) => run.evidence.tasks.map(({ name }) => name)))
  return [
    ...differs('commit', ({ run }) => [run.context.commit]),
    ...differs('attempt at the baseline', ({ run }) =>
      run.evidence.attempt ? [`attempt ${run.evidence.attempt.number}`] : [],
    ),
    ...differs('version of vitest-robustness', ({ run }) => [run.context.versions['vitest-robustness'] ?? null]),
    ...[...releases].flatMap((name) =>
      differs(`release "${name}"`, ({ shard }) =>
        shard.releases.filter((release) => release.name === name).map((release) => JSON.stringify(release)),
      ),
    ),
    ...[...tasks].flatMap((name) =>
      differs(`text of the task "${name}"`, ({ run }) =>
        run.evidence.tasks.filter((task) => task.name === name).map(({ hash }) => hash),
      ),
    ),
  ]
}

/**
 * Names shards or ranges of another commit than the one checked out: their evidence may be of other suites, data or releases,
 * which a merge cannot see by itself.
 */
export function staleParts(
  what: 'shards' | 'ranges',
  commits: readonly string[],
  commit: string | null,
): readonly string[] {
  const there = new Set(commits)
  if (commit === null || there.size === 0 || there.has(commit)) return []
  return [
    `The ${what} ran at commit ${[...there].join(', ')}, and commit ${commit} is checked out here: ` +
      'run the shards again, or merge at their commit.',
  ]
}

/**
 * Names tests whose claims differ from those of the shards: a blob or a folder is then of another run, or is missing.
 */
function strangers(modules: readonly TestModule[], collected: readonly CollectedClaim[]): string[] {
  const decided = new Map<string, string>()
  for (const test of modules.flatMap((module) => [...module.children.allTests()])) {
    const claims = test.meta().robustness?.claims ?? []
    if (claims.length > 0) decided.set(test.id, fingerprint(claims))
  }
  const handed = Map.groupBy(collected, ({ about }) => about.call.slice(0, about.call.lastIndexOf('#')))
  const wrong = [...new Set([...decided.keys(), ...handed.keys()])].filter(
    (id) => decided.get(id) !== fingerprint((handed.get(id) ?? []).map(({ result }) => result)),
  )
  if (wrong.length === 0) return []
  const titles = wrong.flatMap((id) => handed.get(id)?.map(({ result }) => `"${result.title}"`) ?? [])
  return [
    `The blobs and the shards' folders are not of one run: ${wrong.length} tests differ` +
      `${titles.length === 0 ? '' : `, among them ${titles[0]}`}. Run the shards again, and carry both.`,
  ]
}

function fingerprint(claims: readonly { readonly id: string; readonly verdict: string }[]): string {
  return claims
    .map(({ id, verdict }) => `${id} ${verdict}`)
    .toSorted()
    .join('\n')
}

/**
 * Adds up what the calls of several processes took; `null` where none called. The sum has no cost where a part has none
 * or another currency. Percentiles cannot be added, so they are kept for a single part only.
 */
export function sumUsage(parts: readonly RunUsage[]): RunUsage | null {
  const [first] = parts
  if (!first || parts.length === 1) return first ?? null
  const sum = (pick: (usage: RunUsage) => number) => parts.reduce((total, usage) => total + pick(usage), 0)
  const currency = first.cost?.currency
  const priced = currency !== undefined && parts.every(({ cost }) => cost?.currency === currency)
  return {
    ...first,
    tokens: {
      input: sum(({ tokens }) => tokens.input),
      output: sum(({ tokens }) => tokens.output),
      reasoning: sum(({ tokens }) => tokens.reasoning),
      estimated: sum(({ tokens }) => tokens.estimated),
    },
    cost: priced ? { amount: sum(({ cost }) => cost?.amount ?? 0), currency } : null,
    latencyMs: null,
  }
}
