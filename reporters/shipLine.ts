import { formatLimit } from '../src/core/report/index.ts'
import type { RunEvidence } from '../src/core/words/index.ts'

/** May it ship, in one sentence, with what is guaranteed if it may. */
export function shipLine({ candidate, gate, alpha }: RunEvidence): string {
  switch (gate.verdict) {
    case 'pass':
      return `${candidate.name} may ship: a release that breaks a gating claim gets here with a chance of at most ${formatLimit(alpha)}`
    case 'fail':
      return `${candidate.name} may not ship`
    case 'inconclusive':
      return gate.exitCode === 2
        ? `${candidate.name} may not ship yet: something in the suites or the config is wrong`
        : `${candidate.name} may not ship yet: not everything that gates was decided`
  }
}
