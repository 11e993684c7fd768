import { quantileOf, seededRandom } from '../../src/core/statistics/index.ts'
import type { Verdict } from '../../src/core/types/index.ts'
import { gridScores, type JudgedClaim, type Sides } from './judgedClaims.ts'
import { keeps } from './claimUnits.ts'
import { meanRivals, meansOfClaims } from './meanRivals.ts'
import type { SeedGate } from './gateOfSeed.ts'
import type { SuiteTask } from './suite.ts'

/** The number of times that a gate ended each way over the seeds. */
export interface GateRow {
  readonly gate: string
  readonly pass: number
  readonly fail: number
  readonly inconclusive: number
  /** Exit code of our gate -> the number of times that it occurred. */
  readonly exits?: Readonly<Record<string, number>>
}

/** The results of one claim over the seeds. */
export interface ClaimRow extends Pick<GateRow, 'pass' | 'fail' | 'inconclusive'> {
  readonly title: string
  readonly limit: string
  readonly advisory: boolean
  /** The mean by the full grid. */
  readonly mean: number
  readonly holds: boolean
  /** The number of early verdicts that the full grid contradicts. */
  readonly wrong: number
  readonly medianCells: number
  readonly grid: number
  /**
   * The number of times that the mean over the claim's share of as many calls contradicts the full grid; gating claims
   * only.
   */
  readonly wrongMean: number | null
}

export interface ReleaseTable {
  readonly release: string
  /** Says whether every gating claim holds by the full grid. */
  readonly ships: boolean
  readonly gates: readonly GateRow[]
  readonly claims: readonly ClaimRow[]
  readonly calls: { readonly median: number; readonly p90: number; readonly grid: number }
}

/** Makes the table of one candidate over the seeds: our gate, and the rivals. */
export function releaseTable(
  release: string,
  claims: readonly JudgedClaim[],
  gates: readonly SeedGate[],
  tasks: readonly SuiteTask[],
  sides: Sides,
): ReleaseTable {
  const gating = claims.filter(({ spec }) => !spec.advisory)
  const ships = gating.every(({ mean, spec }) => keeps(mean, spec))
  const rivals = meanRivals(gridScores(tasks, claims, sides))
  const ours = gates.map(({ gate }) => gate)
  const exits = Object.fromEntries(
    Map.groupBy(ours, ({ exitCode }) => String(exitCode))
      .entries()
      .map(([code, list]) => [code, list.length]),
  )
  const means = gates.map((gate) => meansOfClaims(gating, gate))
  const calls = gates.map((gate) => gate.calls)
  return {
    release,
    ships,
    gates: [
      { gate: 'ours', ...count(ours.map(({ verdict }) => verdict)), exits },
      ...rivals.map(({ name, verdict }, at) => {
        const verdicts = gates.map((gate, seed) => verdict(gate, seededRandom(1000 * at + seed)))
        return Object.assign(count(verdicts), { gate: name })
      }),
      {
        gate: 'means of our own statistics against our limits',
        ...count(means.map((verdicts) => (verdicts.includes('fail') ? 'fail' : 'pass'))),
      },
    ],
    claims: claims.map((claim, at) =>
      rowOf(
        claim,
        gates,
        at,
        means.map((verdicts) => verdicts[gating.indexOf(claim)]),
      ),
    ),
    calls: {
      median: quantileOf(calls, 0.5),
      p90: quantileOf(calls, 0.9),
      grid: tasks.reduce((sum, { task, variants }) => sum + task.examples.length * variants.length, 0),
    },
  }
}

function rowOf(
  { title, spec, mean, grid }: JudgedClaim,
  gates: readonly SeedGate[],
  at: number,
  means: readonly (Verdict | undefined)[],
): ClaimRow {
  const verdicts = gates.map(({ claims }) => claims[at]!)
  const counts = count(verdicts.map(({ verdict }) => verdict))
  const holds = keeps(mean, spec)
  const medianCells = quantileOf(
    verdicts.map(({ cells }) => cells),
    0.5,
  )
  return {
    title,
    limit: `${spec.statistic} ${spec.sense} ${spec.limit}`,
    advisory: spec.advisory,
    mean,
    holds,
    ...counts,
    wrong: holds ? counts.fail : counts.pass,
    medianCells,
    grid,
    wrongMean: spec.advisory ? null : means.filter((verdict) => (verdict === 'pass') !== holds).length,
  }
}

function count(verdicts: readonly Verdict[]): Pick<GateRow, 'pass' | 'fail' | 'inconclusive'> {
  const times = (wanted: Verdict) => verdicts.filter((verdict) => verdict === wanted).length
  return { pass: times('pass'), fail: times('fail'), inconclusive: times('inconclusive') }
}
