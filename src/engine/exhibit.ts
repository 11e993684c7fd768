import { findInstruction } from '../core/variants/index.ts'
import { MOST_REPEATS } from '../core/sampling/index.ts'
import { undecidedRule } from '../core/sequential/index.ts'
import { noteOnRepeats } from '../core/wording/index.ts'
import type {
  Cell,
  ClaimArm,
  ClaimResult,
  ClaimSpec,
  FamilyCount,
  Observation,
  ObservationList,
  Task,
} from '../core/types/index.ts'
import { askUntilDone } from './_internal/askUnits.ts'
import { type Contrast, MOST_SHOWN, counterexample, failuresOf, same } from './_internal/contrasts.ts'
import { gather } from './gather.ts'
import { claimSamples } from './_internal/samples.ts'
import { planUnits } from './planUnits.ts'
import type { DecideDeps } from './ports.ts'
import { flipPlaces, type FlipPlaces } from './_internal/flipPlaces.ts'
import { shrinkCases, unanswered } from './_internal/shrinkCases.ts'
import type { UnitEvidence } from './unitEvidence.ts'
import { tabledUnits } from './_internal/unitList.ts'

/** The single examples of a claim that a report shows. */
export type Exhibit = Pick<ClaimResult, 'families' | 'counterexamples'> & {
  readonly remark: string | null
  /** The failing cells; `null` where there are too many to be noted. */
  readonly flips: FlipPlaces | null
}

/** The exhibit of a claim of which nothing is shown. */
export const NO_EXHIBIT: Exhibit = { families: [], counterexamples: [], remark: null, flips: null }

/**
 * Gathers what can be shown of units that were seen: failing cells with the ones they are compared with, which families
 * of wordings failed, and whether answers vary by themselves.
 */
export async function exhibit(
  spec: ClaimSpec,
  units: Iterable<UnitEvidence>,
  { verdict, arm }: { readonly verdict: ClaimResult['verdict']; readonly arm?: ClaimArm | undefined },
  deps: DecideDeps,
): Promise<Exhibit> {
  const { sameAnswer } = deps.task.kind
  const { found, cases } = failuresOf(spec, units, { verdict, arm }, sameAnswer)
  const probed = verdict === 'fail' && !spec.negated ? await repeatProbe(spec, found, { ...deps, sameAnswer }) : null
  const changes = await shrinkCases(spec, cases, { ...deps, sameAnswer })
  const flips = flipPlaces()
  return {
    families: families(found, deps.task, flips.add),
    counterexamples: cases.map((one, at) => counterexample(one, deps.task, changes[at] ?? null)),
    remark: probed,
    flips: flips.places(),
  }
}

/** The cells of sources that decide nothing, which were asked to be shown. */
export interface Displayed extends Exhibit {
  /** The sources that were asked, in order. */
  readonly order: readonly string[]
  readonly observations: ObservationList
}

/**
 * Asks the sources of the display share (`deps.order`, and that of the other task) until there are enough failing cells
 * to show. They decide nothing: whoever reads a report may correct exactly what it shows, and the next gate must not
 * count that as an improvement.
 */
export async function exhibitOf(
  spec: ClaimSpec,
  deps: DecideDeps,
  decided: { readonly verdict: ClaimResult['verdict']; readonly arm?: ClaimArm | undefined },
): Promise<Displayed> {
  const { sameAnswer } = deps.task.kind
  const { byTemplate: _, ...shown } = deps
  const { own, other, applies } = claimSamples(spec, shown)
  const otherSameAnswer = deps.other?.task.kind.sameAnswer ?? sameAnswer
  const units = tabledUnits()
  const gathering = gather({ spec, kind: deps.kind, sameAnswer, otherSameAnswer, rule: undecidedRule(spec), units })
  // No verdict has come yet that would keep a failing cell from being shown.
  const open = { verdict: 'inconclusive' } as const
  const enough = () => failuresOf({ ...spec, negated: false }, units, open, sameAnswer).cases.length === MOST_SHOWN
  await askUntilDone({
    spec,
    deps,
    rule: undecidedRule(spec),
    units: planUnits(spec, own, other, gathering.live, applies, deps.has),
    pool: deps.order.length,
    gathering: { ...gathering, done: enough },
  })
  return {
    ...(await exhibit(spec, units, decided, deps)),
    order: gathering.result().tally.order,
    observations: units.observations,
  }
}

/**
 * Counts the cells asked and failed by family of wordings (perturbed prompts: by perturbation), sorted by family. The
 * counts are exploratory, since they depend on where the claim stopped.
 */
export function families(
  found: Iterable<Contrast>,
  task: Task,
  see: (contrast: Contrast) => void = () => {},
): FamilyCount[] {
  const counts = new Map<string, FamilyCount>()
  const byVariant = new Map<string, string>()
  for (const contrast of found) {
    see(contrast)
    const { after, failed } = contrast
    const { variant } = after.observation
    let family = byVariant.get(variant)
    if (family === undefined) byVariant.set(variant, (family = familyOf(variant, task)))
    const count = counts.get(family) ?? { family, asked: 0, failed: 0 }
    counts.set(family, { family, asked: count.asked + 1, failed: count.failed + (failed ? 1 : 0) })
  }
  return [...counts.values()].toSorted((a, b) => (a.family < b.family ? -1 : 1))
}

function familyOf(variant: string, task: Task): string {
  const instruction = findInstruction(task, variant)
  if (instruction === null || instruction.id === variant) return instruction?.family ?? variant
  return variant.slice(instruction.id.length + 1)
}

/** The part of the loop's dependencies that the probe needs. */
interface ProbeDeps {
  readonly ask: (side: 'candidate', cell: Cell, signal: AbortSignal) => Promise<Observation | null>
  readonly sameAnswer: (a: string, b: string) => boolean
  readonly concurrency: number
  readonly signal: AbortSignal
}

/**
 * Finds out whether a failure may come from answers that vary by themselves: it asks the canonical prompt of failing
 * examples once more and returns a note if any answer differs. Only for claims that compare one canonical trial with
 * other wordings. The note is a remark on the verdict and never part of it, so errors and missing cells are skipped.
 */
async function repeatProbe(spec: ClaimSpec, found: Iterable<Contrast>, deps: ProbeDeps): Promise<string | null> {
  const role = spec.roles.find(({ name }) => name === 'canonical')
  if (role === undefined || spec.roles.length < 2 || spec.roles.some(({ trials }) => trials > 1)) return null
  const firsts = new Map<string, Observation>()
  for (const { before } of found) {
    if (firsts.size === MOST_REPEATS) break
    const canonical = before?.observation
    if (canonical?.answer !== null && canonical !== undefined) firsts.set(canonical.example, canonical)
  }
  const queue = [...firsts.values()]
  let repeats = 0
  let differ = 0
  const worker = async () => {
    for (let first = queue.shift(); first !== undefined && !deps.signal.aborted; first = queue.shift()) {
      const { example, variant } = first
      const again = await deps.ask('candidate', { example, variant, trial: role.trials }, deps.signal).catch(unanswered)
      if (again === null || again.outcome === 'error') continue
      repeats++
      if (!same(first, again, deps.sameAnswer)) differ++
    }
  }
  await Promise.all(Array.from({ length: Math.min(deps.concurrency, queue.length) }, worker))
  return noteOnRepeats({ differ, repeats })
}
