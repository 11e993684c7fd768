import type { Observation } from '../core/words/index.ts'

/** The host's side of `evidenceSender`, for one worker. */
export interface EvidenceTaker {
  /** Takes a piece whose first observation is the claim's `from`-th; 0 begins anew. */
  readonly piece: (call: string, from: number, observations: readonly Observation[]) => void
  /** All `count` observations of a claim. Throws if they did not come. */
  readonly whole: (call: string, count: number) => readonly Observation[]
}

/** Makes the taker of one worker's evidence; `share` is done to each observation as it comes. */
export function evidenceTaker(share: (observation: Observation) => Observation): EvidenceTaker {
  const taken = new Map<string, Observation[]>()
  return {
    piece(call, from, observations) {
      const known = taken.get(call) ?? []
      // A gap cannot be filled any more, and `whole` will find it.
      known.length = Math.min(known.length, from)
      for (const observation of observations) known.push(share(observation))
      taken.set(call, known)
    },
    whole(call, count) {
      const known = taken.get(call) ?? []
      taken.delete(call)
      if (known.length !== count)
        throw new Error(
          `of ${count} observations of a claim ${known.length} arrived: run again, known answers are not asked twice`,
        )
      return known
    },
  }
}
