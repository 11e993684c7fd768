import type { Race, Rule } from '../core/sequential/index.ts'
import { raceVerdict, startRace, stepRace } from '../core/sequential/index.ts'
import type { ClaimArm, ClaimKind, ClaimSpec, Identity, Interval, Observation, Outcome } from '../core/types/index.ts'
import { heldUnits, type UnitList } from './_internal/unitList.ts'
import type { ExampleEvidence, UnitEvidence } from './unitEvidence.ts'
import { meanOf } from './unitEvidence.ts'

/** The amount by which rounding may put a sum of scores outside its range. */
const SUM_ROUNDING = 1e-9

/** All evidence of a claim up to now, in plan order. */
export interface Gathered {
  /** One state for each arm; a claim without arms has one. */
  readonly race: Race
  readonly verdict: 'pass' | 'fail' | null
  readonly units: UnitList
  readonly tally: Tally
  /** The mean of each arm's units' values, an unknown value counted in the middle of its ends; `null` without any. */
  readonly estimates: readonly (number | null)[]
  readonly mixed: MixedIdentity | null
}

/** The counts over all evidence, kept as it comes, so that no figure needs to go through it again. */
export interface Tally {
  /** The groups of the units, in plan order, and those of the other task that they are paired with. */
  readonly order: readonly string[]
  readonly otherOrder: readonly string[]
  readonly examples: number
  /** The candidate's cells, and these by outcome; outcomes that did not occur are left out. */
  readonly cells: number
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>
}

type SameAnswer = (a: string, b: string) => boolean

/**
 * The inputs of gathering, none of which asks anything. Deciding and verifying share it, so that they cannot disagree.
 */
export interface GatherDeps {
  readonly spec: ClaimSpec
  readonly kind: ClaimKind
  readonly sameAnswer: SameAnswer
  /** Compares answers of the other task, where the claim has one. */
  readonly otherSameAnswer?: SameAnswer
  readonly rule: Rule
  /** Keeps the units. Default: a list that holds them as they are. */
  readonly units?: UnitList
}

/**
 * Takes units in plan order. `done` says that no further unit may enter: there is a verdict, or two models answered as
 * one. `live` names the roles that undecided arms read, `null` for a claim without arms: all of them.
 */
export function gather(deps: GatherDeps): {
  readonly add: (unit: UnitEvidence) => void
  readonly done: () => boolean
  readonly live: () => ReadonlySet<string> | null
  readonly result: () => Gathered
} {
  const { spec, rule, units = heldUnits() } = deps
  const tally = countAsTheyCome()
  const watches = new Map<string, ReturnType<typeof watchIdentity>>()
  const others = new Set(spec.roles.flatMap(({ release }) => release ?? []))
  const sums: number[] = []
  let race = startRace(rule)
  let live = liveRoles(spec, race)
  let mixed: MixedIdentity | null = null

  const watchOf = (name: string) => {
    const known = watches.get(name) ?? watchIdentity(name)
    watches.set(name, known)
    return known
  }
  const watch = (unit: UnitEvidence, side: 'candidate' | 'baseline') => {
    // In most claims all are of one release: then the list is looked at once.
    if (side === 'baseline' || others.size === 0) {
      mixed ??= watchOf(side)(unit[side])
      return
    }
    for (const observation of unit[side]) {
      mixed ??= watchOf(others.has(observation.release) ? observation.release : side)([observation])
    }
  }
  return {
    add: (unit) => {
      race = stepRace(
        race,
        (arm) => {
          const value = unitValue(unit, deps, spec.arms?.[arm])
          sums[arm] = (sums[arm] ?? 0) + (value.least + value.most) / 2
          return value
        },
        rule,
      )
      live = liveRoles(spec, race)
      units.add(unit)
      tally.add(unit)
      watch(unit, 'candidate')
      watch(unit, 'baseline')
    },
    done: () => raceVerdict(race, rule) !== null || mixed !== null,
    live: () => live,
    result: () => ({
      race,
      verdict: raceVerdict(race, rule),
      units,
      tally: tally.counted(),
      estimates: race.map((state, arm) => (state.units === 0 ? null : (sums[arm] ?? 0) / state.units)),
      mixed,
    }),
  }
}

function countAsTheyCome(): { readonly add: (unit: UnitEvidence) => void; readonly counted: () => Tally } {
  const order: string[] = []
  const otherOrder: string[] = []
  const outcomes: Partial<Record<Outcome, number>> = {}
  let [examples, cells] = [0, 0]
  return {
    add(unit) {
      order.push(unit.group)
      if (unit.otherGroup !== undefined) otherOrder.push(unit.otherGroup)
      examples += unit.examples.length
      cells += unit.candidate.length
      for (const { outcome } of unit.candidate) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    },
    counted: () => ({ order, otherOrder, examples, cells, outcomes }),
  }
}

/** Computes the value of a unit: the mean over its examples; with two tasks, this task's mean minus the other's. */
function unitValue(unit: UnitEvidence, deps: GatherDeps, arm?: ClaimArm): Interval {
  const { spec, kind, sameAnswer, otherSameAnswer = sameAnswer } = deps
  const mean = (other: boolean) =>
    meanOf(
      unit.examples
        .filter(({ task }) => (task !== undefined) === other)
        .map((example) => valueWithin(spec, kind, example, other ? otherSameAnswer : sameAnswer, arm)),
    )
  if (spec.other === undefined) return mean(false)
  const [own, other] = [mean(false), mean(true)]
  const difference = { least: own.least - other.most, most: own.most - other.least }
  return within(spec, difference, `sources ${unit.group} and ${unit.otherGroup}`)
}

function liveRoles({ arms }: ClaimSpec, race: Race): ReadonlySet<string> | null {
  if (arms === undefined) return null
  return new Set(arms.flatMap(({ roles }, at) => (race[at]!.verdict === null ? roles : [])))
}

/**
 * Computes the statistic of one example by the claim's kind. The error guarantee rests on the range, so a value outside
 * it is a fault of the kind and throws.
 */
export function valueWithin(
  spec: ClaimSpec,
  kind: ClaimKind,
  evidence: ExampleEvidence,
  sameAnswer: (a: string, b: string) => boolean,
  arm?: ClaimArm,
): Interval {
  return within(spec, kind.value(evidence.roles, sameAnswer, spec.options, arm), `example ${evidence.example}`)
}

/**
 * Returns the value, clipped by no more than rounding; throws if it is outside the claim's range. `whose` names it in
 * the message.
 */
function within(spec: ClaimSpec, { least, most }: Interval, whose: string): Interval {
  const [low, high] = spec.range
  if (!(least >= low - SUM_ROUNDING && most <= high + SUM_ROUNDING && least <= most))
    throw new Error(
      `claim kind ${spec.kind}: the value of ${whose} is [${least}, ${most}], ` +
        `but its range is [${low}, ${high}]: correct the kind's value or its range`,
    )
  return { least: Math.max(low, least), most: Math.min(high, most) }
}

/** Two different answerers on one side. */
export interface MixedIdentity {
  /** `candidate`, `baseline`, or the name of another release. */
  readonly side: string
  readonly first: Identity
  readonly other: Identity
}

/**
 * Watches one side for a change of who answers. Cells that ended in an error do not count, for nobody answered them;
 * a fingerprint and an upstream count only against another one, for endpoints leave them out of some replies.
 */
export function watchIdentity(
  side: MixedIdentity['side'],
): (observations: readonly Observation[]) => MixedIdentity | null {
  let first: Identity | null = null
  return (observations) => {
    for (const { outcome, who } of observations) {
      if (outcome === 'error') continue
      if (first === null) first = who
      else if (first.model !== who.model || first.revision !== who.revision) return { side, first, other: who }
      else if (differs(first.fingerprint, who.fingerprint) || differs(first.upstream, who.upstream))
        return { side, first, other: who }
      else if (tellsMore(first, who)) first = { ...who, ...first }
    }
    return null
  }
}

/** Says whether an answer carries a mark that none before it had. */
function tellsMore(first: Identity, who: Identity): boolean {
  const { fingerprint, upstream } = first
  return (
    (fingerprint === undefined && who.fingerprint !== undefined) ||
    (upstream === undefined && who.upstream !== undefined)
  )
}

function differs(first: string | undefined, other: string | undefined): boolean {
  return first !== undefined && other !== undefined && first !== other
}
