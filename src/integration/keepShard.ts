import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Shard } from '../core/words/index.ts'
import { lineFinder, writeGenerations, writeShard } from '../runs/index.ts'
import type { CollectedClaim } from './collector.ts'
import { namePattern } from './partialRun.ts'
import type { SessionState } from './sessionState.ts'
import { uniqueTitles } from './uniqueTitles.ts'

/** Puts a shard's run where the merge looks for it, and says so. */
export async function keepShard(
  session: SessionState,
  runFolder: string,
  collected: readonly CollectedClaim[],
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
