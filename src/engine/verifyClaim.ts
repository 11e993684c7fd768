import { claimId } from '../core/hash/index.ts'
import { recordedRule } from '../core/sequential/index.ts'
import { plainObservation } from '../core/table/index.ts'
import { counted, namesUpTo } from '../core/text/index.ts'
import type { Cell, ClaimKind, ClaimResult, ClaimSpec, CounterexampleSide, Observation } from '../core/types/index.ts'
import { agrees, idleDifferences, isCoherent, wordDifferences } from './verifyWords.ts'
import { type ContrastSide, failuresOf, observedSide } from './_internal/contrasts.ts'
import { armBehind } from './decide.ts'
import { gather } from './gather.ts'
import { recordedApplies, recordedHas } from './_internal/skippedCells.ts'
import { groupExamples, planUnits, type Ask, type Sample } from './planUnits.ts'
import { tabledUnits } from './_internal/unitList.ts'
import { type UnitEvidence, recall, unitEvidence } from './unitEvidence.ts'
import { summarise } from './_internal/summarise.ts'

/** The inputs that a verdict is recomputed from. */
export interface VerifyDeps {
  readonly kind: ClaimKind
  readonly sameAnswer: (a: string, b: string) => boolean
  /** All observations of the run; those of other claims are ignored. */
  readonly observations: readonly Observation[]
  /** The names of the releases that played the two roles. */
  readonly releases: {
    readonly candidate: string
    readonly baseline: string | null
    /** The baseline's name where its release was asked again for cells that were never accepted. */
    readonly asked?: string
  }
  /** True if one of its tasks grew. Then not all units of the pool need have been known together. */
  readonly grown?: boolean
  /** Compares answers of the claim's other task, where it has one. */
  readonly otherSameAnswer?: (a: string, b: string) => boolean
  /**
   * False if the claim shows only examples of a display share, which decide nothing. Default: true, since no display
   * share is kept.
   */
  readonly shows?: boolean
  /** Called with each observation that the claim rests on. */
  readonly use?: (observation: Observation) => void
}

/** The most cells that one difference names. */
const MOST_NAMED = 5

/**
 * Recomputes a claim's verdict, wealths and figures from its specification and the observations of the run, without
 * asking anything, and returns one sentence for each difference: none if the claim is verified. It shares the stepping
 * with `decide`. It does not check whether answers and scores follow from the raw texts (`rescoreRun` does).
 */
export function verifyClaim(claim: ClaimResult, deps: VerifyDeps): string[] {
  const { spec } = claim
  if (claim.verdict === 'not applicable')
    return idleDifferences(claim).map((difference) => `${name(claim)}: ${difference}`)
  const lookUp = cellLookUp(deps.observations, new Set([spec.task, spec.other?.task ?? spec.task]))
  const [own, other] = recordedSamples(claim, (task) => examplesIn(deps.observations, task))
  const what = spec.population === 'instructions' ? 'instruction' : 'source'
  const differences = [own, ...(other ? [other] : [])].flatMap(({ groups, order }) =>
    order.filter((group) => !groups.has(group)).map((group) => `no observation of ${what} ${group}`),
  )
  const rule = recordedRule(claim)
  const end = rule.spans?.at(-1)?.end
  if (end !== undefined && (end > claim.pool || (end < claim.pool && !deps.grown)))
    differences.push(`a part of the capital bets on the end of ${counted(end, what)}, and the pool holds ${claim.pool}`)
  const { kind, sameAnswer, otherSameAnswer = sameAnswer } = deps
  const units = tabledUnits()
  const gathering = gather({ spec, kind, sameAnswer, otherSameAnswer, rule, units })
  const keyOfAsk = (ask: Ask) => keyIn(spec, ask.task ?? spec.task, releaseOf(ask, deps), ask.cell)
  const find = (ask: Ask) => {
    const { asked } = deps.releases
    const accepted = lookUp(ask.task ?? spec.task, releaseOf(ask, deps), ask.cell)
    if (accepted !== undefined || ask.side === 'candidate' || asked === undefined) return accepted
    return lookUp(ask.task ?? spec.task, asked, ask.cell)
  }
  const missing: string[] = []
  const odd: string[] = []
  let late = 0
  for (const unit of planUnits(spec, own, other, gathering.live, recordedApplies(claim), recordedHas(claim))) {
    if (gathering.done()) {
      late++
      continue
    }
    const recalled = recall(unit, find, (observation) => observation)
    for (const ask of recalled.missing) missing.push(keyOfAsk(ask))
    for (const [at, observation] of recalled.found.entries())
      if (observation !== undefined && !isCoherent(observation)) odd.push(keyOfAsk(unit.asks[at]!))
    if (recalled.missing.length > 0) continue
    gathering.add(
      unitEvidence(
        unit,
        // Kinds of claims may be a user's, which may copy an observation field by field.
        recalled.found.map((one) => one && plainObservation(one)),
      ),
    )
    if (deps.use) for (const one of recalled.found) if (one !== undefined) deps.use(one)
  }
  if (missing.length > 0)
    differences.push(`${missing.length} observations are missing: ${namesUpTo(MOST_NAMED, missing)}`)
  if (odd.length > 0)
    differences.push(`${odd.length} observations contradict themselves: ${namesUpTo(MOST_NAMED, odd)}`)
  if (late > 0) differences.push(`the verdict was reached ${counted(late, what)} before the recorded stop`)

  const gathered = gathering.result()
  const summary = summarise(gathered, spec, rule)
  const { outcomes, order: _, otherOrder: _other, ...figures } = summary
  const none = { alphaFail: undefined, arms: undefined, asymptotic: undefined }
  const recomputed: Record<string, unknown> = { id: claimId(spec), ...none, ...figures, outcomes }
  if (claim.otherOrder !== undefined && spec.other === undefined)
    differences.push('it has sources of another task, and is about one')
  if ((claim.templates !== undefined) !== (spec.population === 'instructions'))
    differences.push('it has examples by instruction exactly where it is not about instructions in general')
  if (claim.passedOver !== undefined && !spec.roles.some(({ perturbed }) => perturbed))
    differences.push('it passed over variants, and asks no perturbation')
  for (const [field, value] of Object.entries(recomputed)) {
    const recorded: unknown = Reflect.get(claim, field)
    if (!agrees(recorded, value))
      differences.push(`${field} is recorded as ${JSON.stringify(recorded)}, recomputed as ${JSON.stringify(value)}`)
  }
  // Sentences and examples are compared only where observations and figures agree: otherwise they differ anyway.
  if (differences.length === 0) {
    const told = (first: Ask) => find(first) !== undefined
    for (const difference of wordDifferences(claim, summary, rule, gathered.mixed, told)) differences.push(difference)
    const shown = deps.shows === false ? displayed(claim, deps.observations, find) : gathered.units
    const arm = armBehind({ ...summary, spec })
    if (shown !== null)
      differences.push(
        ...caseDifferences(claim, failuresOf(spec, shown, { verdict: summary.verdict, arm }, sameAnswer)),
      )
  }
  return differences.map((difference) => `${name(claim)}: ${difference}`)
}

/**
 * Plans the display share again, the only source of single examples where one is kept. Returns `null` for a claim about
 * two tasks, since the pairing of their sources in the share is not recorded.
 */
function displayed(
  claim: ClaimResult,
  observations: Iterable<Observation>,
  find: (ask: Ask) => Observation | undefined,
): UnitEvidence[] | null {
  const { spec, display = [] } = claim
  if (spec.other) return null
  const [own] = recordedSamples({ ...claim, order: display }, (task) => examplesIn(observations, task))
  return [...planUnits(spec, own, null, () => null, recordedApplies(claim))].flatMap((unit) => {
    const { found, missing } = recall(unit, find, (observation) => observation)
    return missing.length > 0 ? [] : [unitEvidence(unit, found)]
  })
}

/**
 * Compares the cells that are shown as failing with the observations. Inputs and templates come from the dataset and
 * are no part of the evidence, so they are not compared.
 */
function caseDifferences(
  { families, counterexamples }: ClaimResult,
  { found, cases }: ReturnType<typeof failuresOf>,
): string[] {
  const odd: string[] = []
  const asked = families.reduce((sum, family) => sum + family.asked, 0)
  const failed = families.reduce((sum, family) => sum + family.failed, 0)
  let [cells, failures] = [0, 0]
  for (const contrast of found) {
    cells += 1
    if (contrast.failed) failures += 1
  }
  if (asked !== cells || failed !== failures)
    odd.push(`families count ${failed} of ${asked} cells as failed, the observations ${failures} of ${cells}`)
  const again = cases.map(({ before, after }, at) => {
    const { example, gold, wanted } = after.observation
    const shown = counterexamples[at]
    return { example, gold, wanted, before: sideAs(before, shown?.before), after: sideAs(after, shown?.after) }
  })
  const recorded = counterexamples.map(({ example, gold, wanted, before, after }) => {
    return { example, gold, wanted, before: withoutTemplate(before), after: withoutTemplate(after) }
  })
  if (recorded.length !== again.length)
    odd.push(`counterexamples are recorded as ${recorded.length}, the observations show ${again.length}`)
  for (const [at, one] of recorded.entries())
    if (again[at] !== undefined && !agrees(one, again[at]))
      odd.push(
        `the counterexample of example ${one.example} is not what the observations show: ${JSON.stringify(again[at])}`,
      )
  return odd
}

/** Returns one side as it was observed, with its score where that is shown: where both answers are the same. */
function sideAs(one: ContrastSide, shown: CounterexampleSide | undefined): Omit<CounterexampleSide, 'template'> {
  const { score } = one.observation
  return { ...observedSide(one), ...(shown?.score !== undefined && { score }) }
}

function withoutTemplate(side: CounterexampleSide): Omit<CounterexampleSide, 'template'> {
  const { role, variant, answer, outcome, cell, score } = side
  return { role, variant, answer, outcome, cell, ...(score !== undefined && { score }) }
}

/**
 * Returns the groups that a claim rests on, with the observed examples of each: for its task, and for the other task.
 */
export function recordedSamples(
  { spec, order, otherOrder, templates }: ClaimResult,
  examplesOf: (task: string) => Iterable<{ readonly id: string; readonly group: string }>,
): readonly [Sample, Sample | null] {
  if (templates) return [{ order, groups: new Map(Object.entries(templates)) }, null]
  const sample = (named: string, groups: readonly string[]): Sample => {
    const wanted = new Set(groups)
    const seen = Iterator.from(examplesOf(named)).filter(({ group }) => wanted.has(group))
    return { order: groups, groups: groupExamples(seen) }
  }
  return [sample(spec.task, order), spec.other ? sample(spec.other.task, otherOrder ?? []) : null]
}

/**
 * Makes the look-up of the cells of some tasks. It holds the places of each example's cells, not a key for each cell. Of a cell
 * that comes twice the last one counts.
 */
function cellLookUp(observations: readonly Observation[], tasks: ReadonlySet<string>) {
  const places = new Map<string, number[]>()
  for (const [place, { task, release, example }] of observations.entries()) {
    if (!tasks.has(task)) continue
    const key = JSON.stringify([task, release, example])
    const own = places.get(key)
    if (own === undefined) places.set(key, [place])
    else own.push(place)
  }
  return (task: string, release: string, { example, variant, trial }: Cell): Observation | undefined => {
    const own = places.get(JSON.stringify([task, release, example]))
    const found = own?.findLast((place) => {
      const one = observations[place]!
      return one.variant === variant && one.trial === trial
    })
    return found === undefined ? undefined : observations[found]
  }
}

function* examplesIn(observations: Iterable<Observation>, named: string) {
  for (const { task, example, group } of observations) if (task === named) yield { id: example, group }
}

/** Returns the release name under which a cell's observation is kept. */
export function releaseOf({ side, release }: Ask, { releases }: Pick<VerifyDeps, 'releases'>): string {
  return release ?? (side === 'candidate' ? releases.candidate : (releases.baseline ?? '(no baseline)'))
}

/** Returns the key of a cell; keys of the other task's cells contain that task's name. */
function keyIn(spec: ClaimSpec, task: string, release: string, { example, variant, trial }: Cell): string {
  return `${release}/${task === spec.task ? '' : `${task}/`}${example}/${variant}/${trial}`
}

function name({ title }: ClaimResult): string {
  return `"${title}"`
}
