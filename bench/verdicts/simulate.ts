import { claimsAlone, gateVerdict } from '../../src/core/gate/index.ts'
import { START, step } from '../../src/core/sequential/index.ts'
import type { ClaimResult, Verdict } from '../../src/core/types/index.ts'
import type { Decider } from './publishedMethods.ts'
import type { Scenario, Stream } from './scenario.ts'

/** Counts of simulated claims and runs; adds up over chunks of the same scenario. */
export interface Counts {
  readonly claims: Record<Verdict, number>
  readonly gates: Record<Verdict, number>
  readonly falsePass: number
  readonly falseFail: number
  readonly falseGatePass: number
  readonly falseGateFail: number
  /** The units of every claim; infinite where it stayed undecided. */
  readonly units: readonly number[]
  readonly calls: readonly number[]
}

interface Decided {
  readonly verdict: Verdict
  readonly units: number
  readonly calls: number
}

/** Simulates the runs number `from` up to `to` of a scenario. */
export function simulate(scenario: Scenario, random: () => number, from: number, to: number): Counts {
  const counts = {
    claims: { pass: 0, fail: 0, inconclusive: 0 },
    gates: { pass: 0, fail: 0, inconclusive: 0 },
    falsePass: 0,
    falseFail: 0,
    falseGatePass: 0,
    falseGateFail: 0,
    units: [] as number[],
    calls: [] as number[],
  }
  const sides = Array.from({ length: scenario.claims }, (_, claim) => sideOf(scenario, claim))
  const mayPass = scenario.gate === 'all' ? sides.every((side) => side === 'holds') : sides[0] === 'holds'
  const mayFail = sides.includes('broken')
  for (let run = from; run < to; run++) {
    const decided: Decided[] = []
    let gate: Verdict = 'inconclusive'
    for (const [claim, stream] of scenario.begin(random, run).entries()) {
      const one = decideClaim(scenario, claim, stream)
      decided.push(one)
      const side = sides[claim]!
      counts.claims[one.verdict]++
      if (one.verdict === 'pass' && side !== 'holds') counts.falsePass++
      if (one.verdict === 'fail' && side !== 'broken') counts.falseFail++
      counts.units.push(one.verdict === 'inconclusive' ? Infinity : one.units)
      counts.calls.push(one.verdict === 'inconclusive' ? Infinity : one.calls)
      if (scenario.gate === 'all') continue
      gate = gateOf([one]) // each attempt has one gate
      if (gate === 'pass') break
    }
    if (scenario.gate === 'all') gate = gateOf(decided)
    counts.gates[gate]++
    if (gate === 'pass' && !mayPass) counts.falseGatePass++
    if (gate === 'fail' && !mayFail) counts.falseGateFail++
  }
  return counts
}

/** Says which verdict is right. At the limit neither is: each has its own α against exactly that. */
function sideOf(scenario: Scenario, claim: number): 'holds' | 'at limit' | 'broken' {
  const { limit, sense } = scenario.rule(claim)
  const room = sense === 'at most' ? limit - scenario.truth(claim) : scenario.truth(claim) - limit
  return Math.abs(room) < 1e-12 ? 'at limit' : room > 0 ? 'holds' : 'broken'
}

function decideClaim(scenario: Scenario, claim: number, stream: Stream): Decided {
  const rule = scenario.rule(claim)
  if (scenario.method) return decideBy(scenario.method(rule), scenario.pool, stream)
  let state = START
  let calls = 0
  while (state.verdict === null && state.units < scenario.pool) {
    const unit = stream()
    if (unit === null) break
    calls += unit.calls
    state = step(state, unit, rule)
  }
  return { verdict: state.verdict ?? 'inconclusive', units: state.units, calls }
}

function decideBy(decide: Decider, pool: number, stream: Stream): Decided {
  let [units, calls] = [0, 0]
  for (let unit = stream(); unit !== null; unit = stream()) {
    units += 1
    calls += unit.calls
    const verdict = decide(unit)
    if (verdict !== null) return { verdict, units, calls }
    if (units === pool) break
  }
  return { verdict: 'inconclusive', units, calls }
}

function gateOf(decided: readonly Decided[]): Verdict {
  const claims = decided.map(({ verdict }) => ({ title: 'claim', verdict, spec: { advisory: false } }) as ClaimResult)
  return gateVerdict(claimsAlone(claims)).verdict
}

function sum(a: Record<Verdict, number>, b: Record<Verdict, number>): Record<Verdict, number> {
  return { pass: a.pass + b.pass, fail: a.fail + b.fail, inconclusive: a.inconclusive + b.inconclusive }
}

/** Adds the counts of two chunks. */
export function addCounts(a: Counts, b: Counts): Counts {
  return {
    claims: sum(a.claims, b.claims),
    gates: sum(a.gates, b.gates),
    falsePass: a.falsePass + b.falsePass,
    falseFail: a.falseFail + b.falseFail,
    falseGatePass: a.falseGatePass + b.falseGatePass,
    falseGateFail: a.falseGateFail + b.falseGateFail,
    units: a.units.concat(b.units),
    calls: a.calls.concat(b.calls),
  }
}
