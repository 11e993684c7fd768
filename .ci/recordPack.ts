/**
 * Records the answers that the pack `relation-extraction` carries: `node .ci/recordPack.ts [release …]`. Each embedded release
 * is asked all that the pack's suite may ask, through the package's own host in the mode `record`, and the text of each
 * observation becomes a line of `packs/relation-extraction/recorded`.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { samplingSeed } from '../src/core/sampling/index.ts'
import type { Observation, Task } from '../src/core/types/index.ts'
import { localHost } from '../src/host/index.ts'
import { fromFolder } from '../src/models/index.ts'
import { observeCell } from '../src/observe/index.ts'
import { relationExtraction } from '../src/sources/index.ts'
import { jsonLines } from './packs.ts'

const ROOT = join(import.meta.dirname, '..')
const PACK = join(ROOT, 'packs/relation-extraction')

/** The releases whose answers the pack carries. */
export const RECORDED = ['v1', 'v2', 'v3'] as const

/** Builds the pack's task. */
export function packTask(): Task {
  return relationExtraction({
    examples: join(PACK, 'examples.jsonl'),
    instructions: join(PACK, 'instructions.yaml'),
  })
}

/** Asks an embedded release by live inference; `wanted` says which cells, all by default. Greedy decoding: one trial says all. */
export async function record(
  release: string,
  wanted: (example: number, instruction: number) => boolean = () => true,
): Promise<Observation[]> {
  const task = packTask()
  const dir = await mkdtemp(join(tmpdir(), 'record-pack-'))
  const host = await localHost({ dir, mode: 'record', runKey: 'record-pack' })
  const model = fromFolder(join(ROOT, `fixtures/models/t5-0.4m-${release}`))
  const observations: Observation[] = []
  try {
    for (const [at, example] of task.examples.entries()) {
      for (const [place, instruction] of task.instructions.entries()) {
        if (!wanted(at, place)) continue
        const { signal } = new AbortController()
        const cell = {
          release: model,
          releaseName: release,
          task,
          example,
          instruction,
          trial: 0,
          seed: samplingSeed(0),
        }
        observations.push(await observeCell({ ...cell, host, signal }))
      }
    }
  } finally {
    await host.close()
    await rm(dir, { recursive: true, force: true })
  }
  return observations
}

/** Makes a recorded line, as `fromRecorded` reads it. */
export function recordedLine({ example, variant, raw }: Observation): Readonly<Record<string, string | null>> {
  return { example, variant, text: raw }
}

if (import.meta.main) {
  const named = process.argv.slice(2)
  for (const release of named.length > 0 ? named : RECORDED) {
    const observations = await record(release)
    await writeFile(join(PACK, `recorded/${release}.jsonl`), jsonLines(observations.map(recordedLine)))
    console.log(release, figures(observations))
  }
}

/** Returns the figures that the limits of the pack's suite rest on. */
function figures(observations: readonly Observation[]): Readonly<Record<string, string>> {
  const byVariant = [...Map.groupBy(observations, ({ variant }) => variant).values()]
  const canonical = new Map(byVariant[0]?.map(({ example, answer }) => [example, answer]))
  const others = byVariant.slice(1).flat()
  const flips = others.filter(({ example, answer }) => answer === null || answer !== canonical.get(example)).length
  const accuracies = byVariant.map((cells) => share(right(cells), cells.length))
  return {
    accuracy: share(right(observations), observations.length),
    worst: accuracies.toSorted()[0] ?? '',
    flips: share(flips, others.length),
    unanswered: share(observations.filter(({ answer }) => answer === null).length, observations.length),
  }
}

function right(cells: readonly Observation[]): number {
  return cells.filter(({ score }) => score === 1).length
}

function share(part: number, whole: number): string {
  return (part / whole).toFixed(4)
}
