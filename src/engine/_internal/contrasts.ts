import { findInstruction } from '../../core/variants/index.ts'
import type {
  ClaimArm,
  ClaimResult,
  ClaimSpec,
  Counterexample,
  CounterexampleSide,
  Observation,
  PromptChange,
  Task,
} from '../../core/types/index.ts'
import type { ExampleEvidence, UnitEvidence } from '../unitEvidence.ts'

/** One side of a contrast: a cell and the part it plays. */
export interface ContrastSide {
  readonly role: string
  readonly observation: Observation
}

/** One of the candidate's cells, whether it failed, and the cell that shows the failure by contrast. */
export interface Contrast {
  readonly after: ContrastSide
  readonly failed: boolean
  /** `null` if there is nothing to compare it with, or nothing that differs. */
  readonly before: ContrastSide | null
}

/**
 * Lists a claim's cells with whether each failed. Exploratory counts and counterexamples rest on it, never a verdict.
 * With a `canonical` role a cell of another role fails if its answer is not the canonical one (or, where it must
 * change, if it is not another); else with the baseline at hand it fails if it scores less than the baseline's; else if
 * it scores less than 1. A failure is shown beside the canonical cell, the baseline's cell, or the first right cell of
 * the example (of the `seen` role where there is one, else of any); where no cell is right, beside the gold answer.
 */
export function contrasts(
  spec: ClaimSpec,
  { roles, task }: ExampleEvidence,
  sameAnswer: (a: string, b: string) => boolean,
): Contrast[] {
  // The other task's cells are only compared with: they are no failures of this claim.
  if (task !== undefined) return []
  const canonical = spec.roles.length > 1 ? roles['canonical']?.candidate[0] : undefined
  const right = firstRight(spec, roles)
  const hasSeen = roles['seen'] !== undefined
  return spec.roles
    .filter((role) => roles[role.name] !== undefined && (canonical === undefined || role.name !== 'canonical'))
    .flatMap((role) => {
      const { candidate, baseline } = roles[role.name]!
      return candidate.map((observation, at): Contrast => {
        const after = { role: role.name, observation }
        if (canonical !== undefined) {
          const failed =
            role.perturbed === 'changes'
              ? !changed(canonical, observation, sameAnswer)
              : !same(observation, canonical, sameAnswer)
          return beside(after, { role: 'canonical', observation: canonical }, failed)
        }
        const other = partner(observation, baseline, at)
        if (other !== undefined)
          return beside(
            { role: 'candidate', observation },
            { role: 'baseline', observation: other },
            observation.score < other.score,
          )
        if (!(observation.score < 1)) return beside(after, null, false)
        if (hasSeen) return beside(after, role.name === 'seen' ? null : right, true)
        return beside(after, right ?? goldOf(observation), true)
      })
    })
}

/**
 * Lists the cells of one arm with whether each failed, for the last role that the arm reads. If it reads two roles, a
 * cell fails where it scores less than the first role's cell at the same place in the draw; otherwise as in
 * `contrasts`.
 */
function armContrasts(
  spec: ClaimSpec,
  arm: ClaimArm,
  evidence: ExampleEvidence,
  sameAnswer: (a: string, b: string) => boolean,
): Contrast[] {
  const role = arm.roles.at(-1)!
  const [first] = arm.roles
  const before = first === undefined || first === role ? undefined : evidence.roles[first]?.candidate
  if (before === undefined) return contrasts(spec, evidence, sameAnswer).filter(({ after }) => after.role === role)
  return (evidence.roles[role]?.candidate ?? []).flatMap((observation, at): Contrast[] => {
    const other = before[at]
    if (other === undefined) return []
    return [beside({ role, observation }, { role: first!, observation: other }, observation.score < other.score)]
  })
}

/**
 * Finds the baseline's cell of the same variant and trial, or its first cell of that variant where the baseline has
 * fewer trials.
 */
function partner(
  { variant, trial }: Observation,
  baseline: readonly Observation[],
  at: number,
): Observation | undefined {
  const near = baseline[at]
  if (near?.variant === variant && near.trial === trial) return near
  const own = baseline.filter((cell) => cell.variant === variant)
  return own.find((cell) => cell.trial === trial) ?? own[0]
}

function beside(after: ContrastSide, before: ContrastSide | null, failed: boolean): Contrast {
  return { after, failed, before: failed ? before : null }
}

/** Says whether two cells have the same answer. A cell without an answer is equal to nothing. */
export function same(a: Observation, b: Observation, sameAnswer: (a: string, b: string) => boolean): boolean {
  return a.answer !== null && b.answer !== null && sameAnswer(a.answer, b.answer)
}

/** Says whether two answers differ. A missing answer is no evidence of a change. */
function changed(a: Observation, b: Observation, sameAnswer: (a: string, b: string) => boolean): boolean {
  return a.answer !== null && b.answer !== null && !sameAnswer(a.answer, b.answer)
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
  const { release, task, example, group, variant, trial, key, raw, gold, wanted, who, tokens } = observation
  const answer = wanted === null ? `any but ${gold}` : (wanted ?? gold)
  // Written out, since an observation may say what it says by getters, which no spread takes along.
  const cell = { release, task, example, group, variant, trial, key, raw, gold, who, tokens }
  return {
    role: 'gold',
    observation: { ...cell, ...(wanted !== undefined && { wanted }), answer, outcome: 'answered', score: 1 },
  }
}

/** The most counterexamples that a claim shows: as many as a message can hold. */
export const MOST_SHOWN = 3

/** A failing cell with the one it is shown beside. */
export interface ShownCase {
  readonly before: ContrastSide
  readonly after: ContrastSide
}

/**
 * Lists how the cells of a claim failed, and which failures are shown; showing and verifying share it. A pass shows no
 * case, since whatever a report shows may be used to tune the model; a failure of a negated claim shows none either,
 * since it consists in nothing being different.
 */
export function failuresOf(
  spec: ClaimSpec,
  units: Iterable<UnitEvidence>,
  { verdict, arm }: { readonly verdict: ClaimResult['verdict']; readonly arm?: ClaimArm | undefined },
  sameAnswer: (a: string, b: string) => boolean,
): { readonly found: Iterable<Contrast>; readonly cases: readonly ShownCase[] } {
  const found = eachTime(units, (example) => contrasts(spec, example, sameAnswer))
  const shown = arm ? eachTime(units, (example) => armContrasts(spec, arm, example, sameAnswer)) : found
  return { found, cases: verdict === 'pass' || spec.negated ? [] : shownCases(shown) }
}

/** Makes the contrasts of all examples each time that they are gone through: there is one for each cell of a claim. */
function eachTime(
  units: Iterable<UnitEvidence>,
  contrastsOf: (example: ExampleEvidence) => readonly Contrast[],
): Iterable<Contrast> {
  return {
    *[Symbol.iterator]() {
      for (const { examples } of units) for (const example of examples) yield* contrastsOf(example)
    },
  }
}

/** Picks the first failing cells that can be shown beside another one, of different examples, in plan order. */
export function shownCases(found: Iterable<Contrast>): ShownCase[] {
  const shown: ShownCase[] = []
  const spent = new Set<string>()
  for (const { before, after } of found) {
    if (shown.length === MOST_SHOWN) break
    const { example } = after.observation
    if (before === null || spent.has(example)) continue
    spent.add(example)
    shown.push({ before, after })
  }
  return shown
}

/** Makes the record of a case; `change` is what a perturbation did. */
export function counterexample({ before, after }: ShownCase, task: Task, change: PromptChange | null): Counterexample {
  const { example: id, gold, wanted } = after.observation
  const scored = isScored(before.observation, after.observation)
  const example = task.examples.find((one) => one.id === id)
  return {
    example: id,
    gold,
    input: example?.input ?? {},
    ...(example?.options && { options: example.options }),
    before: { ...side(before, task), ...(scored && { score: before.observation.score }) },
    after: { ...side(after, task), ...(scored && { score: after.observation.score }) },
    ...(wanted !== undefined && { wanted }),
    ...(change && { change }),
  }
}

/** Says whether only the scores of two sides differ and not their answers: a recorded log may hold scores alone. */
function isScored(before: Observation, after: Observation): boolean {
  const answered = before.outcome === 'answered' && after.outcome === 'answered'
  return answered && before.answer === after.answer && before.score !== after.score && after.wanted === undefined
}

function side(one: ContrastSide, task: Task): CounterexampleSide {
  return { ...observedSide(one), template: findInstruction(task, one.observation.variant)?.text ?? '' }
}

/** Returns the part of one side that follows from the observation alone. */
export function observedSide({ role, observation }: ContrastSide): Omit<CounterexampleSide, 'template'> {
  const { release, task, example, variant, trial, answer, outcome } = observation
  return { role, variant, answer, outcome, cell: `${release}/${task}/${example}/${variant}/${trial}` }
}
