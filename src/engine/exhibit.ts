import type { Rule } from '../core/plan/index.ts'
import type { ClaimArm, ClaimResult, ClaimSpec, Observation } from '../core/words/index.ts'
import { askUntilDone } from './askUntilDone.ts'
import { contrasts } from './contrasts.ts'
import { counterexample } from './counterexample.ts'
import { families } from './families.ts'
import { gather } from './gather.ts'
import { passOver } from './passOver.ts'
import { groupExamples, planUnits } from './planUnits.ts'
import type { DecideDeps } from './ports.ts'
import { repeatProbe } from './repeatProbe.ts'
import { failuresOf, MOST, shownCases } from './shownCases.ts'
import { shrinkCases } from './shrinkCases.ts'
import { observationsOf, type UnitEvidence } from './unitEvidence.ts'

/** What a report shows of single examples of a claim. */
export type Exhibit = Pick<ClaimResult, 'families' | 'counterexamples'> & { readonly remark: string | null }

/** Nothing is shown. */
export const NO_EXHIBIT: Exhibit = { families: [], counterexamples: [], remark: null }

/**
 * What can be shown of units that were seen: failing cells beside the ones they are held against, which wording families
 * failed, and whether answers vary by themselves.
 */
export async function exhibit(
  spec: ClaimSpec,
  units: readonly UnitEvidence[],
  { verdict, arm }: { readonly verdict: ClaimResult['verdict']; readonly arm?: ClaimArm | undefined },
  deps: DecideDeps,
): Promise<Exhibit> {
  const { sameAnswer } = deps.task.kind
  const { found, cases } = failuresOf(spec, units, { verdict, arm }, sameAnswer)
  const probed = verdict === 'fail' && !spec.negated ? await repeatProbe(spec, found, { ...deps, sameAnswer }) : null
  const changes = await shrinkCases(spec, cases, { ...deps, sameAnswer })
  return {
    families: families(found, deps.task),
    counterexamples: cases.map((one, at) => counterexample(one, deps.task, changes[at] ?? null)),
    remark: probed,
  }
}

/** What was asked of sources that decide nothing, to be shown. */
export interface Displayed extends Exhibit {
  /** The sources that were asked, in order. */
  readonly order: readonly string[]
  readonly observations: readonly Observation[]
}

/**
 * Asks the sources of the display share (`deps.order`, and that of the other task) until there are enough failing cells
 * to show. They decide nothing: who reads a report may mend what it shows, and the next gate must not count that.
 */
export async function exhibitOf(
  spec: ClaimSpec,
  deps: DecideDeps,
  decided: { readonly verdict: ClaimResult['verdict']; readonly arm?: ClaimArm | undefined },
): Promise<Displayed> {
  const { sameAnswer } = deps.task.kind
  const all = { groups: groupExamples(deps.task.examples), order: deps.order }
  const { sample, applies } = passOver(spec, all, deps.prompts?.applies)
  const other = deps.other ? { groups: groupExamples(deps.other.task.examples), order: deps.other.order } : null
  const otherSameAnswer = deps.other?.task.kind.sameAnswer ?? sameAnswer
  const gathering = gather({ spec, kind: deps.kind, sameAnswer, otherSameAnswer, rule: undecided(spec) })
  const enough = () =>
    shownCases(
      gathering.result().units.flatMap(({ examples }) => examples.flatMap((one) => contrasts(spec, one, sameAnswer))),
    ).length === MOST
  await askUntilDone({
    spec,
    deps,
    rule: undecided(spec),
    units: planUnits(spec, sample, other, gathering.live, applies, deps.has),
    pool: deps.order.length,
    gathering: { ...gathering, done: enough },
  })
  const { units } = gathering.result()
  return {
    ...(await exhibit(spec, units, decided, deps)),
    order: units.map(({ group }) => group),
    observations: units.flatMap(observationsOf),
  }
}

/** A rule under which nothing is ever decided, so that no arm leaves. */
function undecided({ range, limit, sense, arms }: ClaimSpec): Rule {
  return {
    range,
    limit,
    sense,
    alpha: Number.MIN_VALUE,
    claims: 1,
    ...(arms && { arms: { count: arms.length, wanted: 'every' } as const }),
  }
}
