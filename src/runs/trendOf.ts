import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { TrendPoint, Run } from '../core/types/index.ts'
import { asRun } from './asRun.ts'
import { readText } from './readText.ts'

/**
 * The claims of the gate runs that lie beside a run's folder and began before it, for a trend. Folders that cannot be
 * read are passed over; so are claims that were not applicable. Oldest first.
 */
export async function trendOf(folder: string, run: Run): Promise<TrendPoint[]> {
  const names = await readdir(dirname(folder)).catch(() => [])
  const texts = await Promise.all(
    names.map(async (name) => {
      return { name, text: await readText(join(dirname(folder), name, 'run.json')).catch(() => null) }
    }),
  )
  return texts
    .flatMap(({ name, text }) => asRun(text, name) ?? [])
    .filter(({ evidence, context }) => evidence.mode === 'gate' && context.startedAt < run.context.startedAt)
    .toSorted((a, b) => (a.context.startedAt < b.context.startedAt ? -1 : 1))
    .flatMap(({ evidence: { claims }, context: { startedAt } }) =>
      claims
        .filter(({ verdict }) => verdict !== 'not applicable')
        .map(({ release, title, verdict, interval, spec }) => {
          return { release, at: startedAt, title, verdict, interval, limit: spec.limit }
        }),
    )
}
