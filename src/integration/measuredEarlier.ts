import { readRun, runFolder } from '../runs/index.ts'

/** What an earlier run says about single calls of the candidate: for plans only. */
export interface MeasuredEarlier {
  /** Task -> mean tokens of one call, in and out. */
  readonly tokens: Readonly<Record<string, { readonly input: number; readonly output: number }>>
  readonly latencyMs: number | null
  /** e.g. `run 20261121…`. */
  readonly from: string
  /** Of that run, absolute. */
  readonly folder: string
}

/** The latest run of the folder, if it asked this release; `null` otherwise, also where it cannot be read. */
export async function measuredEarlier(folder: string, release: string): Promise<MeasuredEarlier | null> {
  const found = await runFolder(folder)
    .then(readRun)
    .catch(() => null)
  if (found === null || found.run.evidence.candidate.name !== release) return null
  const sums = new Map<string, { input: number; output: number; count: number }>()
  for (const { task, release: who, tokens } of found.observations) {
    if (who !== release || tokens.input === null || tokens.output === null) continue
    const sum = sums.get(task) ?? { input: 0, output: 0, count: 0 }
    sums.set(task, { input: sum.input + tokens.input, output: sum.output + tokens.output, count: sum.count + 1 })
  }
  return {
    tokens: Object.fromEntries(
      [...sums].map(([task, { input, output, count }]) => [task, { input: input / count, output: output / count }]),
    ),
    latencyMs: found.run.context.usage?.latencyMs?.p50 ?? null,
    folder: found.folder,
    from: `run ${found.folder.split(/[\\/]/).at(-1)}`,
  }
}
