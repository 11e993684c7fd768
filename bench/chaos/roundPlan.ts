/** Draws what happens in one round of chaos: the same for the same seed and round. */
import { sha256 } from '../../src/core/hash/index.ts'
import { seededRandom } from '../../src/core/statistics/index.ts'
import { FAULTS, type FaultName } from '../faultServer.ts'

/** A moment of a run, in a share of what is ahead: of its time, of its answers, or of the time after the last answer. */
export interface Moment {
  readonly after: 'start' | 'answers' | 'last answer'
  readonly share: number
}

/** One disturbance of one run. */
export type Cut = Moment &
  (
    | { readonly what: 'kill'; readonly whom: 'all' | 'first' | 'worker'; readonly signal: NodeJS.Signals }
    | { readonly what: 'pause'; readonly ms: number }
    /** The endpoint refuses by an empty quota, or is gone, until the run has ended. */
    | { readonly what: 'quota' | 'outage' }
    /** The disk has so much room left when the run starts, and more after it has ended. */
    | { readonly what: 'disk'; readonly freeKB: number }
  )

/** Everything that is drawn for a round. */
export interface RoundPlan {
  readonly round: number
  /** The parts that the suites are cut into; 1: one run, without a merge. */
  readonly shards: number
  /** Says whether the shards run side by side. */
  readonly sideBySide: boolean
  readonly store: 'off' | 'record'
  readonly command: 'vitest' | 'gate'
  readonly concurrency: number
  /** The least and the most that an answer takes, in milliseconds: it is drawn for each, so answers overtake each other. */
  readonly latencyMs: readonly [number, number]
  readonly faults: Readonly<Partial<Record<FaultName, number>>>
  readonly cuts: readonly Cut[]
  /** Orders the answers, and cuts worker processes at random. */
  readonly salt: number
}

/** The largest share that a fault gets; those that cost seconds get less. */
const MOST_SHARE = 0.08
const COSTLY: Readonly<Partial<Record<FaultName, number>>> = {
  '429, Retry-After enforced': 0.01,
  'no answer at all': 0.002,
}
const MOST_CUTS = 3

/** Draws a round. `disks` says whether a small disk can be made here. */
export function roundPlan(seed: number, round: number, disks: boolean): RoundPlan {
  const salt = Number.parseInt(sha256(`${seed} ${round}`).slice(0, 8), 16)
  const random = seededRandom(salt)
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1))
  const oneOf = <T>(list: readonly T[]): T => list[whole(0, list.length - 1)]!

  const shards = random() < 0.5 ? 1 : whole(2, 5)
  const least = whole(0, 6)
  const names = (Object.keys(FAULTS) as FaultName[]).filter(() => random() < 0.4)
  const faults = Object.fromEntries(names.map((name) => [name, random() * (COSTLY[name] ?? MOST_SHARE)]))
  const moment = (): Moment => ({ after: oneOf(['start', 'answers', 'answers', 'last answer']), share: random() })
  const cut = (): Cut => {
    const kind = random()
    if (kind < 0.2 && disks) return { what: 'disk', freeKB: 4 * whole(1, 60), ...moment() }
    if (kind < 0.28) return { what: 'quota', ...moment() }
    if (kind < 0.32) return { what: 'outage', ...moment() }
    if (kind < 0.4) return { what: 'pause', ms: whole(50, 1500), ...moment() }
    const whom = oneOf(['all', 'all', 'first', 'worker'] as const)
    return { what: 'kill', whom, signal: oneOf(['SIGKILL', 'SIGKILL', 'SIGTERM', 'SIGINT']), ...moment() }
  }
  return {
    round,
    shards,
    sideBySide: random() < 0.5,
    store: oneOf(['off', 'record']),
    command: random() < 0.25 ? 'gate' : 'vitest',
    concurrency: oneOf([3, 8, 16, 32]),
    latencyMs: [least, least + whole(0, 14)],
    faults: random() < 0.6 ? faults : {},
    cuts: Array.from({ length: whole(1, MOST_CUTS) }, cut),
    salt,
  }
}

/** Says a cut in a few words, e.g. `SIGKILL of all at 0.41 of its answers`. */
export function cutInWords(cut: Cut): string {
  const when = `at ${cut.share.toFixed(2)} of ${{ start: 'its time', answers: 'its answers', 'last answer': 'its end' }[cut.after]}`
  switch (cut.what) {
    case 'kill':
      return `${cut.signal} of ${cut.whom === 'first' ? 'its first process' : cut.whom === 'all' ? 'all its processes' : 'a worker'} ${when}`
    case 'pause':
      return `stopped for ${cut.ms} ms ${when}`
    case 'quota':
      return `an empty quota ${when}`
    case 'outage':
      return `an endpoint that is gone ${when}`
    case 'disk':
      return `a disk with ${cut.freeKB} KB left`
  }
}
