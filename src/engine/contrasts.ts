import type { ClaimSpec, Observation } from '../core/words/index.ts'
import type { ExampleEvidence } from './unitEvidence.ts'

/** One side of a contrast: a cell and the part it plays. */
export interface ContrastSide {
  readonly role: string
  readonly observation: Observation
}

/** One of the candidate's cells, whether it failed, and the cell that shows the failure by contrast. */
export interface Contrast {
  readonly after: ContrastSide
  readonly failed: boolean
  /** `null`: nothing to show beside it, or nothing that differs. */
  readonly before: ContrastSide | null
}

/**
 * How a claim's cells can fail, one by one: exploratory counts and counterexamples rest on it, never a verdict.
 * With a `canonical` role a cell of another role fails if its answer is not the canonical one; else with the baseline
 * at hand it fails if it scores less than the baseline's; else if it scores less than 1. What it is shown beside is the
 * canonical cell, the baseline's, or the first right cell of the example: of the `seen` role where there is one, else
 * of any, and failing that the gold answer itself.
 */
export function contrasts(
  spec: ClaimSpec,
  { roles }: ExampleEvidence,
  sameAnswer: (a: string, b: string) => boolean,
): Contrast[] {
  const canonical = spec.roles.length > 1 ? roles['canonical']?.candidate[0] : undefined
  const right = firstRight(spec, roles)
  const hasSeen = roles['seen'] !== undefined
  return spec.roles
    .filter((role) => canonical === undefined || role.name !== 'canonical')
    .flatMap((role) => {
      const { candidate, baseline } = roles[role.name]!
      return candidate.map((observation, at): Contrast => {
        const after = { role: role.name, observation }
        if (canonical !== undefined)
          return beside(after, { role: 'canonical', observation: canonical }, !same(observation, canonical, sameAnswer))
        const other = baseline[at]
        if (other !== undefined)
          return beside(
            { role: 'candidate', observation },
            { role: 'baseline', observation: other },
            observation.score < other.score,
          )
        if (hasSeen) return beside(after, role.name === 'seen' ? null : right, observation.score < 1)
        return beside(after, right ?? goldOf(observation), observation.score < 1)
      })
    })
}

function beside(after: ContrastSide, before: ContrastSide | null, failed: boolean): Contrast {
  return { after, failed, before: failed ? before : null }
}

/** Two cells with one answer. Whatever was not answered is equal to nothing. */
export function same(a: Observation, b: Observation, sameAnswer: (a: string, b: string) => boolean): boolean {
  return a.answer !== null && b.answer !== null && sameAnswer(a.answer, b.answer)
}

function firstRight(spec: ClaimSpec, roles: ExampleEvidence['roles']): ContrastSide | null {
  const named = roles['seen'] === undefined ? spec.roles.map((role) => role.name) : ['seen']
  for (const role of named) {
    const observation = roles[role]?.candidate.find((cell) => cell.score === 1)
    if (observation) return { role, observation }
  }
  return null
}

function goldOf(observation: Observation): ContrastSide {
  return { role: 'gold', observation: { ...observation, answer: observation.gold, outcome: 'answered', score: 1 } }
}
