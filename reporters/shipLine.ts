import { formatLimit } from '../src/core/report/index.ts'
import type { RunEvidence } from '../src/core/words/index.ts'

/** May it ship, in one sentence, with what is guaranteed if it may. */
export function shipLine(evidence: RunEvidence): string {
  const { gate, shard } = evidence
  if (shard) return `shard ${shard.index} of ${shard.count}: no gate here, the merge decides`
  const excused = gate.exitCode !== 0 && gate.exitUnderPolicy === 0
  return `${answer(evidence)}${excused ? ', and nothing holds it back: this run does not gate, by policy' : ''}`
}

function answer({ candidate, gate, alpha }: RunEvidence): string {
  switch (gate.verdict) {
    case 'pass':
      return `${candidate.name} may ship: a release that breaks a gating claim gets here with a chance of at most ${formatLimit(Number(alpha.toPrecision(4)))}`
    case 'fail':
      return `${candidate.name} may not ship`
    case 'inconclusive':
      return gate.exitCode === 2
        ? `${candidate.name} may not ship yet: something in the suites or the config is wrong`
        : `${candidate.name} may not ship yet: not everything that gates was decided`
  }
}
