import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '../src/core/hash/index.ts'
import { booleanQa } from '../src/core/tasks/index.ts'
import type { Example, Instruction, Observation, Release, Task } from '../src/core/types/index.ts'
import { localHost } from '../src/host/index.ts'
import { openAICompatible } from '../src/models/index.ts'
import { observeCell } from '../src/observe/index.ts'
import { observationLine } from '../src/runs/observations.ts'
import { answerTo } from './faultServer.ts'

const instruction: Instruction = {
  id: 'ask',
  family: 'imperative',
  text: '{question}',
  options: { item: '{id}', separator: ' ' },
  provenance: { author: 'bench', licence: 'Apache-2.0' },
  reviewed: null,
  hash: 'ask',
}

/** Makes a task of so many questions, each with the answer that the server gives. */
export function faultTask(cells: number): Task {
  const examples = Array.from({ length: cells }, (_, index): Example => {
    const question = `Is it so with item ${index}?`
    return { id: `e${index}`, group: `e${index}`, input: { question }, gold: answerTo(question) }
  })
  return {
    name: 'faults',
    kind: booleanQa,
    labels: null,
    examples,
    instructions: [instruction],
    canonical: 'ask',
    hash: 'faults',
    sources: [],
  }
}

export interface FaultRun {
  readonly seconds: number
  /** The number of cells that ended without an answer. */
  readonly lost: number
  /** The number of cells whose answer is not the one that the server gave. */
  readonly wrong: number
  readonly calls: { readonly made: number; readonly reused: number; readonly retried: number }
  /** The sha256 of the observations as a run folder holds them. */
  readonly digest: string
  /** The error that stopped it before its end; `null`: none. */
  readonly stopped: string | null
}

export function faultRelease(origin: string, concurrency: number): Release {
  return openAICompatible({
    origin,
    model: 'bench',
    revision: '1',
    concurrency,
    timeoutMs: 1000,
    parameters: { temperature: 0 },
  })
}

/** Asks every cell through `observeCell` and a host, with `window` cells under way. */
export async function faultRun(task: Task, release: Release, window: number, dir?: string): Promise<FaultRun> {
  const folder = dir ?? (await mkdtemp(join(tmpdir(), 'robustness-faults-')))
  const host = await localHost({ dir: folder, runKey: 'faults', mode: 'off' })
  const { signal } = new AbortController()
  const seen: Observation[] = []
  const cells = task.examples.entries()
  let stopped: string | null = null
  const started = performance.now()
  async function worker(): Promise<void> {
    for (const [index, example] of cells) {
      if (stopped !== null) return
      try {
        seen[index] = await observeCell({
          release,
          releaseName: 'bench',
          task,
          example,
          instruction,
          trial: 0,
          seed: 1,
          host,
          signal,
        })
      } catch (error) {
        stopped ??= error instanceof Error ? error.message : String(error)
      }
    }
  }
  await Promise.all(Array.from({ length: window }, worker))
  const seconds = (performance.now() - started) / 1000
  const calls = host.counters()
  await host.close()
  if (dir === undefined) await rm(folder, { recursive: true })
  const all = task.examples.map((_, index) => seen[index])
  return {
    seconds,
    lost: all.filter((one) => one?.outcome !== 'answered').length,
    wrong: all.filter((one) => one?.outcome === 'answered' && one.score !== 1).length,
    calls,
    digest: sha256(all.map((one) => (one === undefined ? '' : observationLine(one))).join('\n')),
    stopped,
  }
}
