import { boundAndLimit } from '../../src/core/wording/index.ts'
import type { ClaimResult, RunEvidence } from '../../src/core/types/index.ts'
import type { Family } from '../../suites/study/readFamily.ts'

/** `not tested`: an earlier step of a fixed sequence was not established, so this one was not asked. */
export type Finding = 'established' | 'refuted' | 'not established' | 'not tested'

/** One claim of a hypothesis, as the run decided it. */
export interface Part {
  readonly size: string
  readonly task: string
  /** The other task of H2 and H4, or the smaller size of H3. */
  readonly against: string | null
  readonly finding: Finding
  /** True where it is not established because too much of a side was not answered; absent elsewhere. */
  readonly silent?: true
  readonly evidence: Evidence | null
}

/** The figures behind a part, from the claim of this title in `run.json`. */
export interface Evidence {
  readonly claim: string
  readonly title: string
  readonly statistic: string
  /** The bound that decides, in words; both ends of the confidence sequence where nothing is decided. */
  readonly bound: string
  readonly limit: number
  readonly interval: readonly [number, number]
  /** Natural logarithms of the wealths for and against. */
  readonly logWealth: { readonly for: number; readonly against: number }
  readonly sources: number
  readonly pool: number
  readonly cells: number
  /** The answers of each side that the claim compares, which together are all its cells. */
  readonly sides: readonly Side[]
}

/** The cells of one release on one task that a claim rests on, and how many of them have no answer. */
export interface Side {
  readonly size: string
  readonly task: string
  readonly cells: number
  readonly notAnswered: number
}

/** Gives the sides of a claim of the run. */
export type SidesOf = (claim: ClaimResult) => readonly Side[]

/** A hypothesis with what follows from its parts. */
export interface Hypothesis {
  readonly id: 'H1' | 'H2' | 'H3' | 'H4'
  readonly says: string
  readonly finding: Exclude<Finding, 'not tested'>
  readonly rule: string
  /** The chance at most that "established" is wrong. */
  readonly alpha: number
  /** The chance at most that "refuted" is wrong: that of one claim times their number. */
  readonly alphaRefuted: number
  readonly parts: readonly Part[]
}

/** The sizes up to which improvement is established in one task. */
export interface Chain {
  readonly task: string
  /** The largest size up to which each step is established; `null` where not even the first one is. */
  readonly upTo: string | null
  /** The first size whose step is not established; `null` where every step is. */
  readonly stopsAt: string | null
}

type Families = Pick<Family, 'members'>

/**
 * Reads the four hypotheses off a run of the suites. A claim with a side of which more cells than the run's `maxNonAnswers`
 * allows have no answer is not established, whatever its verdict: nothing is shown by what was not answered. Throws where
 * the run lacks a claim that the family calls for.
 */
export function hypotheses(evidence: RunEvidence, family: Families, sidesOf: SidesOf): readonly Hypothesis[] {
  const sizes = family.members.map(({ name }) => name)
  const others = tasksOf(evidence).filter((task) => task !== 're')
  const tasks = ['re', ...others]
  const find = finder(evidence)
  const part = partMaker(largestSilence(evidence), sidesOf)
  const drops = (id: string, size: string) =>
    others.map((other) =>
      part(
        find(id, size, 're', ({ spec }) => spec.other?.task === other),
        size,
        're',
        other,
      ),
    )
  const whole = (id: Hypothesis['id'], says: string, rule: string, parts: readonly Part[]): Hypothesis => ({
    id,
    says,
    finding: findingOfAll(parts),
    rule,
    alpha: evidence.alpha,
    alphaRefuted: Math.min(1, (parts.length * (evidence.alphaFail ?? evidence.alpha)) / evidence.claimsPlanned.count),
    parts,
  })
  return [
    whole(
      'H1',
      'accuracy is lower on unseen than on seen instructions',
      'established where it is in each task at each size; refuted by a single one',
      sizes.flatMap((size) => tasks.map((task) => part(find('H1', size, task), size, task, null))),
    ),
    whole(
      'H2',
      `relation extraction drops more than question answering (at ${sizes.at(-1)}, the largest size)`,
      'established where relation extraction drops more than each kind of question answering; refuted by a single kind',
      drops('H2', sizes.at(-1)!),
    ),
    whole(
      'H3',
      'the score rises with size',
      'established where each step is in each task, steps tested in the order of size up to the first that is not; refuted by a single step',
      tasks.flatMap((task) => stepsOf(task, sizes, find, part)),
    ),
    whole(
      'H4',
      'relation extraction drops more than question answering at every size',
      'established where H2 is at each size; refuted by a single kind at a single size',
      sizes.flatMap((size) => drops('H4', size)),
    ),
  ]
}

/** The name of the chain of steps that are established in each task. */
export const EVERY_TASK = 'every task'

/** Says up to which size improvement is established, for each task of H3 and for all of them together. */
export function chains({ parts }: Pick<Hypothesis, 'parts'>): readonly Chain[] {
  const tasks = Map.groupBy(parts, ({ task }) => task)
  const sizes = [...Map.groupBy(parts, ({ size }) => size)]
  // A step in every task is established where it is in each one: again a sequence of tests at α.
  const every = sizes.map(([size, own]) => ({ size, finding: findingOfAll(own) }))
  return [...tasks, ...(tasks.size > 1 ? [[EVERY_TASK, every] as const] : [])].map(([task, steps]) => {
    const first = steps.findIndex(({ finding }) => finding !== 'established')
    const upTo = first === -1 ? steps.at(-1) : steps[first - 1]
    return { task, upTo: upTo?.size ?? null, stopsAt: first === -1 ? null : steps[first]!.size }
  })
}

/**
 * Combines parts that must all hold. "Established" needs no correction: where the whole is false a certain part is, and that
 * one is wrongly established with a chance of at most α (intersection-union; Berger 1982). A part that is refuted refutes the
 * whole, which is why each is tested at α over the number of claims.
 */
export function findingOfAll(parts: readonly Pick<Part, 'finding'>[]): Exclude<Finding, 'not tested'> {
  if (parts.some(({ finding }) => finding === 'refuted')) return 'refuted'
  return parts.length > 0 && parts.every(({ finding }) => finding === 'established') ? 'established' : 'not established'
}

type Find = (id: string, size: string, task: string, more?: (claim: ClaimResult) => boolean) => ClaimResult | null

function finder({ claims }: RunEvidence): Find {
  return (id, size, task, more = () => true) =>
    claims.find(
      (one) => one.title.startsWith(`${id}: `) && one.release === size && one.spec.task === task && more(one),
    ) ?? null
}

function tasksOf({ claims }: RunEvidence): string[] {
  return [...new Set(claims.map(({ spec }) => spec.task))].toSorted()
}

/** The steps of one task: those after the first that is not established were not asked. */
function stepsOf(task: string, sizes: readonly string[], find: Find, part: MakePart): Part[] {
  let open = true
  return sizes.slice(1).map((size, at) => {
    const smaller = sizes[at]!
    if (!open) return { size, task, against: smaller, finding: 'not tested', evidence: null }
    const decided = part(find('H3', size, task), size, task, smaller)
    open = decided.finding === 'established'
    return decided
  })
}

const FINDINGS = { pass: 'established', fail: 'refuted', inconclusive: 'not established' } as const

/** Returns the largest share without an answer that the run allows. Throws where it did not gate, and so decided nothing. */
export function largestSilence({ circumstances }: Pick<RunEvidence, 'circumstances'>): number {
  if (circumstances === undefined)
    throw new Error(
      'the run decided nothing: the study needs a run of suites/study that gates, as npm run study makes it',
    )
  return circumstances.maxNonAnswers
}

type MakePart = (claim: ClaimResult | null, size: string, task: string, against: string | null) => Part

/** Makes the parts of hypotheses from claims; `limit` is the largest share of a side that may have no answer. */
function partMaker(limit: number, sidesOf: SidesOf): MakePart {
  return (claim, size, task, against) => {
    if (claim === null || claim.verdict === 'not applicable') {
      throw new Error(
        `the run has no claim about ${task} at ${size}${against === null ? '' : ` against ${against}`}: a test of suites/study ` +
          'ended with an error, which vitest printed above. Repair it and run the study again: npm run study -- --continue',
      )
    }
    const { id, title, spec, interval, logWealth, units, pool, cells } = claim
    const sides = sidesOf(claim)
    const evidence = {
      claim: id,
      title,
      statistic: spec.armStatistic ?? spec.statistic,
      bound: boundAndLimit(claim).bound,
      limit: spec.limit,
      interval,
      logWealth: { for: logWealth.pass, against: logWealth.fail },
      sources: units,
      pool,
      cells,
      sides,
    }
    const isSilent = sides.some((side) => side.notAnswered > limit * side.cells)
    const finding = isSilent ? 'not established' : FINDINGS[claim.verdict]
    return { size, task, against, finding, ...(isSilent && { silent: true as const }), evidence }
  }
}

/** Counts the cells of some parts, and those without an answer. A cell that two claims rest on counts for each. */
export function answersOf(all: readonly Pick<Part, 'evidence'>[]): Pick<Side, 'cells' | 'notAnswered'> {
  const sides = all.flatMap(({ evidence }) => evidence?.sides ?? [])
  return {
    cells: sides.reduce((sum, side) => sum + side.cells, 0),
    notAnswered: sides.reduce((sum, side) => sum + side.notAnswered, 0),
  }
}
