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
import { findInstruction } from '../findInstruction.ts'

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
 * With a `canonical` role a cell of another role fails if its answer is not the canonical one (or, where it must change,
 * if it is not another); else with the baseline
 * at hand it fails if it scores less than the baseline's; else if it scores less than 1. What it is shown beside is the
 * canonical cell, the baseline's, or the first right cell of the example: of the `seen` role where there is one, else
 * of any, and failing that the gold answer itself.
 */
export function contrasts(
  spec: ClaimSpec,
  { roles, task }: ExampleEvidence,
  sameAnswer: (a: string, b: string) => boolean,
): Contrast[] {
  // The other task's cells are what this one is held against: theirs are no failures of it.
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
        if (hasSeen) return beside(after, role.name === 'seen' ? null : right, observation.score < 1)
        return beside(after, right ?? goldOf(observation), observation.score < 1)
      })
    })
}

/**
 * How the cells of one arm failed, of the last role that it reads: if it reads two, where it scores less than the first
 * on the same variant and trial, or at the same place in the draw; else as `contrasts` has it.
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

/** The baseline's cell of the same variant and trial, or its first of that variant where it repeated it less often. */
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

/** Two cells with one answer. Whatever was not answered is equal to nothing. */
export function same(a: Observation, b: Observation, sameAnswer: (a: string, b: string) => boolean): boolean {
  return a.answer !== null && b.answer !== null && sameAnswer(a.answer, b.answer)
}

/** Two answers that differ. Where one is missing nothing shows that it changed. */
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

/** As many as a message can hold; whoever reads it knows them from then on. */
export const MOST_SHOWN = 3

/** A failing cell with the one it is shown beside. */
export interface ShownCase {
  readonly before: ContrastSide
  readonly after: ContrastSide
}

/**
 * How the cells of a claim failed, and which failures are shown: showing and verifying share it. A pass shows no case, since
 * what is shown is known from then on; and the failure of a negated claim is that nothing differs.
 */
export function failuresOf(
  spec: ClaimSpec,
  units: readonly UnitEvidence[],
  { verdict, arm }: { readonly verdict: ClaimResult['verdict']; readonly arm?: ClaimArm | undefined },
  sameAnswer: (a: string, b: string) => boolean,
): { readonly found: readonly Contrast[]; readonly cases: readonly ShownCase[] } {
  const examples = units.flatMap((unit) => unit.examples)
  const found = examples.flatMap((example) => contrasts(spec, example, sameAnswer))
  const shown = arm ? examples.flatMap((example) => armContrasts(spec, arm, example, sameAnswer)) : found
  return { found, cases: verdict === 'pass' || spec.negated ? [] : shownCases(shown) }
}

/** The first failing cells that can be shown beside another, of different examples, in plan order. */
export function shownCases(found: readonly Contrast[]): ShownCase[] {
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

/** A case as it is recorded; `change` is what a perturbation did. */
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

/** Whether scores tell two sides apart where answers do not: a recorded log may hold scores alone. */
function isScored(before: Observation, after: Observation): boolean {
  const answered = before.outcome === 'answered' && after.outcome === 'answered'
  return answered && before.answer === after.answer && before.score !== after.score && after.wanted === undefined
}

function side(one: ContrastSide, task: Task): CounterexampleSide {
  return { ...observedSide(one), template: findInstruction(task, one.observation.variant)?.text ?? '' }
}

/** What the observation alone says of one side. */
export function observedSide({ role, observation }: ContrastSide): Omit<CounterexampleSide, 'template'> {
  const { release, task, example, variant, trial, answer, outcome } = observation
  return { role, variant, answer, outcome, cell: `${release}/${task}/${example}/${variant}/${trial}` }
}
