import type { Release } from '../core/words/index.ts'

/**
 * How many cells a claim has under way at once: half as many again as the endpoint takes requests, so that while one
 * cell is looked up, journaled and read, another one's request uses its permit. Permits bound the requests themselves.
 */
export function cellsInFlight({ concurrency }: Pick<Release, 'concurrency'>): number {
  return Math.ceil(1.5 * concurrency)
}
