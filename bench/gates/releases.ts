import { seededRandom } from '../../src/core/statistics/index.ts'

export const EXAMPLES = 2000
/** The number of instructions; the first is the canonical one. */
export const INSTRUCTIONS = 25

/**
 * The answers of a release on the whole grid: 0 is right, 1 and 2 are wrong; `answers[example * INSTRUCTIONS +
 * instruction]`.
 */
export interface SimulatedRelease {
  readonly name: string
  readonly answers: Uint8Array
}

/** The change by which a release is made from the accepted one. */
interface Change {
  readonly name: string
  /** The share of right answers lost, on every instruction of an example at once. */
  readonly lost: number
  /** The share of wrong answers that become right, in the same way. */
  readonly mended: number
  /** The chance that a rewording changes the answer, in addition to the changes that v1 shows. */
  readonly unstable: number
}

const CHANGES: readonly Change[] = [
  { name: 'unchanged', lost: 0, mended: 0, unstable: 0 },
  { name: 'slightly worse, within the margin', lost: 0.02, mended: 0, unstable: 0 },
  { name: 'a little worse than allowed', lost: 0.075, mended: 0, unstable: 0 },
  { name: 'clearly worse', lost: 0.12, mended: 0, unstable: 0 },
  { name: 'unstable under paraphrase, better on the canonical prompt', lost: 0, mended: 0.8, unstable: 0.09 },
]

/** The share of hard examples: they are answered wrong more often, and vary more. */
const HARD = 1 / 6

/** Makes the accepted release, and five candidates from it. It is seeded. */
export function simulatedReleases(): { readonly baseline: SimulatedRelease; readonly candidates: SimulatedRelease[] } {
  const random = seededRandom(2023)
  const hard = Uint8Array.from({ length: EXAMPLES }, () => (random() < HARD ? 1 : 0))
  const fresh = (example: number) => (random() < (hard[example] === 1 ? 0.5 : 0.985) ? 0 : wrong(random))
  const settled = Uint8Array.from({ length: EXAMPLES }, (_, example) => fresh(example))
  const spread = (canonical: Uint8Array, extra: number): Uint8Array => {
    const answers = new Uint8Array(EXAMPLES * INSTRUCTIONS)
    for (const [example, answer] of canonical.entries()) {
      const chance = (hard[example] === 1 ? 0.08 : 0.005) + extra
      for (let at = 0; at < INSTRUCTIONS; at++) {
        const flips = at > 0 && random() < chance
        answers[example * INSTRUCTIONS + at] = flips ? another(answer, random) : answer
      }
    }
    return answers
  }
  const candidates = CHANGES.map(({ name, lost, mended, unstable }) => {
    const canonical = settled.map((answer, example) => {
      const again = random() < (hard[example] === 1 ? 0.25 : 0.01) ? fresh(example) : answer
      if (again === 0) return random() < lost ? wrong(random) : 0
      return random() < mended ? 0 : again
    })
    return { name, answers: spread(canonical, unstable) }
  })
  return { baseline: { name: 'v1', answers: spread(settled, 0) }, candidates }
}

function wrong(random: () => number): number {
  return random() < 0.5 ? 1 : 2
}

/** Returns an answer that differs from this one. */
function another(answer: number, random: () => number): number {
  if (answer === 0) return wrong(random)
  return random() < 0.5 ? 0 : 3 - answer
}
